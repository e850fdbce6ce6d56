import type postgres from 'postgres';
import { instrumentClasses } from '../../db/lists/instrument-classes.ts';
import { regions } from '../../db/lists/regions.ts';
import { postgraphileFunctions } from '../contenders/postgraphile.functions.ts';
import { largeProject, largeProjectEvery, type Scale } from './scales.ts';
import { bodies, fields, givenNames, instruments, prefixes, surnames } from './vocabulary.ts';

/** Some steps fill the same table from different numbers; as many run at once. */
const workers = 2;
const chunk = 2_500;

/** Fills an empty, migrated database. The same scale gives the same rows: chance comes from hashes of the
 *  row's number, time from the number itself. */
export async function generate(sql: postgres.Sql, scale: Scale, tell: (line: string) => void): Promise<void> {
  await sql.unsafe(helpers);
  await sql.unsafe(words());
  tell(`${scale.organizations} organisations and ${scale.people} people`);
  await sql.unsafe(organizations(scale));
  await sql.unsafe(people(scale));
  await inChunks(scale.equipment, (from, to) => sql.unsafe(equipment(scale, from, to)), tell);
  tell(`${scale.technologies} technologies and ${scale.projects} projects`);
  await sql.unsafe(technologies(scale));
  await sql.unsafe(projects(scale));
  tell('figures');
  await sql.unsafe(figures);
  await sql.unsafe(postgraphileFunctions);
  await sql.unsafe('vacuum (analyze)');
}

