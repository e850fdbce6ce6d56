-- check: every event was caused by nothing or by an event before it
select e.id, e.cause
from log.event e
join log.event c on c.id = e.cause
where (c.xid, c.id) >= (e.xid, e.id);

-- check: whoever an event names as its actor exists
select e.id, e.actor_id
from log.event e
left join actors.published_actor a on a.id = e.actor_id
where e.actor_id is not null and a.id is null;

-- check: no consumer has read beyond what was recorded
select c.name, c.event_id
from log.cursor c
where c.event_id <> '' and not exists (select 1 from log.event e where e.xid = c.xid and e.id = c.event_id);
