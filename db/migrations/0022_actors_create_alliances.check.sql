do $$ begin
  assert (select count(*) from pg_constraint where conname in ('alliance_secretariat_is_founder',
    'alliance_membership_kind_is_offered', 'alliance_membership_has_period', 'alliance_member_kind_rights_known',
    'alliance_founded_says_when')) = 5, 'the database itself refuses an alliance that contradicts itself';
  assert (select count(*) from pg_indexes where schemaname = 'actors' and indexname in
    ('alliance_charter_one_in_force', 'alliance_membership_one_open', 'alliance_seat_one_open')) = 3,
    'one charter is in force, an organisation is a member once, and a seat is held once';
  assert (select count(*) from actors.published_alliance) = 0, 'the view of alliances must answer';
end $$;
