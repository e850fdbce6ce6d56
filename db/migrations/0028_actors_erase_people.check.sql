do $$ begin
  assert (select is_nullable from information_schema.columns where table_schema = 'actors'
    and table_name = 'person' and column_name = 'erased_at') = 'YES', 'nobody is erased by the migration';
  assert (select count(*) from actors.published_person_trace) = 0, 'the view of traces must answer';
end $$;
