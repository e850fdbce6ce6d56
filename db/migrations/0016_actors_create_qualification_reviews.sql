-- Why: platforms review who an actor is. What is valid now is computed by the clock in one view, which says to the
--   gateway and to other subgraphs who is verified: an expired qualification is worth nothing at once, whatever runs late.
-- Locks: new tables; the two views of the gateway are replaced, which waits for statements that read them.
-- Undo: create published_viewer and published_key as in 0002 and 0007; drop view actors.published_verification;
--   drop table actors.qualification_mark, actors.qualification_document, actors.qualification_review.
create table actors.qualification_review (
  id text collate "C" primary key,
  actor_id text collate "C" not null,
  platform_id text collate "C" not null references actors.platform (id),
  kind text not null,
  state text not null,
  requested_at timestamptz(3) not null,
  requested_by text collate "C" references actors.person (id),
  reviewer_id text collate "C" references actors.person (id),
  note text,
  question text,
  answer text,
  reason text,
  due_at timestamptz(3),
  ends_at timestamptz(3),
  overdue_told_at timestamptz(3),
  decided_at timestamptz(3),
  valid_until timestamptz(3),
  constraint qualification_review_kind_known check (kind in
    ('ORGANIZATION_IDENTITY', 'PUBLIC_INSTITUTION', 'TESTING_LABORATORY', 'CLINICAL_RESEARCH', 'EXPERT')),
  constraint qualification_review_state_known check (state in ('REQUESTED', 'IN_REVIEW', 'INFORMATION_WANTED',
    'APPROVED', 'REFUSED', 'WITHDRAWN', 'LAPSED', 'EXPIRED', 'RENEWED', 'REVOKED')),
  constraint qualification_review_open_has_deadline check (
    (state in ('REQUESTED', 'IN_REVIEW', 'INFORMATION_WANTED')) = (due_at is not null)),
  constraint qualification_review_lasting_has_end check (
    (state in ('REQUESTED', 'IN_REVIEW', 'INFORMATION_WANTED', 'APPROVED')) = (ends_at is not null)),
  constraint qualification_review_ends_after_due check (ends_at >= due_at),
  constraint qualification_review_approved_has_validity check (
    (state in ('APPROVED', 'EXPIRED', 'RENEWED', 'REVOKED')) = (valid_until is not null)),
  constraint qualification_review_valid_to_its_end check (state <> 'APPROVED' or ends_at = valid_until)
);
-- Two requests can arrive at once, and so can two approvals.
create unique index qualification_review_one_open on actors.qualification_review (actor_id, platform_id, kind)
  where state in ('REQUESTED', 'IN_REVIEW', 'INFORMATION_WANTED');
create unique index qualification_review_one_approved on actors.qualification_review (actor_id, platform_id, kind)
  where state = 'APPROVED';
create index qualification_review_actor_idx on actors.qualification_review (actor_id, id);
create index qualification_review_platform_idx on actors.qualification_review (platform_id, id);
create index qualification_review_ends_idx on actors.qualification_review (ends_at) where ends_at is not null;

create table actors.qualification_document (
  review_id text collate "C" not null references actors.qualification_review (id),
  place integer not null,
  title text not null,
  url text,
  sha256 text,
  kept_at text,
  primary key (review_id, place),
  constraint qualification_document_at_most_twenty check (place between 1 and 20),
  constraint qualification_document_is_by_reference check (
    url is not null and sha256 is null and kept_at is null and url ~ '^https://'
    or url is null and sha256 ~ '^[0-9a-f]{64}$' and kept_at is not null)
);

create table actors.qualification_mark (
  review_id text collate "C" not null references actors.qualification_review (id),
  item text not null,
  mark text not null,
  reason text,
  primary key (review_id, item),
  constraint qualification_mark_known check (mark in ('MET', 'NOT_MET', 'NOT_APPLICABLE')),
  constraint qualification_mark_not_met_has_reason check (mark <> 'NOT_MET' or reason is not null)
);

create view actors.published_verification as
select actor_id, kind, platform_id, valid_until
from actors.qualification_review
where state = 'APPROVED' and valid_until > db_now();

-- `is_verified` is the person's own; what an organisation's is worth to them, the gateway adds for those it leaves them.
create or replace view actors.published_viewer as
select s.issuer, s.subject, s.person_id as actor_id,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', m.organization_id, 'role', m.role,
      'isVerified', exists (select from actors.published_verification v where v.actor_id = m.organization_id))
      order by m.organization_id)
    from actors.membership m where m.person_id = s.person_id and m.ends_on is null), '[]') as organizations,
  coalesce((
    select jsonb_agg(jsonb_build_object('role', g.role, 'platformId', g.platform_id, 'region', g.region) order by g.id)
    from actors.role_grant g where g.actor_id = s.person_id), '[]') as roles,
  exists (select from actors.published_verification v where v.actor_id = s.person_id) as is_verified
from actors.sign_in s;

create or replace view actors.published_key as
select k.id, k.secret_hash, k.owner_id as actor_id, k.organization_id, k.platform_id, k.scopes, k.regions,
  k.points_per_minute,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', m.organization_id, 'role', m.role, 'region', o.region,
      'isVerified', exists (select from actors.published_verification v where v.actor_id = m.organization_id))
      order by m.organization_id)
    from actors.membership m join actors.organization o on o.id = m.organization_id
    where m.person_id = k.owner_id and m.ends_on is null), '[]') as organizations,
  coalesce((
    select jsonb_agg(jsonb_build_object('role', g.role, 'platformId', g.platform_id, 'region', g.region,
      'platformRegions', coalesce((
        select jsonb_agg(r.region order by r.region)
        from actors.platform_region r where r.platform_id = g.platform_id), '[]')) order by g.id)
    from actors.role_grant g where g.actor_id = k.owner_id), '[]') as roles,
  exists (select from actors.published_verification v where v.actor_id = k.owner_id) as is_verified
from actors.api_key k
where k.revoked_at is null and k.expires_at > db_now();

-- Only what begins or ends a qualification changes a right; the steps of a review before that do not.
create trigger qualification_review_begun_wakes_viewers
  after insert on actors.qualification_review
  for each row when (new.state = 'APPROVED') execute function actors.viewer_changed();
create trigger qualification_review_change_wakes_viewers
  after update on actors.qualification_review
  for each row when ((old.state = 'APPROVED') is distinct from (new.state = 'APPROVED')
    or old.valid_until is distinct from new.valid_until or old.actor_id is distinct from new.actor_id)
  execute function actors.viewer_changed();
create trigger qualification_review_removal_wakes_viewers
  after delete on actors.qualification_review
  for each row when (old.state = 'APPROVED') execute function actors.viewer_changed();
