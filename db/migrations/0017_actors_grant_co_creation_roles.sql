-- Why: a co-creation role is asked for, granted by a platform, reviewed again and can be taken back; before, a row was
--   all there was. One row per request and what became of it, of which one at most is current for an actor and role.
-- Locks: the table is locked while it is rewritten: four rows per actor at most, under a second.
-- Undo: delete from actors.co_creation_role where state not in ('GRANTED', 'REVIEW_DUE'); drop the columns added here
--   and make (actor_id, role) the primary key again.
alter table actors.co_creation_role drop constraint co_creation_role_pkey;
-- The defaults let code of before this migration go on granting.
alter table actors.co_creation_role
  add column id text collate "C" not null default 'ccr_' || substr(md5(gen_random_uuid()::text), 1, 26),
  add column state text not null default 'GRANTED',
  add column platform_id text collate "C" references actors.platform (id),
  add column statement text,
  add column requested_at timestamptz(3) not null default now(),
  add column requested_by text collate "C" references actors.person (id),
  add column decided_by text collate "C" references actors.person (id),
  add column since timestamptz(3) default now(),
  add column ended_at timestamptz(3),
  add column reason text,
  add column due_at timestamptz(3),
  add column ends_at timestamptz(3);
alter table actors.co_creation_role
  add primary key (id),
  add constraint co_creation_role_state_known check (state in
    ('REQUESTED', 'GRANTED', 'REVIEW_DUE', 'REFUSED', 'WITHDRAWN', 'LAPSED', 'REVOKED')),
  add constraint co_creation_role_held_has_since check (state not in ('GRANTED', 'REVIEW_DUE') or since is not null),
  add constraint co_creation_role_request_has_deadline check (
    state <> 'REQUESTED' or due_at is not null and ends_at is not null and platform_id is not null),
  add constraint co_creation_role_ends_after_due check ((due_at is null) = (ends_at is null) and ends_at >= due_at),
  add constraint co_creation_role_ended_has_no_deadline check (
    (state in ('REQUESTED', 'GRANTED', 'REVIEW_DUE')) = (ended_at is null) and (ended_at is null or ends_at is null));
-- Two requests can arrive at once.
create unique index co_creation_role_one_current on actors.co_creation_role (actor_id, role)
  where state in ('REQUESTED', 'GRANTED', 'REVIEW_DUE');
create index co_creation_role_actor_idx on actors.co_creation_role (actor_id, id);
create index co_creation_role_platform_idx on actors.co_creation_role (platform_id, id) where platform_id is not null;
create index co_creation_role_ends_idx on actors.co_creation_role (ends_at) where ends_at is not null;

-- What was held before is reviewed by the platform that serves the nearest region, in its turn. Where none does, it
-- stays as it is, as that of a final consumer does.
update actors.co_creation_role r
set platform_id = p.platform_id, due_at = now() + interval '24 months', ends_at = now() + interval '24 months 90 days'
from (
  select distinct on (o.id) o.id, s.platform_id
  from actors.organization o
  join actors.platform_region s on starts_with(o.region, regexp_replace(s.region, '(00){1,2}$', ''))
  order by o.id, length(regexp_replace(s.region, '(00){1,2}$', '')) desc, s.platform_id) p
where p.id = r.actor_id and r.role <> 'FINAL_CONSUMER';
