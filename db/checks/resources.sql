-- check: every provider exists
select r.id, r.provider_id
from resources.resource r
left join actors.published_actor a on a.id = r.provider_id
where a.id is null;

-- check: every platform that holds a resource exists
select r.id, r.platform_id
from resources.resource r
left join actors.published_platform p on p.id = r.platform_id
where r.platform_id is not null and p.id is null;

-- check: every resource has its row in the table of its kind, and only there
select r.id, r.family
from resources.resource r
left join (
  select id, 'EQUIPMENT' as family from resources.equipment
  union all select id, 'TECHNOLOGY' from resources.technology
  union all select id, 'KNOWLEDGE' from resources.knowledge
  union all select id, 'MATERIAL' from resources.material
) kind on kind.id = r.id
group by r.id, r.family
having count(kind.id) <> 1 or max(kind.family) <> r.family;

-- check: the provider of every source exists
select s.id, s.provider_id
from resources.source s
left join actors.published_actor a on a.id = s.provider_id
where a.id is null;

-- check: whoever signed or read what is confidential, or is kept out of it, exists
select f.at, f.actor_id
from (
  select 'entry' as at, person_id as actor_id from resources.confidential_entry
  union all select 'exclusion of', actor_id from resources.competitor_exclusion
  union all select 'exclusion by', owner_id from resources.competitor_exclusion
) f
left join actors.published_actor a on a.id = f.actor_id
where a.id is null;
