do $$ begin
  assert (select count(*) from information_schema.columns where table_schema = 'projects'
    and table_name = 'published_project' and column_name in ('id', 'audience', 'known_to', 'known_in')) = 4,
    'a published project says who may know of it';
end $$;
