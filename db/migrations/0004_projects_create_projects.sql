-- Why: co-creation projects, who takes part in which role, and what they use.
-- Locks: new tables only, nothing waits.
-- Undo: drop schema projects cascade.
create schema projects;

create table projects.project (
  id text collate "C" primary key,
  title_zh text,
  title_en text,
  summary_zh text,
  summary_en text,
  stage text not null,
  visibility text not null,
  region text,
  initiator_id text collate "C" not null,
  budget_minor bigint,
  budget_currency text,
  created_at timestamptz(3) not null,
  constraint project_has_title check (title_zh is not null or title_en is not null),
  constraint project_stage_known check (stage in
    ('DIAGNOSIS', 'ENGAGEMENT', 'INTEGRATION', 'VALUE_MATCHING', 'SERVICE_INTERACTION', 'CO_CREATION')),
  constraint project_visibility_known check (visibility in ('PUBLIC', 'MEMBERS', 'PARTICIPANTS')),
  constraint project_budget_whole check ((budget_minor is null) = (budget_currency is null)),
  constraint project_budget_positive check (budget_minor > 0)
);
create index project_region_idx on projects.project (region text_pattern_ops, id);

create table projects.participation (
  id text collate "C" primary key,
  project_id text collate "C" not null references projects.project (id),
  actor_id text collate "C" not null,
  role text not null,
  contribution text,
  joined_at timestamptz(3) not null,
  constraint participation_once_per_role unique (project_id, actor_id, role),
  constraint participation_role_known
    check (role in ('NORM_GUIDE', 'RESOURCE_PROVIDER', 'SERVICE_SUPPORTER', 'FINAL_CONSUMER'))
);
create index participation_project_idx on projects.participation (project_id, id);
create index participation_actor_idx on projects.participation (actor_id, project_id);

create table projects.project_resource (
  project_id text collate "C" not null references projects.project (id),
  resource_id text collate "C" not null,
  added_at timestamptz(3) not null,
  primary key (project_id, resource_id)
);
create index project_resource_resource_idx on projects.project_resource (resource_id, project_id);
