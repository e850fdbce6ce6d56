-- Why: servers of one database share what callers may spend in a minute, and the documents clients registered.
-- Locks: new tables only, nothing waits.
-- Undo: drop schema gateway cascade.
create schema gateway;

-- Not logged: what a crash takes with it would have been worth nothing a minute later.
create unlogged table gateway.budget (
  account text collate "C" primary key,
  minute integer not null,
  taken integer not null,
  granted integer not null,
  constraint budget_grants_what_is_taken check (granted between 0 and taken)
) with (fillfactor = 50);

create table gateway.document (
  id text collate "C" primary key,
  name text not null,
  text text not null,
  registered_at timestamptz(3) not null,
  constraint document_id_fits_an_address check (id ~ '^[A-Za-z0-9_:.+/=-]{1,200}$')
);

create function gateway.tell_documents() returns trigger language plpgsql as $$
begin
  perform pg_notify('document', '');
  return null;
end $$;
create trigger document_tells after insert or update or delete on gateway.document
  for each statement execute function gateway.tell_documents();
