-- Why: standing partnerships have a term and parties who all agreed; some are known to their parties alone.
-- Locks: new tables only, nothing waits.
-- Undo: drop table actors.partnership_party; drop table actors.partnership;
create table actors.partnership (
  id text collate "C" primary key,
  scope_zh text,
  scope_en text,
  scopes text[] not null,
  starts_on date not null,
  ends_on date not null,
  visibility text not null,
  proposer_id text collate "C" not null references actors.organization (id),
  state text not null,
  created_at timestamptz(3) not null,
  answer_by timestamptz(3) not null,
  agreed_at timestamptz(3),
  ended_at timestamptz(3),
  ended_by_id text collate "C" references actors.organization (id),
  notice text,
  constraint partnership_says_scope check (scope_zh is not null or scope_en is not null),
  constraint partnership_scopes_known check (cardinality(scopes) > 0 and
    scopes <@ array['RESEARCH', 'TESTING', 'TRAINING', 'SUPPLY', 'LICENSING', 'DATA_SHARING']),
  constraint partnership_term_has_length check (ends_on >= starts_on and ends_on - starts_on <= 3660),
  constraint partnership_visibility_known check (visibility in ('PUBLIC', 'PARTIES')),
  constraint partnership_state_known
    check (state in ('PROPOSED', 'AGREED', 'DECLINED', 'LAPSED', 'ENDED', 'EXPIRED')),
  constraint partnership_agreed_says_when check ((state in ('AGREED', 'ENDED', 'EXPIRED')) = (agreed_at is not null)),
  constraint partnership_ended_says_by_whom check (
    (state = 'ENDED') = (ended_at is not null) and (ended_at is null) = (ended_by_id is null)
    and (ended_at is null) = (notice is null))
);
create index partnership_waiting_idx on actors.partnership (answer_by) where state = 'PROPOSED';
create index partnership_running_idx on actors.partnership (ends_on) where state = 'AGREED';

create table actors.partnership_party (
  partnership_id text collate "C" not null references actors.partnership (id),
  organization_id text collate "C" not null references actors.organization (id),
  confirmed_at timestamptz(3),
  primary key (partnership_id, organization_id)
);
create index partnership_party_organization_idx on actors.partnership_party (organization_id, partnership_id);
