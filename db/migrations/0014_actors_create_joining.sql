-- Why: a person finds out how to become a member, applies or is invited, or founds an organisation; each open
--   question is asked once and has an end. The database holds that, because two can ask at the same moment.
-- Locks: new tables only; membership cannot be written while its index builds, a second at a million of them.
-- Undo: drop table actors.membership_application, actors.membership_invitation, actors.organization_founding,
--   actors.membership_policy; drop index actors.membership_organization_idx.
create index membership_organization_idx on actors.membership (organization_id, id);

-- An organisation without a row takes applications.
create table actors.membership_policy (
  organization_id text collate "C" primary key references actors.organization (id),
  policy text not null,
  needs_zh text,
  needs_en text,
  changed_at timestamptz(3) not null,
  constraint membership_policy_known check (policy in ('OPEN_TO_APPLICATIONS', 'BY_INVITATION', 'CLOSED')),
  constraint membership_policy_needs_bounded
    check (char_length(needs_zh) between 1 and 1000 and char_length(needs_en) between 1 and 1000)
);

-- Kept as long as the bound of foundings per day needs it.
create table actors.organization_founding (
  organization_id text collate "C" primary key references actors.organization (id),
  person_id text collate "C" not null references actors.person (id),
  founded_at timestamptz(3) not null
);
create index organization_founding_person_idx on actors.organization_founding (person_id, founded_at);
create index organization_founding_age_idx on actors.organization_founding (founded_at);

create table actors.membership_invitation (
  id text collate "C" primary key,
  organization_id text collate "C" not null references actors.organization (id),
  person_id text collate "C" references actors.person (id),
  email text,
  role text not null,
  position text,
  message text,
  invited_by text collate "C" references actors.person (id),
  platform_id text collate "C" references actors.platform (id),
  state text not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  decided_at timestamptz(3),
  constraint membership_invitation_role_known
    check (role in ('ADMINISTRATOR', 'RESOURCE_MANAGER', 'INSTRUMENT_OPERATOR', 'FINANCE', 'MEMBER')),
  constraint membership_invitation_state_known
    check (state in ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')),
  constraint membership_invitation_is_to_one check (state <> 'OPEN' or num_nonnulls(person_id, email) = 1),
  constraint membership_invitation_forgets_address check (state = 'OPEN' or email is null),
  constraint membership_invitation_not_to_oneself
    check (state = 'ACCEPTED' or person_id is null or person_id is distinct from invited_by),
  constraint membership_invitation_decided_once check ((state = 'OPEN') = (decided_at is null)),
  constraint membership_invitation_platform_appoints check (platform_id is null or role = 'ADMINISTRATOR'),
  constraint membership_invitation_has_deadline
    check (expires_at > created_at and expires_at <= created_at + interval '31 days'),
  constraint membership_invitation_words_bounded
    check (char_length(position) <= 100 and char_length(message) <= 1000)
);
create unique index membership_invitation_one_open_to_person
  on actors.membership_invitation (organization_id, person_id) where state = 'OPEN' and person_id is not null;
create unique index membership_invitation_one_open_to_address
  on actors.membership_invitation (organization_id, email) where state = 'OPEN' and email is not null;
create index membership_invitation_organization_idx on actors.membership_invitation (organization_id, id);
create index membership_invitation_person_idx on actors.membership_invitation (person_id, id)
  where person_id is not null;
create index membership_invitation_email_idx on actors.membership_invitation (email) where email is not null;
create index membership_invitation_platform_idx on actors.membership_invitation (platform_id, id)
  where platform_id is not null;
create index membership_invitation_deadline_idx on actors.membership_invitation (expires_at) where state = 'OPEN';

create table actors.membership_application (
  id text collate "C" primary key,
  organization_id text collate "C" not null references actors.organization (id),
  person_id text collate "C" not null references actors.person (id),
  message text,
  reason text,
  decided_by text collate "C" references actors.person (id),
  state text not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  decided_at timestamptz(3),
  constraint membership_application_state_known
    check (state in ('OPEN', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'LAPSED')),
  constraint membership_application_decided_once check ((state = 'OPEN') = (decided_at is null)),
  constraint membership_application_not_decided_by_applicant
    check (state = 'WITHDRAWN' or decided_by is distinct from person_id),
  constraint membership_application_has_deadline
    check (expires_at > created_at and expires_at <= created_at + interval '61 days'),
  constraint membership_application_words_bounded
    check (char_length(message) <= 1000 and char_length(reason) <= 500)
);
create unique index membership_application_one_open
  on actors.membership_application (organization_id, person_id) where state = 'OPEN';
create index membership_application_organization_idx on actors.membership_application (organization_id, id);
create index membership_application_person_idx on actors.membership_application (person_id, id);
create index membership_application_deadline_idx on actors.membership_application (expires_at) where state = 'OPEN';
