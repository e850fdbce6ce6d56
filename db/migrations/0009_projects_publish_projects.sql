-- Why: other subgraphs, `node` first, decide in their own `where` whether a viewer may know of a project.
-- Locks: nothing waits.
-- Undo: drop view projects.published_project.
create view projects.published_project as
select id,
  case visibility when 'PARTICIPANTS' then 'NAMED' else visibility end as audience,
  array(select actor_id from projects.participation where project_id = project.id) as known_to,
  region as known_in
from projects.project;
