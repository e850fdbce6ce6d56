do $$ begin
  assert (select count(*) from pg_constraint where conname = 'resource_has_name') = 1, 'a resource has a name';
  assert (select count(*) from resources.resource where search @@ fts_query('仿制药')) = 0, 'search must answer';
end $$;
