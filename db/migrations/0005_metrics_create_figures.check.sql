do $$ begin
  assert (select count(*) from pg_constraint where conname = 'figure_counts') = 1, 'no figure falls below nothing';
end $$;
