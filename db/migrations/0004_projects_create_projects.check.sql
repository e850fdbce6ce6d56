do $$ begin
  assert (select count(*) from pg_constraint where conname = 'participation_once_per_role') = 1,
    'an actor holds a role in a project once';
end $$;
