do $$ begin
  assert (select count(*) from pg_trigger where tgname in
    ('confidentiality_agreement_is_kept', 'confidential_entry_is_kept')) = 2, 'what was signed is kept';
end $$;
