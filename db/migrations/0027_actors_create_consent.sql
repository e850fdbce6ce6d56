-- Why: what a person lets others do with their data, purpose by purpose, off until given and off again at once.
-- Locks: a new table only, nothing waits.
-- Undo: drop view actors.published_consent; drop table actors.consent.
create table actors.consent (
  id text collate "C" primary key,
  person_id text collate "C" not null references actors.person (id),
  purpose text not null,
  version integer not null,
  given_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  constraint consent_purpose_known
    check (purpose in ('SUGGESTIONS', 'EXPERT_LISTING', 'EMPLOYMENT_STATISTICS', 'NEWSLETTER')),
  constraint consent_version_counts check (version > 0),
  constraint consent_has_length check (withdrawn_at is null or withdrawn_at >= given_at)
);
-- Two who give the same at once would both find nothing: the database lets one stand.
create unique index consent_one_given on actors.consent (person_id, purpose) where withdrawn_at is null;
create index consent_person_idx on actors.consent (person_id, id);

-- What stands at this moment. Whoever acts on a consent asks here each time, so that a withdrawal holds at once.
create view actors.published_consent as
select person_id, purpose, version, given_at from actors.consent where withdrawn_at is null;
