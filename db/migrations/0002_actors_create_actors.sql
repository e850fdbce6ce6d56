-- Why: who takes part: organisations, people, their memberships, roles and platforms.
-- Locks: new tables only, nothing waits.
-- Undo: drop schema actors cascade.
create schema actors;

create table actors.organization (
  id text collate "C" primary key,
  kind text not null,
  name_zh text,
  name_en text,
  region text,
  uscc text,
  ror text,
  website text,
  contact_email text,
  contact_telephone text,
  is_checked boolean not null,
  status text not null default 'ACTIVE',
  successor_ror text,
  created_at timestamptz(3) not null,
  search tsvector generated always as (fts_vector(name_zh) || fts_vector(name_en)) stored,
  constraint organization_has_name check (name_zh is not null or name_en is not null),
  constraint organization_uscc_unique unique (uscc),
  constraint organization_ror_unique unique (ror),
  constraint organization_status_known check (status in ('ACTIVE', 'INACTIVE', 'WITHDRAWN')),
  constraint organization_active_has_no_successor check (status <> 'ACTIVE' or successor_ror is null)
);
create index organization_search_idx on actors.organization using gin (search);

create table actors.person (
  id text collate "C" primary key,
  name_zh text,
  name_en text,
  orcid text,
  contact_email text,
  contact_telephone text,
  created_at timestamptz(3) not null,
  constraint person_has_name check (name_zh is not null or name_en is not null),
  constraint person_orcid_unique unique (orcid)
);

create table actors.membership (
  id text collate "C" primary key,
  organization_id text collate "C" not null references actors.organization (id),
  person_id text collate "C" not null references actors.person (id),
  role text not null,
  position text,
  starts_on date not null,
  ends_on date,
  constraint membership_role_known
    check (role in ('ADMINISTRATOR', 'RESOURCE_MANAGER', 'INSTRUMENT_OPERATOR', 'FINANCE', 'MEMBER')),
  constraint membership_has_length check (ends_on is null or ends_on >= starts_on)
);
create unique index membership_one_current on actors.membership (organization_id, person_id) where ends_on is null;
create index membership_person_idx on actors.membership (person_id);

create table actors.co_creation_role (
  actor_id text collate "C" not null,
  role text not null,
  primary key (actor_id, role),
  constraint co_creation_role_known
    check (role in ('NORM_GUIDE', 'RESOURCE_PROVIDER', 'SERVICE_SUPPORTER', 'FINAL_CONSUMER'))
);

create table actors.platform (
  id text collate "C" primary key,
  name_zh text,
  name_en text,
  kind text not null,
  operator_id text collate "C" not null references actors.organization (id),
  website text,
  created_at timestamptz(3) not null,
  constraint platform_has_name check (name_zh is not null or name_en is not null),
  constraint platform_kind_known check (kind in ('GOVERNMENT_LED', 'ENTERPRISE_OPERATED', 'INTERMEDIARY'))
);

create table actors.platform_region (
  platform_id text collate "C" not null references actors.platform (id),
  region text not null,
  primary key (platform_id, region)
);

create table actors.role_grant (
  id text collate "C" primary key,
  actor_id text collate "C" not null,
  role text not null,
  platform_id text collate "C" references actors.platform (id),
  region text,
  constraint role_grant_role_known check (role in ('OPERATOR', 'REGULATOR', 'AUDITOR', 'PARTNER')),
  constraint role_grant_says_where check (
    case role
      when 'OPERATOR' then platform_id is not null
      when 'PARTNER' then platform_id is not null
      when 'REGULATOR' then region is not null
      else platform_id is null and region is null
    end),
  constraint role_grant_unique unique nulls not distinct (actor_id, role, platform_id, region)
);

create table actors.sign_in (
  issuer text not null,
  subject text not null,
  person_id text collate "C" not null references actors.person (id),
  primary key (issuer, subject)
);

create table actors.source_record (
  owner_id text collate "C" not null references actors.organization (id),
  format text not null,
  key text not null,
  organization_id text collate "C" not null references actors.organization (id),
  content_hash text not null,
  original jsonb not null,
  read_at timestamptz(3) not null,
  primary key (owner_id, format, key)
);
create index source_record_organization_idx on actors.source_record (organization_id);

create view actors.published_viewer as
select s.issuer, s.subject, s.person_id as actor_id,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', m.organization_id, 'role', m.role) order by m.organization_id)
    from actors.membership m where m.person_id = s.person_id and m.ends_on is null), '[]') as organizations,
  coalesce((
    select jsonb_agg(jsonb_build_object('role', g.role, 'platformId', g.platform_id, 'region', g.region) order by g.id)
    from actors.role_grant g where g.actor_id = s.person_id), '[]') as roles
from actors.sign_in s;

create view actors.published_actor as
select id, kind, name_zh, name_en, region from actors.organization
union all
select id, 'PERSON', name_zh, name_en, null from actors.person;

create view actors.published_platform as
select id, operator_id, name_en from actors.platform;

create function actors.viewer_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('viewer', '');
  return null;
end $$;
create trigger membership_wakes_viewers after insert or update or delete on actors.membership
  for each statement execute function actors.viewer_changed();
create trigger role_grant_wakes_viewers after insert or update or delete on actors.role_grant
  for each statement execute function actors.viewer_changed();
create trigger sign_in_wakes_viewers after insert or update or delete on actors.sign_in
  for each statement execute function actors.viewer_changed();
