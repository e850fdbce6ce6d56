import { type SQL, sql } from 'drizzle-orm';
import type { Id } from '../schema/ids.ts';
import type { Db } from './client.ts';
import { type Annotation, annotations, type Tie } from './privacy.ts';
import { publishedPersonTrace } from './tables/actors/erasure.ts';

/** What a person is found by where their id does not stand. */
export interface Traces {
  /** Theirs alone. In lower case, as the others. */
  unique: string[];
  /** Names and numbers that others may have, too: they count beside a unique one. */
  other: string[];
}

/** What one table holds about a person. */
export interface Held {
  table: string;
  /** Why and how long, by column. */
  columns: Record<string, { class: string; purpose: string; retention: string; erasure: string }>;
  rows: Record<string, unknown>[];
  isWhole: boolean;
}

/** The lines of these schemas that are tied to people, for the tables that are there: the queue makes its
 *  own. */
export async function tied(db: Db, schemas: readonly string[]): Promise<(Annotation & { tie: Tie })[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema = any(${sql.param([...schemas])}::text[])`);
  const there = new Set(rows.map(({ name }) => name));
  return annotations().filter(
    (line): line is Annotation & { tie: Tie } => line.tie !== null && there.has(nameOf(line)),
  );
}

export const nameOf = ({ schema, table }: Pick<Annotation, 'schema' | 'table'>) => `${schema}.${table}`;
const tableOf = ({ schema, table }: Annotation) => sql`${sql.identifier(schema)}.${sql.identifier(table)}`;

/** What the person is known by. */
export async function tracesOf(db: Db, personId: Id<'Person'>): Promise<Traces> {
  const rows = await db
    .select({ trace: publishedPersonTrace.trace, isUnique: publishedPersonTrace.isUnique })
    .from(publishedPersonTrace)
    .where(sql`${publishedPersonTrace.personId} = ${personId}`);
  const of = (isUnique: boolean) => [
    ...new Set(rows.filter((row) => row.isUnique === isUnique).map(({ trace }) => trace)),
  ];
  return { unique: of(true), other: of(false) };
}

/** Whom a row is about: the condition that a tie stands for. */
export function isTied(line: Annotation & { tie: Tie }, personId: Id<'Person'>, { unique }: Traces): SQL {
  const { tie, schema } = line;
  const any = (columns: readonly string[], condition: (column: SQL) => SQL) =>
    sql`(${sql.join(
      columns.map((column) => condition(sql`${sql.identifier(column)}`)),
      sql` or `,
    )})`;
  const isTheirs = (column: SQL) => sql`${column} = ${personId}`;
  if (tie.by === 'ID') return any(tie.columns, isTheirs);
  if (tie.by === 'EMAIL') {
    return any(tie.columns, (column) => sql`lower(${column}) = any(${sql.param(unique)}::text[])`);
  }
  if (tie.by === 'MENTION') {
    // What was erased leaves ids, which name nobody: they count where the whole row goes.
    const found = line.erasure === 'VALUE_CLEARED' ? unique : [...unique, personId];
    const within = (
      column: SQL,
    ) => sql`exists (select from unnest(${sql.param(found)}::text[]) as found(trace)
      where position(found.trace in lower(${column}::text)) > 0)`;
    return any(tie.columns, within);
  }
  const parent = sql`${sql.identifier(schema)}.${sql.identifier(tie.parent)}`;
  return sql`${sql.identifier(tie.column)} in (select id from ${parent} where ${any(tie.columns, isTheirs)})`;
}

/** Everything these schemas hold about the person, by the annotations: of each table at most `rowsMax`
 *  rows. */
export async function heldAbout(
  db: Db,
  schemas: readonly string[],
  personId: Id<'Person'>,
  rowsMax: number,
): Promise<Held[]> {
  const traces = await tracesOf(db, personId);
  const all = await tied(db, schemas);
  const held: Held[] = [];
  for (const table of new Set(all.map(nameOf))) {
    const lines = all.filter((line) => nameOf(line) === table);
    const parts = lines.map((line) => {
      const pairs = line.columns.map((name) => sql`${name}::text, ${sql.identifier(name)}`);
      const values = sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
      return sql`case when ${isTied(line, personId, traces)} then ${values} else '{}' end`;
    });
    const theirs = lines.map((line) => isTied(line, personId, traces));
    const rows = await db.execute<{ row: string }>(sql`
      select (${sql.join(parts, sql` || `)})::text as row from ${tableOf(lines[0]!)}
      where ${sql.join(theirs, sql` or `)} limit ${rowsMax + 1}`);
    const columns = lines.flatMap(({ columns, class: name, purpose, retention, erasure }) =>
      columns.map((column) => [column, { class: name, purpose, retention, erasure }] as const),
    );
    held.push({
      table,
      columns: Object.fromEntries(columns),
      rows: rows.slice(0, rowsMax).map(({ row }) => JSON.parse(row) as Record<string, unknown>),
      isWhole: rows.length <= rowsMax,
    });
  }
  return held;
}
