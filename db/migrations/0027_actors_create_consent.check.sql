do $$ begin
  assert (select count(*) from pg_constraint where conname in ('consent_purpose_known', 'consent_version_counts',
    'consent_has_length')) = 3, 'the database itself refuses an unknown purpose';
  assert (select indisunique from pg_index where indexrelid = 'actors.consent_one_given'::regclass),
    'a purpose is consented to once at a time';
  assert (select count(*) from actors.published_consent) = 0, 'nobody has consented to anything yet';
end $$;
