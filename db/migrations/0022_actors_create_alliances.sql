-- Why: organisations stand together in alliances; what two of them decide at the same moment is settled here.
-- Locks: new tables only, nothing waits.
-- Undo: drop view actors.published_alliance; drop table actors.alliance_activity, actors.alliance_seat,
--   actors.alliance_organ, actors.alliance_membership, actors.alliance_member_kind, actors.alliance_charter; alter
--   table actors.alliance drop constraint alliance_secretariat_is_founder; drop table actors.alliance_founder, actors.alliance.
create table actors.alliance (
  id text collate "C" primary key,
  kind text not null,
  name_zh text,
  name_en text,
  industry text,
  fields text[] not null,
  region text,
  website text,
  secretariat_id text collate "C" not null references actors.organization (id),
  admission text not null,
  state text not null,
  created_at timestamptz(3) not null,
  answer_by timestamptz(3) not null,
  founded_at timestamptz(3),
  search tsvector generated always as (fts_vector(name_zh) || fts_vector(name_en)) stored,
  constraint alliance_has_name check (name_zh is not null or name_en is not null),
  constraint alliance_kind_known check (kind in ('ALLIANCE', 'COMMUNITY')),
  constraint alliance_industry_formed check (industry ~ '^[A-T](\d{2,4})?$'),
  constraint alliance_fields_bounded check (cardinality(fields) <= 20),
  constraint alliance_admission_known check (admission in ('OPEN', 'APPLICATION', 'INVITATION')),
  constraint alliance_state_known check (state in ('PROPOSED', 'FOUNDED', 'LAPSED')),
  constraint alliance_founded_says_when check ((state = 'FOUNDED') = (founded_at is not null))
);
create index alliance_search_idx on actors.alliance using gin (search);
create index alliance_waiting_idx on actors.alliance (answer_by) where state = 'PROPOSED';

create table actors.alliance_founder (
  alliance_id text collate "C" not null references actors.alliance (id),
  organization_id text collate "C" not null references actors.organization (id),
  confirmed_at timestamptz(3),
  primary key (alliance_id, organization_id)
);
create index alliance_founder_organization_idx on actors.alliance_founder (organization_id);
-- At the end of the transaction: each names the other.
alter table actors.alliance add constraint alliance_secretariat_is_founder
  foreign key (id, secretariat_id) references actors.alliance_founder (alliance_id, organization_id)
  deferrable initially deferred;

create table actors.alliance_charter (
  id text collate "C" primary key,
  alliance_id text collate "C" not null references actors.alliance (id),
  version integer not null,
  text_zh text,
  text_en text,
  adopted_at timestamptz(3) not null,
  is_in_force boolean not null,
  constraint alliance_charter_version_once unique (alliance_id, version),
  constraint alliance_charter_has_text check (text_zh is not null or text_en is not null),
  constraint alliance_charter_counts_from_one check (version >= 1)
);
create unique index alliance_charter_one_in_force on actors.alliance_charter (alliance_id) where is_in_force;

create table actors.alliance_member_kind (
  alliance_id text collate "C" not null references actors.alliance (id),
  kind text not null,
  opens_zh text,
  opens_en text,
  rights text[] not null,
  primary key (alliance_id, kind),
  constraint alliance_member_kind_known check (kind in ('FULL', 'ASSOCIATE', 'OBSERVER')),
  constraint alliance_member_kind_says_what check (opens_zh is not null or opens_en is not null),
  constraint alliance_member_kind_rights_known check (rights <@ array['READ_ACTIVITIES', 'NOMINATE'])
);

