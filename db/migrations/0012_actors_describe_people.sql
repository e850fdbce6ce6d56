-- Why: people say what they know, when they can advise, and which of their past places others may see.
-- Locks: person for the moment it takes to add columns; its rows are rewritten once, a minute at a million people.
-- Undo: drop table actors.person_page; alter table actors.person drop column is_orcid_proven, drop column biography_zh, drop column biography_en, drop column fields, drop column keywords, drop column languages, drop column region, drop column is_available, drop column hours_per_month, drop column availability_zh, drop column availability_en, drop column availability_visibility, drop column is_history_public;
alter table actors.person
  -- Known so far from issuers and curators alone; what a person only says is not looked for at a sign-in.
  add column is_orcid_proven boolean not null default true,
  add column biography_zh text,
  add column biography_en text,
  add column fields text[] not null default '{}',
  add column keywords text[] not null default '{}',
  add column languages text[] not null default '{}',
  add column region text,
  add column is_available boolean not null default false,
  add column hours_per_month integer,
  add column availability_zh text,
  add column availability_en text,
  add column availability_visibility text not null default 'MEMBERS',
  add column is_history_public boolean not null default false,
  add column search tsvector generated always as (fts_vector(name_zh) || fts_vector(name_en)
    || fts_vector(biography_zh) || fts_vector(biography_en)) stored,
  add constraint person_hours_in_a_month check (hours_per_month between 1 and 744),
  add constraint person_availability_visibility_known check (availability_visibility in ('PUBLIC', 'MEMBERS'));
create index person_search_idx on actors.person using gin (search) where is_available;
create index person_fields_idx on actors.person using gin (fields) where is_available;
create index person_available_idx on actors.person (id) where is_available;

create table actors.person_page (
  person_id text collate "C" not null references actors.person (id),
  position integer not null,
  kind text not null,
  url text not null,
  title text,
  primary key (person_id, position),
  constraint person_page_kind_known check (kind in ('HOME', 'NEWS', 'STOREFRONT', 'PROFILE', 'OTHER'))
);
