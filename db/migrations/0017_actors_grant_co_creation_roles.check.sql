do $$
declare made text;
begin
  assert (select count(*) from pg_indexes where indexname = 'co_creation_role_one_current') = 1,
    'one request or grant at a time';
  assert (select count(*) from pg_constraint where conname in ('co_creation_role_state_known',
    'co_creation_role_held_has_since', 'co_creation_role_request_has_deadline', 'co_creation_role_ends_after_due',
    'co_creation_role_ended_has_no_deadline')) = 5, 'the database itself refuses a request without a deadline';
  -- What code of before this migration writes.
  insert into actors.co_creation_role (actor_id, role) values ('org_check', 'NORM_GUIDE') on conflict do nothing
    returning id into made;
  assert made ~ '^ccr_[0-9a-hjkmnp-tv-z]{26}$', 'an id of before has the form of ours';
  delete from actors.co_creation_role where actor_id = 'org_check';
end $$;