create table actors.alliance_membership (
  id text collate "C" primary key,
  alliance_id text collate "C" not null,
  organization_id text collate "C" not null references actors.organization (id),
  kind text not null,
  state text not null,
  created_at timestamptz(3) not null,
  answer_by timestamptz(3),
  starts_on date,
  ends_on date,
  reason text,
  constraint alliance_membership_kind_is_offered
    foreign key (alliance_id, kind) references actors.alliance_member_kind (alliance_id, kind),
  constraint alliance_membership_state_known check (state in
    ('APPLIED', 'INVITED', 'PRESENT', 'REFUSED', 'WITHDRAWN', 'DECLINED', 'LAPSED', 'ENDED')),
  constraint alliance_membership_waits_until check ((state in ('APPLIED', 'INVITED')) <= (answer_by is not null)),
  constraint alliance_membership_has_period check (
    (state in ('PRESENT', 'ENDED')) = (starts_on is not null) and (state = 'ENDED') = (ends_on is not null)),
  constraint alliance_membership_has_length check (ends_on >= starts_on)
);
create unique index alliance_membership_one_open on actors.alliance_membership (alliance_id, organization_id)
  where state in ('APPLIED', 'INVITED', 'PRESENT');
create index alliance_membership_alliance_idx on actors.alliance_membership (alliance_id, state, id);
create index alliance_membership_organization_idx on actors.alliance_membership (organization_id, state, id);
create index alliance_membership_waiting_idx on actors.alliance_membership (answer_by)
  where state in ('APPLIED', 'INVITED');

create table actors.alliance_organ (
  id text collate "C" primary key,
  alliance_id text collate "C" not null references actors.alliance (id),
  kind text not null,
  name_zh text,
  name_en text,
  created_at timestamptz(3) not null,
  constraint alliance_organ_has_name check (name_zh is not null or name_en is not null),
  constraint alliance_organ_kind_known check (kind in ('COUNCIL', 'SECRETARIAT', 'EXPERT_COMMITTEE', 'OTHER'))
);
create index alliance_organ_alliance_idx on actors.alliance_organ (alliance_id, id);

create table actors.alliance_seat (
  id text collate "C" primary key,
  organ_id text collate "C" not null references actors.alliance_organ (id),
  organization_id text collate "C" not null references actors.organization (id),
  person_id text collate "C" references actors.person (id),
  state text not null,
  created_at timestamptz(3) not null,
  answer_by timestamptz(3),
  starts_on date not null,
  ends_on date,
  constraint alliance_seat_state_known check (state in ('NOMINATED', 'HELD', 'ENDED', 'LAPSED')),
  constraint alliance_seat_waits_until check (state <> 'NOMINATED' or answer_by is not null),
  constraint alliance_seat_has_length check (ends_on >= starts_on)
);
create unique index alliance_seat_one_open on actors.alliance_seat (organ_id, organization_id, person_id)
  nulls not distinct where state in ('NOMINATED', 'HELD');
create index alliance_seat_organization_idx on actors.alliance_seat (organization_id);
create index alliance_seat_person_idx on actors.alliance_seat (person_id) where person_id is not null;
create index alliance_seat_waiting_idx on actors.alliance_seat (answer_by) where state = 'NOMINATED';

create table actors.alliance_activity (
  id text collate "C" primary key,
  alliance_id text collate "C" not null references actors.alliance (id),
  title_zh text,
  title_en text,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  place text,
  url text,
  visibility text not null,
  created_at timestamptz(3) not null,
  cancelled_at timestamptz(3),
  constraint alliance_activity_has_title check (title_zh is not null or title_en is not null),
  constraint alliance_activity_is_somewhere check (place is not null or url is not null),
  constraint alliance_activity_has_length check (ends_at >= starts_at),
  constraint alliance_activity_visibility_known check (visibility in ('PUBLIC', 'MEMBERS'))
);
create index alliance_activity_alliance_idx on actors.alliance_activity (alliance_id, starts_at, id);

-- Published for `node`: which alliances there are, and for whom.
create view actors.published_alliance as
select id,
  case state when 'FOUNDED' then 'PUBLIC' else 'NAMED' end as audience,
  array(select organization_id from actors.alliance_founder f where f.alliance_id = alliance.id) as known_to,
  null::text as known_in
from actors.alliance;
