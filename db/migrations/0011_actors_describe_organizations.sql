-- Why: organisations say in full who they are: names, identifiers, places, industries, qualifications, pages, kin.
-- Locks: organization for the moment it takes to add columns without a default to fill in, and to look its rows through once.
-- Undo: drop table actors.organization_relation, actors.organization_page, actors.organization_qualification, actors.organization_industry, actors.organization_place, actors.organization_name, actors.organization_identifier; alter table actors.organization drop column sub_field, drop column sub_field_name, drop column size, drop column employees, drop column is_employees_public;
alter table actors.organization
  add column sub_field text,
  add column sub_field_name text,
  add column size text,
  add column employees integer,
  add column is_employees_public boolean not null default false,
  add constraint organization_sub_field_known check (sub_field in ('CHEMICAL_DRUGS', 'CHINESE_MEDICINE',
    'BASIC_CHEMICALS', 'PACKAGING_AND_EXCIPIENTS', 'BIOLOGICALS', 'BIOLOGICAL_DERIVATIVES', 'OTHER')),
  add constraint organization_size_known check (size in ('MICRO', 'SMALL', 'MEDIUM', 'LARGE')),
  add constraint organization_has_employees check (employees >= 0);
create index organization_sub_field_idx on actors.organization (sub_field) where sub_field is not null;
create index organization_size_idx on actors.organization (size) where size is not null;
create index organization_successor_idx on actors.organization (successor_ror) where successor_ror is not null;

-- Beside USCC and ROR, which stand in the organisation itself: numbers of registries that no check digit guards.
create table actors.organization_identifier (
  organization_id text collate "C" not null references actors.organization (id),
  position integer not null,
  registry text not null,
  value text not null,
  primary key (organization_id, position),
  constraint organization_identifier_unique unique (registry, value)
);
create index organization_identifier_value_idx on actors.organization_identifier (value);

create table actors.organization_name (
  organization_id text collate "C" not null references actors.organization (id),
  position integer not null,
  kind text not null,
  text text not null,
  language text,
  is_imported boolean not null,
  search tsvector generated always as (fts_vector(text)) stored,
  primary key (organization_id, position),
  constraint organization_name_kind_known check (kind in ('ALIAS', 'ACRONYM', 'FORMER'))
);
create index organization_name_search_idx on actors.organization_name using gin (search);

create table actors.organization_place (
  organization_id text collate "C" not null references actors.organization (id),
  position integer not null,
  label text,
  region text,
  address text,
  latitude double precision,
  longitude double precision,
  is_seat boolean not null,
  is_imported boolean not null,
  primary key (organization_id, position),
  constraint organization_place_point_whole check ((latitude is null) = (longitude is null)),
  constraint organization_place_on_earth check (abs(latitude) <= 90 and abs(longitude) <= 180),
  constraint organization_place_says_where check (coalesce(label, region, address, latitude::text) is not null)
);
create unique index organization_place_one_seat on actors.organization_place (organization_id) where is_seat;

create table actors.organization_industry (
  organization_id text collate "C" not null references actors.organization (id),
  position integer not null,
  code text collate "C",
  name text,
  primary key (organization_id, position),
  constraint organization_industry_says_which check (code is not null or name is not null)
);
create index organization_industry_code_idx on actors.organization_industry (code);

create table actors.organization_qualification (
  id text collate "C" primary key,
  organization_id text collate "C" not null references actors.organization (id),
  position integer not null,
  kind text not null,
  name text,
  number text,
  issuer text,
  valid_from date,
  valid_until date,
  verified_at timestamptz(3),
  constraint organization_qualification_in_order unique (organization_id, position),
  constraint organization_qualification_kind_known check (kind in ('HIGH_TECH_ENTERPRISE',
    'SPECIALISED_AND_NEW_SME', 'TECHNOLOGY_SME', 'CNAS', 'CMA', 'GCP', 'OTHER')),
  constraint organization_qualification_other_is_named check (kind <> 'OTHER' or name is not null),
  constraint organization_qualification_has_length check (valid_until >= valid_from)
);
create index organization_qualification_kind_idx on actors.organization_qualification (kind);

create table actors.organization_page (
  organization_id text collate "C" not null references actors.organization (id),
  position integer not null,
  kind text not null,
  url text not null,
  title text,
  primary key (organization_id, position),
  constraint organization_page_kind_known check (kind in ('HOME', 'NEWS', 'STOREFRONT', 'PROFILE', 'OTHER'))
);

-- One table for all kin: the upper is the parent, the predecessor or the founder of the lower one. Who stands below states it.
create table actors.organization_relation (
  id text collate "C" primary key,
  kind text not null,
  upper_id text collate "C" not null references actors.organization (id),
  lower_id text collate "C" not null references actors.organization (id),
  since date,
  until date,
  is_imported boolean not null,
  stated_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  constraint organization_relation_kind_known check (kind in ('PARENT', 'PREDECESSOR', 'FOUNDER', 'RELATED')),
  constraint organization_relation_between_two check (upper_id <> lower_id),
  constraint organization_relation_has_length check (until >= since)
);
create unique index organization_relation_one_current
  on actors.organization_relation (kind, upper_id, lower_id) where until is null;
create index organization_relation_upper_idx on actors.organization_relation (upper_id);
create index organization_relation_lower_idx on actors.organization_relation (lower_id);
