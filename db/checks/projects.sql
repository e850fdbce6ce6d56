-- check: every initiator exists
select p.id, p.initiator_id
from projects.project p
left join actors.published_actor a on a.id = p.initiator_id
where a.id is null;

-- check: every participant exists
select p.id, p.actor_id
from projects.participation p
left join actors.published_actor a on a.id = p.actor_id
where a.id is null;

-- check: every resource a project uses exists
select u.project_id, u.resource_id
from projects.project_resource u
left join resources.published_resource r on r.id = u.resource_id
where r.id is null;
