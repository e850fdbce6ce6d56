do $$ begin
  assert (select count(*) from pg_constraint where conname in ('partnership_scopes_known',
    'partnership_term_has_length', 'partnership_agreed_says_when', 'partnership_ended_says_by_whom')) = 4,
    'the database itself refuses a partnership that contradicts itself';
  assert (select count(*) from pg_indexes where schemaname = 'actors'
    and indexname = 'partnership_party_organization_idx') = 1, 'the partnerships of an organisation are found';
end $$;
