import { type SQL, sql } from 'drizzle-orm';
import type { Id } from '../schema/ids.ts';
import type { Db } from './client.ts';
import type { Consumer } from './events.ts';
import { type Annotation, annotations, type Tie } from './privacy.ts';
import { isTied, nameOf, tied, type Traces, tracesOf } from './privacy.person.ts';

/** How many rows of a table were changed, in which way. */
export interface Erased {
  table: string;
  erasure: Annotation['erasure'];
  rows: number;
}

type Line = Annotation & { tie: Tie };
const acting: readonly Annotation['erasure'][] = ['VALUE_CLEARED', 'REPLACED', 'UNLINKED', 'ROW_DELETED'];

/** What stands in place of a name. Columns in Chinese end in `_zh`. */
export const erasedName = { zh: '已注销的人', en: 'Erased person' } as const;

/** The schemas of subgraphs that hold what must go when a person is erased, and so listen for it. */
export const erasingSchemas = (): string[] =>
  [
    ...new Set(annotations().flatMap(({ schema, erasure }) => (acting.includes(erasure) ? [schema] : []))),
  ].filter((schema) => !ownSchemas.includes(schema));

/** What the subgraph of people erases itself: its own tables, and those that no subgraph owns. */
export const ownSchemas: readonly string[] = ['actors', 'gateway', 'job', 'log', 'public'];

export const consumerOf = (schema: string) => `${schema}.erasure`;

/** Erases in one schema whoever was erased. A second delivery finds nothing any more. */
export function erasureConsumer(schema: string): Consumer {
  return {
    name: consumerOf(schema),
    kinds: ['person.erased'],
    async handle(tx, events) {
      for (const { subject } of events) await eraseIn(tx, [schema], subject as Id<'Person'>);
    },
  };
}

/** Does with all that these schemas hold about the person what the annotations say. */
export async function eraseIn(tx: Db, schemas: readonly string[], personId: Id<'Person'>): Promise<Erased[]> {
  const traces = await tracesOf(tx, personId);
  const lines = (await tied(tx, schemas)).filter(({ erasure }) => acting.includes(erasure));
  const empty = await emptyValues(tx, schemas);
  const done: Erased[] = [];
  // Values first, while the rows by which they are found are still there; of rows those below others first.
  for (const line of lines.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    const rows = await eraseLine(tx, line, { personId, traces, empty });
    if (rows > 0) done.push({ table: nameOf(line), erasure: line.erasure, rows });
  }
  return done;
}

const placeOf = ({ erasure, tie }: Line) => (erasure !== 'ROW_DELETED' ? 0 : tie.by === 'PARENT' ? 1 : 2);

async function eraseLine(
  tx: Db,
  line: Line,
  { personId, traces, empty }: { personId: Id<'Person'>; traces: Traces; empty: Map<string, string | null> },
): Promise<number> {
  const table = sql`${sql.identifier(line.schema)}.${sql.identifier(line.table)}`;
  const isTheirs = isTied(line, personId, traces);
  if (line.erasure === 'ROW_DELETED') return count(tx, sql`delete from ${table} where ${isTheirs}`);
  if (line.tie.by === 'MENTION') return clearMentions(tx, line, table, isTheirs, traces);
  if (line.erasure === 'UNLINKED') {
    let rows = 0;
    for (const name of line.columns) {
      const column = sql.identifier(name);
      rows += await count(tx, sql`update ${table} set ${column} = null where ${column} = ${personId}`);
    }
    return rows;
  }
  const cleared = line.columns.map((name) => ({
    column: sql`${sql.identifier(name)}`,
    value:
      line.erasure === 'REPLACED'
        ? name.endsWith('_zh')
          ? erasedName.zh
          : erasedName.en
        : (empty.get(`${nameOf(line)}.${name}`) ?? null),
  }));
  const sets = cleared.map(({ column, value }) => sql`${column} = ${value}`);
  // What is as it should be already is left alone: a second time changes nothing.
  const differs = cleared.map(({ column, value }) => sql`${column}::text is distinct from ${value}::text`);
  return count(
    tx,
    sql`update ${table} set ${sql.join(sets, sql`, `)}
      where ${isTheirs} and (${sql.join(differs, sql` or `)})`,
  );
}

/** Takes the person's words out of values that may hold much else, and leaves the rest of each value. */
async function clearMentions(tx: Db, { columns }: Line, table: SQL, isTheirs: SQL, traces: Traces) {
  let total = 0;
  const without = remover([...traces.unique, ...traces.other]);
  for (const name of columns) {
    const column = sql.identifier(name);
    const rows = await tx.execute<{ place: string; value: string; is_json: boolean }>(sql`
      select ctid::text as place, ${column}::text as value,
        pg_typeof(${column})::text in ('json', 'jsonb') as is_json
      from ${table} where ${isTheirs} for update`);
    for (const { place, value, is_json: isJson } of rows) {
      const clean = isJson ? JSON.stringify(withoutIn(JSON.parse(value), without)) : without(value);
      await tx.execute(sql`update ${table} set ${column} = ${clean} where ctid = ${place}::tid`);
    }
    total += rows.length;
  }
  return total;
}

/** Takes these words out of a text, in whatever case they stand there. */
function remover(words: readonly string[]): (text: string) => string {
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const pattern = longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const any = new RegExp(pattern, 'giu');
  return (text) => (pattern === '' ? text : text.replace(any, ''));
}

function withoutIn(value: unknown, without: (text: string) => string): unknown {
  if (typeof value === 'string') return without(value);
  if (typeof value === 'number') return without(String(value)) === String(value) ? value : null;
  if (Array.isArray(value)) return value.map((each) => withoutIn(each, without));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => [without(key), withoutIn(each, without)]);
  return Object.fromEntries(entries) as unknown;
}

/** What a cleared value becomes: null where it may be, otherwise the empty one of its type. */
async function emptyValues(tx: Db, schemas: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await tx.execute<{ name: string; is_nullable: string; data_type: string }>(sql`
    select table_schema || '.' || table_name || '.' || column_name as name, is_nullable, data_type
    from information_schema.columns where table_schema = any(${sql.param([...schemas])}::text[])`);
  return new Map(
    rows.map(({ name, is_nullable: isNullable, data_type: type }) => {
      if (isNullable === 'YES') return [name, null];
      if (type === 'boolean') return [name, 'false'];
      return [name, type === 'ARRAY' || type === 'jsonb' || type === 'json' ? '{}' : ''];
    }),
  );
}

async function count(tx: Db, statement: SQL): Promise<number> {
  return (await tx.execute(sql`${statement} returning 1 as one`)).length;
}
