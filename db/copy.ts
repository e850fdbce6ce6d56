import type { Database } from './client.ts';
import type { RunScript } from './engine.ts';
import { lastTransaction, passTransaction } from './transactions.ts';

/** What was copied, by table, such as `{ "log.event": 412 }`. */
export type Copied = Record<string, number>;

export interface CopyOptions {
  /** Called as each table is done. */
  onTable?: (name: string, rows: number) => void;
}

interface Table {
  /** Quoted, with its schema. */
  name: string;
  columns: string[];
}

interface ForeignKey {
  name: string;
  of: string;
}

const batch = 500;
/** Neither PostgreSQL's own, nor the queue's, nor where migrations are noted. */
const isOurs = `n.nspname !~ '^(pg_|information_schema$|job$|public$)'`;

/** Copies every row of the migrated database into another one that is migrated and empty: all of it, or
 *  nothing. Rows travel as PostgreSQL's own text of a row, so each value arrives as it was. The other's
 *  counter of transactions is moved beyond every number in the event log first, because readers of the log
 *  wait for numbers that have not been given yet (docs/decisions/0003). What is queued for background work
 *  and what the doors count for a minute stay behind. Throws when the two differ in form, or when the other
 *  is not empty. */
export function copyDatabase(from: Database, to: Database, options: CopyOptions = {}): Promise<Copied> {
  return from.session((read) =>
    to.session(async (write) => {
      await assertSameForm(read, write);
      const tables = await tablesOf(read);
      await assertEmpty(write, tables);
      const [past] = await read(lastTransaction);
      await passTransaction(write, (past as { last: string }).last);
      await read('begin transaction isolation level repeatable read, read only');
      await write('begin read write');
      try {
        const copied = await copyTables(read, write, tables, options);
        await write('commit');
        return copied;
      } catch (error) {
        await write('rollback');
        throw error;
      } finally {
        await read('rollback');
      }
    }),
  );
}

async function copyTables(
  read: RunScript,
  write: RunScript,
  tables: readonly Table[],
  { onTable = () => {} }: CopyOptions,
): Promise<Copied> {
  // Rows that refer to each other arrive in any order; what they refer to is asked once, at the end.
  const keys = await foreignKeysOf(write);
  for (const { name, of } of keys) {
    await write(`alter table ${of} alter constraint ${name} deferrable initially deferred`);
  }
  const copied: Copied = {};
  for (const table of tables) {
    const rows = await copyTable(read, write, table);
    copied[table.name] = rows;
    onTable(table.name, rows);
  }
  await write('set constraints all immediate');
  for (const { name, of } of keys) await write(`alter table ${of} alter constraint ${name} not deferrable`);
  return copied;
}

async function copyTable(read: RunScript, write: RunScript, { name, columns }: Table): Promise<number> {
  const given = columns.map((column) => `(r).${column}`).join(', ');
  await read(`declare copied no scroll cursor for select t::text as row from ${name} t`);
  let count = 0;
  for (;;) {
    const rows = (await read(`fetch ${batch} from copied`)) as { row: string }[];
    if (rows.length === 0) break;
    const values = rows.map(({ row }) => `(${literal(row)}::${name})`).join(', ');
    await write(`insert into ${name} (${columns.join(', ')}) select ${given} from (values ${values}) v(r)`);
    count += rows.length;
  }
  await read('close copied');
  return count;
}

/** Ordinary tables that keep their rows over a crash, of schemas that are ours. */
async function tablesOf(run: RunScript): Promise<Table[]> {
  const rows = await run(`
    select format('%I.%I', n.nspname, c.relname) as name,
      (select json_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '')::text as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p' and ${isOurs}
    order by 1`);
  return (rows as { name: string; columns: string }[]).map(({ name, columns }) => ({
    name,
    columns: JSON.parse(columns) as string[],
  }));
}

async function foreignKeysOf(run: RunScript): Promise<ForeignKey[]> {
  return (await run(`
    select quote_ident(k.conname) as name, format('%I.%I', n.nspname, c.relname) as of
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and not k.condeferrable and ${isOurs}
    order by 2, 1`)) as ForeignKey[];
}

async function assertSameForm(read: RunScript, write: RunScript): Promise<void> {
  const applied = `select string_agg(name || ' ' || sha256, ', ' order by name) as files from public.migration`;
  const [here, there] = await Promise.all([read(applied), write(applied)]);
  if ((here[0] as { files: string }).files === (there[0] as { files: string }).files) return;
  throw new Error('The two databases were migrated differently. Migrate both with this release, then copy.');
}

async function assertEmpty(write: RunScript, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const [row] = await write(`select exists (select from ${name}) as found`);
    if (!(row as { found: boolean }).found) continue;
    throw new Error(`The other database is not empty: ${name} has rows. Copy into a new one.`);
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
