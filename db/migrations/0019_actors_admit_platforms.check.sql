do $$ begin
  assert (select count(*) from pg_constraint where conname in ('platform_state_known', 'platform_waits_until',
    'platform_languages_bounded')) = 3, 'a platform has a state, and one that waits a deadline';
  assert (select count(*) from pg_indexes where indexname = 'platform_one_waiting') = 1, 'one registration at a time';
  assert (select count(*) from information_schema.columns where table_schema = 'actors'
    and table_name = 'published_platform' and column_name in ('audience', 'known_to', 'known_in')) = 3,
    'a published platform says who may know of it';
  assert not exists (select from actors.platform where state <> 'ACTIVE'), 'platforms that were here stay active';
end $$;
