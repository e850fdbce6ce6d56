import { execFileSync } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { type Database, sqlState } from '../../db/client.ts';
import type { Annotation } from '../../db/privacy.ts';
import { isTied, nameOf, tied, tracesOf } from '../../db/privacy.person.ts';
import type { Id } from '../../schema/ids.ts';

/** Stands in everything personal of the person who is to be erased, and nowhere else. */
export const marker = 'mk7q9';
export const mailbox = `${marker}.person@marked.example`;
export const markedName = `Marked ${marker} Name`;

type Line = Awaited<ReturnType<typeof tied>>[number];
const everySchema = ['actors', 'resources', 'projects', 'metrics', 'log', 'job', 'gateway', 'public'];
/** Written by our code alone, with ids and codes: tests/events.test.ts and the types of events hold it. */
const machineWritten = ['log.event.data', 'metrics.fact.data'];

/** Every row of every table as text, by table: what a dump holds, generated columns included. */
export async function rowsOf(database: Database): Promise<Map<string, string[]>> {
  const tables = await database.read.execute<{ name: string; path: string }>(sql`
    select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as path
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`);
  const rows = new Map<string, string[]>();
  for (const { name, path } of tables) {
    const found = await database.read.execute<{ row: string }>(
      sql.raw(`select each::text as row from ${path} each order by 1`),
    );
    rows.set(
      name,
      found.map(({ row }) => row),
    );
  }
  return rows;
}

/** The whole database as a server dumps it. */
export const dumpOf = (url: string): string =>
  execFileSync('pg_dump', ['--no-owner', url], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });

/** Gives the person a row in each table that can hold something about them, taking over one of somebody else
 *  where they have none; then writes the marker into each personal column that takes a text. Returns what
 *  cannot be proven so: a table without rows, a column that cannot be marked, free text that would be
 *  kept. */
export async function markPerson(database: Database, personId: Id<'Person'>): Promise<string[]> {
  const { lines, types, checked } = await database.write(async (tx) => ({
    lines: (await tied(tx, everySchema)).filter(({ erasure }) => erasure !== 'AGED_OUT'),
    types: new Map(
      (
        await tx.execute<{ name: string; type: string }>(sql`
          select table_schema || '.' || table_name || '.' || column_name as name, data_type as type
          from information_schema.columns where is_generated = 'NEVER'`)
      ).map(({ name, type }) => [name, type]),
    ),
    checked: new Set(
      (
        await tx.execute<{ name: string }>(sql`
          select c.conrelid::regclass::text || '.' || a.attname as name
          from pg_constraint c
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
          where c.contype = 'c' and c.conname like '%known'`)
      ).map(({ name }) => name),
    ),
  }));
  const problems: string[] = [];
  const person = lines.filter(({ table }) => table === 'person');
  const others = lines.filter(({ table }) => table !== 'person');
  // By its mailbox the person is found elsewhere; rows below others come after those.
  for (const line of [...person, ...others.toSorted((a, b) => placeOf(a) - placeOf(b))]) {
    // Written by our code alone: what it holds are ids.
    if (line.erasure === 'KEPT' && line.tie.by === 'MENTION') continue;
    if (!(await hasRow(database, line, personId))) {
      // Of what is kept the form is enough: ids, and codes that the database checks.
      const texts = line.columns.filter((column) => types.get(`${nameOf(line)}.${column}`) === 'text');
      const isChecked = (column: string) => isId(column) || checked.has(`${nameOf(line)}.${column}`);
      if (line.erasure === 'KEPT' && texts.every(isChecked)) continue;
      problems.push(`${nameOf(line)} has no row to mark: the seed, or this test, has to make one`);
      continue;
    }
    for (const column of line.columns) {
      const name = `${nameOf(line)}.${column}`;
      const type = types.get(name);
      if (!type || !['text', 'jsonb', 'ARRAY'].includes(type)) continue;
      if (line.tie.by === 'MENTION' || isTieOf(line, column) || isId(column)) continue;
      const isMarked = await mark(database, line, column, { personId, type });
      if (line.erasure === 'KEPT' && isMarked && !machineWritten.includes(name))
        problems.push(`${name} takes free text and is kept`);
      if (line.erasure === 'VALUE_CLEARED' && !isMarked) problems.push(`${name} cannot be marked`);
    }
  }
  return problems;
}

