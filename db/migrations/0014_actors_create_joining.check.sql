do $$ begin
  assert (select count(*) from pg_indexes where schemaname = 'actors' and indexdef like 'CREATE UNIQUE%'
    and indexname in ('membership_invitation_one_open_to_person', 'membership_invitation_one_open_to_address',
      'membership_application_one_open')) = 3, 'one open invitation and one open application at a time';
  assert (select count(*) from pg_constraint where conname in ('membership_invitation_is_to_one',
    'membership_invitation_forgets_address', 'membership_invitation_not_to_oneself',
    'membership_invitation_has_deadline', 'membership_application_has_deadline',
    'membership_application_not_decided_by_applicant', 'membership_policy_known')) = 7,
    'what is asked has an end, and an address is kept no longer than it is needed';
end $$;
