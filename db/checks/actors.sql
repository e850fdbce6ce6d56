-- check: every actor with a co-creation role exists
select r.actor_id, r.role
from actors.co_creation_role r
left join actors.published_actor a on a.id = r.actor_id
where a.id is null;

-- check: every actor with a granted role exists
select g.id, g.actor_id
from actors.role_grant g
left join actors.published_actor a on a.id = g.actor_id
where a.id is null;

-- check: every platform serves a region
select p.id
from actors.platform p
where not exists (select 1 from actors.platform_region r where r.platform_id = p.id);
