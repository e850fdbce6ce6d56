-- Why: what is shared: one row per resource, one in the table of its kind, and the outside records they came from.
-- Locks: new tables only, nothing waits.
-- Undo: drop schema resources cascade.
create schema resources;

create table resources.resource (
  id text collate "C" primary key,
  family text not null,
  name_zh text,
  name_en text,
  description_zh text,
  description_en text,
  provider_id text collate "C" not null,
  platform_id text collate "C",
  region text,
  sharing text not null,
  state text not null,
  keywords text[] not null,
  contact_name text,
  contact_url text,
  contact_email text,
  contact_telephone text,
  is_complete boolean not null,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  sort_name text collate "C" not null generated always as (lower(coalesce(name_en, name_zh))) stored,
  search tsvector generated always as (
    fts_vector(name_zh) || fts_vector(name_en) || fts_vector(description_zh) || fts_vector(description_en)) stored,
  constraint resource_has_name check (name_zh is not null or name_en is not null),
  constraint resource_family_known check (family in ('EQUIPMENT', 'TECHNOLOGY', 'KNOWLEDGE', 'MATERIAL')),
  constraint resource_sharing_known check (sharing in ('OPEN', 'BY_APPLICATION', 'NEGOTIATED', 'CLOSED', 'UNSTATED')),
  constraint resource_state_known check (state in ('DRAFT', 'CHECKED', 'PUBLISHED', 'WITHDRAWN'))
);
-- Newest first over all families: what follows the prefix of an id begins with the time it was made.
create index resource_newest_idx on resources.resource ((substr(id, 5)));
create index resource_provider_idx on resources.resource (provider_id, (substr(id, 5)));
create index resource_region_idx on resources.resource (region text_pattern_ops, (substr(id, 5)));
create index resource_family_idx on resources.resource (family, (substr(id, 5)));
create index resource_sort_name_idx on resources.resource (sort_name, id);
create index resource_search_idx on resources.resource using gin (search);

create table resources.equipment (
  id text collate "C" primary key references resources.resource (id),
  kind text not null,
  maker text,
  model text,
  serial_number text,
  place text,
  internal_cost_minor bigint,
  internal_cost_currency text,
  constraint equipment_cost_whole check ((internal_cost_minor is null) = (internal_cost_currency is null))
);

create table resources.technology (
  id text collate "C" primary key references resources.resource (id),
  kind text not null,
  readiness_level integer,
  patent_number text,
  transfer_ways text[] not null,
  constraint technology_readiness_known check (readiness_level between 1 and 9)
);

create table resources.knowledge (
  id text collate "C" primary key references resources.resource (id),
  kind text not null,
  url text,
  issued_on date
);

create table resources.material (
  id text collate "C" primary key references resources.resource (id),
  kind text not null,
  batch text,
  certificate text
);

create table resources.source (
  id text collate "C" primary key,
  format text not null,
  provider_id text collate "C" not null,
  created_at timestamptz(3) not null,
  constraint source_unique unique (format, provider_id)
);

create table resources.source_record (
  source_id text collate "C" not null references resources.source (id),
  key text not null,
  resource_id text collate "C" not null references resources.resource (id),
  content_hash text not null,
  original jsonb not null,
  read_at timestamptz(3) not null,
  primary key (source_id, key)
);
create index source_record_resource_idx on resources.source_record (resource_id);

create view resources.published_resource as
select id, family, provider_id, state, name_en from resources.resource;
