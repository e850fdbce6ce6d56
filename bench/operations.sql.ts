import type { OperationName } from './operations.ts';

/** A figure by the key of its table; where nothing was counted it is nothing. */
const figure = (metric: string, dimension: string, key: string, parts: readonly string[]) => {
  const fields = (value: (part: string) => string) =>
    `json_build_object(${parts.map((part) => `'${part}', ${value(part)}`).join(', ')})`;
  return `coalesce((select ${fields((part) => `${part}::text`)} from metrics.figure
    where metric = '${metric}' and dimension = '${dimension}' and key = ${key}), ${fields(() => "'0'")})`;
};
const actor = (row: string) =>
  `json_build_object('id', ${row}.id, 'name', json_build_object('zh', ${row}.name_zh, 'en', ${row}.name_en))`;
const name = (row: string) => `json_build_object('zh', ${row}.name_zh, 'en', ${row}.name_en)`;

/** One row more than the page tells whether another follows. */
const page = (select: string, where: string, node: string, joins = '') => `
select json_build_object('resources', json_build_object(
  'edges', coalesce((json_agg(json_build_object('node', node) order by at desc)
    filter (where place <= 20)), '[]'),
  'pageInfo', json_build_object('hasNextPage', count(*) > 20)))::text
from (
  select found.at, row_number() over (order by found.at desc) as place, ${node} as node
  from (
    select ${select}, substr(r.id, 5) as at from resources.resource r
    where r.state = 'PUBLISHED' and ${where} order by substr(r.id, 5) desc limit 21
  ) found
  join actors.organization o on o.id = found.provider_id ${joins}
) listed`;

/** The limit: what a server could answer that did nothing but send one statement for each operation and pass
 *  on the JSON that the database makes. No permissions, no choice of fields. */
export const statements: Record<OperationName, string> = {
  page: page(
    'r.id, r.name_zh, r.name_en, r.sharing, r.region, r.provider_id',
    `r.family = 'EQUIPMENT' and r.region like $1 || '%'`,
    `json_build_object('id', found.id, 'name', ${name('found')}, 'sharing', found.sharing,
      'region', json_build_object('code', found.region),
      'kind', e.kind, 'maker', e.maker, 'model', e.model, 'provider', ${actor('o')})`,
    'join resources.equipment e on e.id = found.id',
  ),
  project: `
select json_build_object('project', json_build_object(
  'id', p.id, 'title', json_build_object('zh', p.title_zh, 'en', p.title_en), 'stage', p.stage,
  'region', json_build_object('code', p.region),
  'participations', json_build_object('edges', (
    select json_agg(json_build_object('node', json_build_object('role', taking.role, 'actor', ${actor('a')}))
      order by taking.id)
    from (select id, role, actor_id from projects.participation where project_id = p.id order by id limit 15)
      taking
    join actors.published_actor a on a.id = taking.actor_id)),
  'resources', json_build_object('edges', (
    select json_agg(json_build_object('node', json_build_object('id', r.id, 'family', r.family,
      'name', ${name('r')}, 'sharing', r.sharing)) order by r.id)
    from (select resource_id from projects.project_resource where project_id = p.id
      order by resource_id limit 40) used
    join resources.resource r on r.id = used.resource_id)),
  'taking', ${figure('PARTICIPATIONS', 'PROJECT', 'p.id', ['numerator'])},
  'initiator', json_build_object('id', o.id, 'name', ${name('o')},
    'published', ${figure('RESOURCES_PUBLISHED', 'ACTOR', 'o.id', ['numerator'])},
    'complete', ${figure('METADATA_COMPLETE_SHARE', 'ACTOR', 'o.id', ['numerator', 'denominator'])})))::text
from projects.project p join actors.organization o on o.id = p.initiator_id
where p.id = $1`,
  equipment: `
select json_build_object('resource', json_build_object('id', r.id, 'name', ${name('r')},
  'description', case when coalesce(r.description_zh, r.description_en) is not null
    then json_build_object('zh', r.description_zh, 'en', r.description_en) end,
  'sharing', r.sharing, 'state', r.state, 'keywords', r.keywords,
  'region', json_build_object('code', r.region),
  'kind', e.kind, 'maker', e.maker, 'model', e.model, 'place', e.place))::text
from resources.resource r join resources.equipment e on e.id = r.id
where r.id = $1 and r.state = 'PUBLISHED'`,
  search: page(
    'r.id, r.family, r.name_zh, r.name_en, r.region, r.provider_id',
    'r.search @@ fts_query($1)',
    `json_build_object('id', found.id, 'family', found.family, 'name', ${name('found')},
      'region', json_build_object('code', found.region), 'provider', ${actor('o')})`,
  ),
};
