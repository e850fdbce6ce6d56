/** What PostGraphile's users write where a list is asked for in a way that is no plain filter: functions that
 *  the planner can see through. It exposes what it finds in the database, so they are made with the data. */
export const postgraphileFunctions = `
create function resources.equipment_by_region(prefix text)
returns setof resources.resource language sql stable
begin atomic
  select * from resources.resource
  where family = 'EQUIPMENT' and state = 'PUBLISHED' and region like prefix || '%'
  order by substr(id, 5) desc;
end;
create function resources.resources_by_text(words text)
returns setof resources.resource language sql stable
begin atomic
  select * from resources.resource
  where state = 'PUBLISHED' and search @@ fts_query(words)
  order by substr(id, 5) desc;
end;
create function projects.project_participations(p projects.project) returns metrics.figure
language sql stable
begin atomic
  select * from metrics.figure
  where metric = 'PARTICIPATIONS' and dimension = 'PROJECT' and key = p.id;
end;
create function actors.organization_published(o actors.organization) returns metrics.figure
language sql stable
begin atomic
  select * from metrics.figure
  where metric = 'RESOURCES_PUBLISHED' and dimension = 'ACTOR' and key = o.id;
end;
create function actors.organization_complete(o actors.organization) returns metrics.figure
language sql stable
begin atomic
  select * from metrics.figure
  where metric = 'METADATA_COMPLETE_SHARE' and dimension = 'ACTOR' and key = o.id;
end;`;
