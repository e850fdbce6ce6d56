-- Why: what a provider shows only to who signed for it: the part, its agreement in versions, who signed which,
--   who read when, and whom the provider keeps out.
-- Locks: new tables only, nothing waits.
-- Undo: drop table resources.confidential_entry, resources.confidential_part,
--   resources.confidentiality_agreement, resources.competitor_exclusion; drop function resources.keep_agreement.
create table resources.confidentiality_agreement (
  resource_id text collate "C" not null references resources.resource (id),
  version integer not null,
  text_zh text,
  text_en text,
  created_at timestamptz(3) not null,
  primary key (resource_id, version),
  constraint confidentiality_agreement_counts_from_one check (version >= 1),
  constraint confidentiality_agreement_has_text check (text_zh is not null or text_en is not null)
);

create table resources.confidential_part (
  resource_id text collate "C" primary key references resources.resource (id),
  agreement_version integer not null,
  text_zh text,
  text_en text,
  changed_at timestamptz(3) not null,
  foreign key (resource_id, agreement_version) references resources.confidentiality_agreement (resource_id, version),
  constraint confidential_part_has_text check (text_zh is not null or text_en is not null)
);

create table resources.confidential_entry (
  id text collate "C" primary key,
  kind text not null,
  resource_id text collate "C" not null,
  version integer not null,
  person_id text collate "C" not null,
  at timestamptz(3) not null,
  foreign key (resource_id, version) references resources.confidentiality_agreement (resource_id, version),
  constraint confidential_entry_kind_known check (kind in ('SIGNED', 'READ'))
);
create unique index confidential_entry_signed_once on resources.confidential_entry (resource_id, version, person_id)
  where kind = 'SIGNED';
create index confidential_entry_resource_idx on resources.confidential_entry (resource_id, id);
create index confidential_entry_person_idx on resources.confidential_entry (person_id);

create table resources.competitor_exclusion (
  owner_id text collate "C" not null,
  actor_id text collate "C" not null,
  since timestamptz(3) not null,
  primary key (owner_id, actor_id),
  constraint competitor_exclusion_is_of_others check (owner_id <> actor_id)
);

-- What was signed stays what it was.
create function resources.keep_agreement() returns trigger language plpgsql as $$
begin
  raise exception 'What was signed and read is never changed: an agreement has a next version.' using errcode = 'restrict_violation';
end $$;
create trigger confidentiality_agreement_is_kept before update or delete on resources.confidentiality_agreement
  for each row execute function resources.keep_agreement();
create trigger confidential_entry_is_kept before update on resources.confidential_entry
  for each row execute function resources.keep_agreement();
