-- Why: anybody may say they run a platform; only the graph's steward makes it one. Until then it is known to
--   those who operate it and to auditors alone. Several organisations can operate one together.
-- Locks: a new table; columns with constant defaults, so that the platform table is not rewritten.
-- Undo: create the view anew with three columns, drop actors.platform_partner and the new columns.
alter table actors.platform
  add column state text not null default 'ACTIVE',
  add column languages text[] not null default '{zh}',
  add column contact_url text,
  add column registered_by text collate "C" references actors.person (id),
  add column decide_by timestamptz(3),
  add column decided_at timestamptz(3),
  add constraint platform_state_known check (state in ('REGISTERED', 'ACTIVE', 'DECLINED', 'LAPSED')),
  add constraint platform_waits_until check (state <> 'REGISTERED' or decide_by is not null),
  add constraint platform_languages_bounded check (
    cardinality(languages) between 1 and 10
    and array_to_string(languages, ',', '?') ~ '^[a-z]{2,3}(,[a-z]{2,3})*$');

-- One registration at a time per organisation in the lead, so that nobody can bury the stewards in them.
create unique index platform_one_waiting on actors.platform (operator_id) where state = 'REGISTERED';
create index platform_waiting_idx on actors.platform (decide_by) where state = 'REGISTERED';

create table actors.platform_partner (
  platform_id text collate "C" not null references actors.platform (id),
  organization_id text collate "C" not null references actors.organization (id),
  primary key (platform_id, organization_id)
);
create index platform_partner_organization_idx on actors.platform_partner (organization_id);
create index role_grant_platform_idx on actors.role_grant (platform_id) where platform_id is not null;

create or replace view actors.published_platform as
select id, operator_id, name_en,
  case state when 'ACTIVE' then 'PUBLIC' else 'NAMED' end as audience,
  array[id, operator_id] || array(
    select pp.organization_id from actors.platform_partner pp where pp.platform_id = p.id) as known_to,
  null::text as known_in
from actors.platform p;