async function inChunks(
  rows: number,
  fill: (from: number, to: number) => Promise<unknown>,
  tell: (line: string) => void,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < rows) {
      const from = next;
      next = Math.min(rows, from + chunk);
      await fill(from, next - 1);
      if (from % (chunk * 8) === 0) tell(`equipment: ${from} of ${rows}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
}

// `draw` is a number from 0 up to 1 that depends on the row and on what is drawn; `new_id` an id of ours, in
// the order of the numbers.
const helpers = `
create schema bench;
create function bench.draw(n bigint, what text) returns float8 language sql immutable parallel safe
  return ('x' || substr(md5(what || n), 1, 8))::bit(32)::bigint / 4294967296.0;
create function bench.upto(n bigint, what text, size bigint) returns int language sql immutable parallel safe
  return floor(bench.draw(n, what) * size)::int;
create function bench.few(n bigint, what text, size bigint) returns int language sql immutable parallel safe
  return floor(bench.draw(n, what) ^ 2 * size)::int;
create function bench.new_id(prefix text, n bigint) returns text language sql immutable parallel safe
  return prefix || '_01' || lpad(to_hex(n), 8, '0') || substr(md5(prefix || n), 1, 16);
create function bench.at(n bigint) returns timestamptz language sql immutable parallel safe
  return timestamptz '2024-01-01 00:00Z' + n * interval '3 minutes';
-- One equipment in twenty is a draft: those whose number leaves 7.
create function bench.published(m bigint) returns bigint language sql immutable parallel safe
  return m / 19 * 20 + m % 19 + (m % 19 >= 7)::int;`;

type Row = readonly (string | null)[];

/** A small table of words with their places from 0. */
function wordTable(name: string, columns: readonly string[], rows: readonly Row[]): string {
  const literal = (value: string | null | undefined) =>
    value == null ? 'null' : `'${value.replaceAll("'", "''")}'`;
  const values = rows.map((row, at) => `(${at}, ${row.map(literal).join(', ')})`);
  const types = columns.map((column) => `${column} text`).join(', ');
  return `create table bench.${name} (at int primary key, ${types});
    insert into bench.${name} values ${values.join(',\n')}; analyze bench.${name};`;
}

function words(): string {
  const pair = ['zh', 'en'];
  const counties = [...regions().values()].filter(({ code, nameZh }) => !code.endsWith('00') && nameZh);
  const places = counties.filter((_each, at) => at % 8 === 0).map(({ code, nameZh }) => [code, nameZh]);
  const classes = instrumentClasses().filter(({ level, nameZh }) => level === 3 && nameZh !== '其他');
  return [
    wordTable('instrument', pair, instruments),
    wordTable('prefix', pair, prefixes),
    wordTable('field', pair, fields),
    wordTable('body', [...pair, 'kind'], bodies),
    wordTable('surname', pair, surnames),
    wordTable('given_name', pair, givenNames),
    wordTable('place', ['code', 'zh'], places),
    wordTable(
      'class',
      ['zh'],
      classes.map(({ nameZh }) => [nameZh]),
    ),
    // Some places have many organisations and most have few, and the many are spread over the country.
    `create table bench.ranked as
       select (row_number() over (order by md5(code)) - 1)::int as at, code, zh from bench.place;
     alter table bench.ranked add primary key (at); analyze bench.ranked;`,
  ].join('\n');
}

const organizations = ({ organizations: size }: Scale) => `
insert into actors.organization (id, kind, name_zh, name_en, region, website, is_checked, created_at)
select bench.new_id('org', n), b.kind, r.zh || f.zh || b.zh, f.en || ' ' || b.en || ' ' || n, r.code,
  'https://org' || n || '.example/', n % 3 <> 0, bench.at(n)
from generate_series(0, ${size - 1}) n
join bench.ranked r on r.at = bench.few(n, 'place', (select count(*) from bench.ranked))
join bench.field f on f.at = bench.upto(n, 'field', ${fields.length})
join bench.body b on b.at = bench.upto(n, 'body', ${bodies.length});
analyze actors.organization;`;

const people = ({ people: size }: Scale) => `
insert into actors.person (id, name_zh, name_en, created_at)
select bench.new_id('per', n), s.zh || g.zh, g.en || ' ' || s.en, bench.at(n)
from generate_series(0, ${size - 1}) n
join bench.surname s on s.at = bench.upto(n, 'surname', ${surnames.length})
join bench.given_name g on g.at = bench.upto(n, 'given', ${givenNames.length});`;

const equipment = ({ organizations: size }: Scale, from: number, to: number) => `
with made as (
  insert into resources.resource (id, family, name_zh, name_en, description_zh, description_en, provider_id,
    region, sharing, state, keywords, contact_url, is_complete, created_at, changed_at)
  select bench.new_id('eqp', n), 'EQUIPMENT',
    p.zh || case when n % 2 = 0 then i.zh else c.zh end, case when n % 2 = 0 then p.en || i.en end,
    case when n % 5 < 3 then '用于' || f.zh || '领域的样品测试与研究，编号' || n || '。' end,
    case when n % 5 = 0 then 'For samples of ' || lower(f.en) || ', number ' || n || '.' end,
    o.id, o.region,
    (array['OPEN', 'BY_APPLICATION', 'BY_APPLICATION', 'NEGOTIATED', 'UNSTATED'])[1 + n % 5],
    case when n % 20 = 7 then 'DRAFT' else 'PUBLISHED' end, array[f.zh, f.en],
    case when n % 10 < 7 then o.website end, n % 5 < 3 and n % 10 < 7 and o.region is not null,
    bench.at(n), bench.at(n)
  from generate_series(${from}, ${to}) n
  join actors.organization o on o.id = bench.new_id('org', bench.few(n, 'provider', ${size}))
  join bench.prefix p on p.at = bench.upto(n, 'prefix', ${prefixes.length})
  join bench.instrument i on i.at = bench.upto(n, 'instrument', ${instruments.length})
  join bench.class c on c.at = bench.upto(n, 'class', (select count(*) from bench.class))
  join bench.field f on f.at = bench.upto(n, 'field', ${fields.length})
  returning id
)
insert into resources.equipment (id, kind, maker, model, serial_number, place)
select bench.new_id('eqp', n),
  (array['INSTRUMENT', 'LARGE_INSTRUMENT', 'TESTING_DEVICE', 'INSTRUMENT'])[1 + n % 4],
  (array['北方仪器', 'Hexin', 'Precision Works', null])[1 + n % 4], 'M' || n % 900, 'SN-' || n,
  (n % 12 + 1) || '号楼' || (n % 40 + 101)
from generate_series(${from}, ${to}) n
where (select count(*) from made) = ${to - from + 1};`;

const technologies = ({ technologies: size, organizations: providers }: Scale) => `
insert into resources.resource (id, family, name_zh, name_en, provider_id, region, sharing, state, keywords,
  is_complete, created_at, changed_at)
select bench.new_id('tec', n), 'TECHNOLOGY', f.zh || '专利' || n, f.en || ' patent ' || n, o.id, o.region,
  'NEGOTIATED', 'PUBLISHED', array[f.zh], false, bench.at(n), bench.at(n)
from generate_series(0, ${size - 1}) n
join actors.organization o on o.id = bench.new_id('org', bench.few(n, 'owner', ${providers}))
join bench.field f on f.at = bench.upto(n, 'theme', ${fields.length});
insert into resources.technology (id, kind, readiness_level, transfer_ways)
select bench.new_id('tec', n), 'PATENT', n % 9 + 1, array['LICENCE']
from generate_series(0, ${size - 1}) n;`;

const many = `n % ${largeProjectEvery} = 0`;

// Steps of 37 and 101 have no divisor in common with the sizes, so a project never names one twice.
const projects = (scale: Scale) => `
insert into projects.project (id, title_zh, title_en, stage, visibility, region, initiator_id, created_at)
select bench.new_id('prj', n), f.zh || '协同创新项目' || n, f.en || ' co-creation ' || n,
  (array['DIAGNOSIS', 'ENGAGEMENT', 'INTEGRATION', 'VALUE_MATCHING', 'SERVICE_INTERACTION', 'CO_CREATION'])
    [1 + n % 6],
  case when ${many} or n % 5 <> 1 then 'PUBLIC' when n % 2 = 0 then 'MEMBERS' else 'PARTICIPANTS' end,
  o.region, o.id, bench.at(n)
from generate_series(0, ${scale.projects - 1}) n
join actors.organization o on o.id = bench.new_id('org', bench.upto(n, 'initiator', ${scale.organizations}))
join bench.field f on f.at = bench.upto(n, 'topic', ${fields.length});
insert into projects.participation (id, project_id, actor_id, role, joined_at)
select bench.new_id('pcp', n * 16 + j), bench.new_id('prj', n),
  case when ${many} and j >= ${largeProject.participations - largeProject.people}
    then bench.new_id('per', (bench.upto(n, 'expert', ${scale.people}) + j * 37) % ${scale.people})
    else bench.new_id('org',
      (bench.upto(n, 'initiator', ${scale.organizations}) + j * 37) % ${scale.organizations})
  end,
  (array['FINAL_CONSUMER', 'RESOURCE_PROVIDER', 'SERVICE_SUPPORTER', 'NORM_GUIDE'])[1 + j % 4], bench.at(n)
from generate_series(0, ${scale.projects - 1}) n,
  generate_series(0, case when ${many} then ${largeProject.participations - 1} else 1 + n % 5 end) j;
insert into projects.project_resource (project_id, resource_id, added_at)
select bench.new_id('prj', n),
  case when j % 8 = 7
    then bench.new_id('tec',
      (bench.upto(n, 'patent', ${scale.technologies}) + j * 37) % ${scale.technologies})
    else bench.new_id('eqp', bench.published(
      (bench.upto(n, 'use', ${publishedOf(scale)}) + j * 101) % ${publishedOf(scale)})) end, bench.at(n)
from generate_series(0, ${scale.projects - 1}) n,
  generate_series(0, case when ${many} then ${largeProject.resources - 1} else n % 8 end) j;`;

const publishedOf = ({ equipment: size }: Scale) => Math.floor(size / 20) * 19;

// What the metrics subgraph would count from the events of these rows.
const figures = `
create temporary table part as
select unnest(array['RESOURCES_PUBLISHED', 'METADATA_COMPLETE_SHARE',
    case when family = 'EQUIPMENT' and d.dimension in ('ALL', 'REGION')
      then 'EQUIPMENT_BY_REGION' end]) as metric,
  d.dimension, d.key, is_complete
from resources.resource r, lateral (values ('ALL', 'all'), ('FAMILY', family), ('ACTOR', provider_id),
  ('REGION', coalesce(region, 'unknown')), ('REGION', left(region, 4) || '00'),
  ('REGION', left(region, 2) || '0000')) d (dimension, key)
where state = 'PUBLISHED' and d.key is not null;
insert into metrics.figure
select metric, dimension, key,
  case metric when 'METADATA_COMPLETE_SHARE' then count(*) filter (where is_complete)
    else count(*) end, count(*)
from part where metric is not null group by metric, dimension, key;
insert into metrics.figure select 'METADATA_COMPLETE_SHARE', 'RESOURCE', id, is_complete::int, 1
from resources.resource where state = 'PUBLISHED';
insert into metrics.figure
select 'PARTICIPATIONS', d.dimension, d.key, count(*), count(*)
from projects.participation a join projects.project p on p.id = a.project_id and p.visibility = 'PUBLIC',
  lateral (values ('ALL', 'all'), ('ACTOR', a.actor_id), ('PROJECT', p.id), ('ROLE', a.role))
    d (dimension, key)
group by d.dimension, d.key;
insert into metrics.figure
select 'PROJECTS_BY_VISIBILITY', d.dimension, d.key, count(*), count(*)
from projects.project, lateral (values ('ALL', 'all'), ('VISIBILITY', visibility)) d (dimension, key)
group by d.dimension, d.key;`;
