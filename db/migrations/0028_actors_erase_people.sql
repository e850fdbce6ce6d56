-- Why: a person can be erased for ever. The row stays, so that events and parts in projects stay whole; what tells
--   who it was goes, here at once and elsewhere when the others hear of it. Until they have, they find what is
--   theirs by what the person was known by.
-- Locks: person for the moment in which a column without a default is added.
-- Undo: drop view actors.published_person_trace; drop table actors.erasure; alter table actors.person drop column erased_at.
alter table actors.person add column erased_at timestamptz(3);

create table actors.erasure (
  person_id text collate "C" primary key references actors.person (id),
  -- The event that tells the others: once all have gone past it, this row goes, too.
  event_id text collate "C" not null,
  unique_traces text[] not null,
  other_traces text[] not null
);

-- What a person is found by in texts that were written elsewhere, such as an imported catalogue. A unique one
-- is theirs alone. The others only count beside one: a name that is short enough to be part of a word does not.
create view actors.published_person_trace as
select person_id, lower(trace) as trace, is_unique from (
  select id as person_id, unnest(array[contact_email, orcid]) as trace, true as is_unique from actors.person
  where erased_at is null
  union all
  select person_id, verified_email, true from actors.sign_in
  union all
  select id, unnest(array[name_zh, name_en, contact_telephone]), false from actors.person where erased_at is null
  union all
  select person_id, unnest(unique_traces), true from actors.erasure
  union all
  select person_id, unnest(other_traces), false from actors.erasure
) as known
where trace is not null and (octet_length(trace) >= 6 or is_unique);
