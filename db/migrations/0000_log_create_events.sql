-- Why: one record of all that happened, which consumers read in order and nobody can change.
-- Locks: new tables only, nothing waits.
-- Undo: drop schema log cascade; drop function public.db_now.
create schema log;

create table log.event (
  id text collate "C" primary key,
  -- Ids of late commits sort before ids already read; with the transaction's number beside them nothing is lost.
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz(3) not null,
  actor_id text collate "C",
  subject text collate "C" not null,
  kind text not null,
  data jsonb not null,
  cause text collate "C" references log.event (id)
);
create index event_order_idx on log.event (xid, id);
create index event_subject_idx on log.event (subject, id);

create function log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Events are only ever added: % of log.event is refused. Record a new event instead.', lower(tg_op)
    using errcode = 'restrict_violation', constraint = 'event_only_added';
end $$;
create trigger event_only_added before update or delete or truncate on log.event
  for each statement execute function log.refuse_change();

create function log.event_added() returns trigger language plpgsql as $$
begin
  perform pg_notify('event', '');
  return null;
end $$;
create trigger event_wakes_readers after insert on log.event
  for each statement execute function log.event_added();

create table log.cursor (
  name text primary key,
  xid xid8 not null default '0',
  event_id text collate "C" not null default ''
);

create table log.job_done (
  id uuid primary key,
  name text not null,
  done_at timestamptz(3) not null
);
create index job_done_done_at_idx on log.job_done (done_at);

-- What a right's expiry is asked against. Tests move it with: set local cograph.clock_shift = '1 day'.
create function public.db_now() returns timestamptz language sql stable parallel safe
  return now() + coalesce(nullif(current_setting('cograph.clock_shift', true), ''), '0')::interval;
