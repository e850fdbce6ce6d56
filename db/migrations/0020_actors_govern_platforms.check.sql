do $$ begin
  assert (select count(*) from pg_trigger where tgname in ('platform_rules_stay', 'rule_vote_cast_stays')) = 2,
    'adopted rules and cast votes stay';
  assert (select count(*) from pg_indexes where indexname in ('platform_rules_one_proposal',
    'committee_seat_one_per_organization', 'committee_seat_one_per_person')) = 3,
    'one proposal at a time, one seat for each organisation and person';
  assert (select count(*) from pg_constraint where conname in ('committee_seat_has_term',
    'committee_seat_held_was_accepted', 'platform_rules_adopted_numbered', 'platform_rules_proposed_close',
    'platform_rules_number_unique', 'rule_vote_choice_known', 'rule_vote_cast_at_once')) = 7,
    'seats have terms, versions numbers, votes choices';
end $$;
