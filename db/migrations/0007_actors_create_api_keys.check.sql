do $$ begin
  assert (select count(*) from pg_constraint where conname in ('api_key_hash_unique', 'api_key_hash_is_sha256',
    'api_key_prefix_unique', 'api_key_prefix_is_short', 'api_key_has_name', 'api_key_scopes_known',
    'api_key_regions_bounded', 'api_key_quota_bounded', 'api_key_lives_two_years_at_most')) = 9,
    'the database itself refuses a key without bounds';
  assert (select count(*) from pg_trigger where tgname = 'api_key_wakes_viewers') = 1, 'a change of a key is told';
  assert (select count(*) from actors.published_key) = 0, 'the view of keys must answer';
  assert not exists (select from information_schema.columns
    where table_schema = 'actors' and table_name = 'published_key' and column_name in ('name', 'prefix')),
    'the gateway is told no more than it needs';
end $$;
