-- Why: an organisation is found in a text that names it, by the forms in which names are written. Derived
--   from names by the consumer actors.nameForms; emptied and read anew it comes out the same.
-- Locks: a new table only, nothing waits.
-- Undo: drop table actors.name_form; delete from log.cursor where name = 'actors.nameForms'.
create table actors.name_form (
  organization_id text collate "C" not null references actors.organization (id),
  form text collate "C" not null,
  kind text not null,
  primary key (organization_id, form),
  constraint name_form_is_bounded check (char_length(form) between 1 and 200),
  constraint name_form_kind_known check (kind in ('NAME', 'TURNED', 'SHORTENED'))
);
create index name_form_form_idx on actors.name_form (form);
