-- Why: figures projected from events, and the facts that let an event take back what an earlier one added.
-- Locks: new tables only, nothing waits.
-- Undo: drop schema metrics cascade.
create schema metrics;

create table metrics.fact (
  subject text collate "C" primary key,
  project_id text collate "C",
  data jsonb not null
);
create index fact_project_idx on metrics.fact (project_id);

create table metrics.figure (
  metric text not null,
  dimension text not null,
  key text collate "C" not null,
  numerator bigint not null,
  denominator bigint not null,
  primary key (metric, dimension, key),
  constraint figure_counts check (numerator >= 0 and denominator >= 0)
);
