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

-- check: every actor whose qualification is reviewed exists
select r.id, r.actor_id
from actors.qualification_review r
left join actors.published_actor a on a.id = r.actor_id
where a.id is null;

-- check: every review that time has ended is recorded as ended, within a day
select id, state, ends_at
from actors.qualification_review
where ends_at < db_now() - interval '1 day';

-- check: every co-creation role that time has ended is recorded as ended, within a day
select id, state, ends_at
from actors.co_creation_role
where ends_at < db_now() - interval '1 day';

-- check: every platform serves a region
select p.id
from actors.platform p
where not exists (select 1 from actors.platform_region r where r.platform_id = p.id);

-- check: every founded alliance has two founders who confirmed, and every other founder confirmed, too
select a.id
from actors.alliance a
where a.state = 'FOUNDED' and (
  (select count(*) from actors.alliance_founder f where f.alliance_id = a.id and f.confirmed_at is not null) < 2
  or exists (select 1 from actors.alliance_founder f where f.alliance_id = a.id and f.confirmed_at is null));

-- check: every founded alliance has a charter in force, and its secretariat is a full member
select a.id
from actors.alliance a
where a.state = 'FOUNDED' and (
  not exists (select 1 from actors.alliance_charter c where c.alliance_id = a.id and c.is_in_force)
  or not exists (select 1 from actors.alliance_membership m
    where m.alliance_id = a.id and m.organization_id = a.secretariat_id and m.state = 'PRESENT'));

-- check: only a founded alliance has members, organs and activities
select a.id
from actors.alliance a
where a.state <> 'FOUNDED' and (
  exists (select 1 from actors.alliance_membership m where m.alliance_id = a.id)
  or exists (select 1 from actors.alliance_organ o where o.alliance_id = a.id)
  or exists (select 1 from actors.alliance_activity v where v.alliance_id = a.id));
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

-- check: no vote stays undecided beyond its close and an hour
select r.id, r.closes_at
from actors.platform_rules r
where r.state = 'PROPOSED' and r.closes_at < db_now() - interval '1 hour';

-- check: what was adopted by a vote has more than half of its seats and one of every side for it
select r.id
from actors.platform_rules r
join actors.rule_vote v on v.rules_id = r.id
where r.state = 'ADOPTED' and not r.is_provisional
group by r.id
having count(*) filter (where v.choice = 'FOR') * 2 <= count(*)
  or count(distinct v.side) filter (where v.choice = 'FOR') < 3;

-- check: every vote is the last that its seat cast
select v.rules_id, v.seat_id
from actors.rule_vote v
left join lateral (
  select c.choice from actors.rule_vote_cast c
  where c.rules_id = v.rules_id and c.seat_id = v.seat_id order by c.number desc limit 1) c on true
where v.choice is distinct from c.choice;

-- check: everything a platform puts in front exists
select f.platform_id, f.resource_id
from actors.platform_front_resource f
left join resources.published_resource r on r.id = f.resource_id
where r.id is null;
-- check: every agreed partnership has two parties, and every party confirmed
select p.id
from actors.partnership p
where p.agreed_at is not null and (
  (select count(*) from actors.partnership_party m where m.partnership_id = p.id) < 2
  or exists (select 1 from actors.partnership_party m where m.partnership_id = p.id and m.confirmed_at is null));

-- check: every proposer is a party to the partnership
select p.id, p.proposer_id
from actors.partnership p
where not exists (select 1 from actors.partnership_party m
  where m.partnership_id = p.id and m.organization_id = p.proposer_id);

-- check: no chain has more than 300 links
select l.chain_id, count(*) as links
from actors.chain_link l
group by l.chain_id having count(*) > 300;
