do $$ begin
  assert (select count(*) from pg_constraint where conname = 'role_grant_says_where') = 1, 'a role must say where';
  assert (select count(*) from pg_indexes where indexname = 'membership_one_current') = 1, 'one current membership';
  assert (select count(*) from actors.published_viewer) = 0, 'the viewer view must answer';
end $$;
