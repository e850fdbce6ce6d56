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

-- check: nobody is their own parent or predecessor, however far
with recursive above (start, id) as (
  select lower_id, upper_id from actors.organization_relation where until is null and kind in ('PARENT', 'PREDECESSOR')
  union
  select above.start, r.upper_id from above join actors.organization_relation r
    on r.lower_id = above.id and r.until is null and r.kind in ('PARENT', 'PREDECESSOR'))
select start from above where start = id;
-- check: nobody is partner of a platform that they lead
select p.id, p.operator_id
from actors.platform p
join actors.platform_partner pp on pp.platform_id = p.id and pp.organization_id = p.operator_id;

-- check: no platform waits for an auditor beyond its deadline and a day
select p.id, p.decide_by
from actors.platform p
where p.state = 'REGISTERED' and p.decide_by < db_now() - interval '1 day';
