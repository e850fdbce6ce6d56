do $$ begin
  assert (select count(*) from information_schema.columns where table_schema = 'resources'
    and table_name = 'published_resource' and column_name in ('audience', 'known_to', 'known_in')) = 3,
    'a published resource says who may know of it';
end $$;
