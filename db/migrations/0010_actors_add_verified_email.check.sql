do $$ begin
  assert (select count(*) from pg_indexes where schemaname = 'actors' and indexname in
    ('sign_in_verified_email_idx', 'sign_in_person_idx', 'person_contact_email_idx')) = 3,
    'a person is found by a checked e-mail address';
  assert (select is_nullable from information_schema.columns where table_schema = 'actors'
    and table_name = 'sign_in' and column_name = 'verified_email') = 'YES', 'most issuers are not trusted for it';
end $$;