const placeOf = ({ tie }: Line) => ({ ID: 0, PARENT: 1, EMAIL: 2, MENTION: 3 })[tie.by];
const isTieOf = ({ tie }: Annotation, column: string) =>
  tie !== null && (tie.by === 'PARENT' ? tie.column === column : tie.columns.includes(column));
const isId = (column: string) => /(^|_)(id|by|key|subject|cause)$/.test(column);

/** Makes a row of the table the person's, unless one is. */
async function hasRow(database: Database, line: Line, personId: Id<'Person'>): Promise<boolean> {
  const table = sql`${sql.identifier(line.schema)}.${sql.identifier(line.table)}`;
  return database.write(async (tx) => {
    const isTheirs = isTied(line, personId, await tracesOf(tx, personId));
    const one = await tx.execute(sql`select 1 as one from ${table} where ${isTheirs} limit 1`);
    if (one.length > 0) return true;
    const { tie } = line;
    const place = sql`ctid = (select ctid from ${table} limit 1)`;
    const set = (column: string, value: unknown) =>
      tx.execute(
        sql`update ${table} set ${sql.identifier(column)} = ${value} where ${place} returning 1 as one`,
      );
    const mention = {
      contact: { mail: `Write to ${mailbox.toUpperCase()}.`, name: markedName },
      kept: 'Kept',
    };
    if (tie.by === 'ID') return (await set(tie.columns[0]!, personId)).length > 0;
    if (tie.by === 'EMAIL') return (await set(tie.columns[0]!, mailbox.toUpperCase())).length > 0;
    if (tie.by === 'MENTION') return (await set(tie.columns[0]!, JSON.stringify(mention))).length > 0;
    const parent = sql`${sql.identifier(line.schema)}.${sql.identifier(tie.parent)}`;
    const above = sql`(select id from ${parent} where ${sql.identifier(tie.columns[0]!)} = ${personId} limit 1)`;
    const moved = await tx.execute(sql`
      update ${table} set ${sql.identifier(tie.column)} = ${above} where ${place} returning 1 as one`);
    return moved.length > 0;
  });
}

/** Writes the marker in the first form that the database lets stand; false where it takes none. A form that
 *  was only tried on what is kept is taken back. */
async function mark(
  database: Database,
  line: Line,
  column: string,
  { personId, type }: { personId: Id<'Person'>; type: string },
): Promise<boolean> {
  const table = sql`${sql.identifier(line.schema)}.${sql.identifier(line.table)}`;
  const words = `${marker}-${line.table}-${column}`;
  const known: Record<string, string> = { contact_email: mailbox, name_en: markedName };
  const own = line.table === 'person' ? known[column] : undefined;
  const forms =
    type === 'jsonb'
      ? [JSON.stringify({ words }), JSON.stringify([words]), JSON.stringify([{ words }])]
      : type === 'ARRAY'
        ? [`{${words}}`]
        : [
            own ?? words,
            `${words}@marked.example`.toLowerCase(),
            `https://${words}.example/`.replaceAll('_', '-'),
          ];
  const tried = new Error('Only tried.');
  for (const form of forms) {
    try {
      await database.write(async (tx) => {
        const isTheirs = isTied(line, personId, await tracesOf(tx, personId));
        const place = sql`ctid = (select ctid from ${table} where ${isTheirs} limit 1)`;
        await tx.execute(sql`update ${table} set ${sql.identifier(column)} = ${form} where ${place}`);
        if (line.erasure === 'KEPT') throw tried;
      });
      return true;
    } catch (error) {
      if (error === tried) return true;
      // 22 and 23: the value is not one of the column's, or breaks a constraint. P0001: a trigger refuses.
      if (!/^(22|23|P0)/.test(sqlState(error) ?? '')) throw error;
    }
  }
  return false;
}
