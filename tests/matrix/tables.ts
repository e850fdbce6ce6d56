import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';

/** Every table of every schema of ours with how many rows it has and one hash of them all. Two that are
 *  equal mean that nothing was written between them. */
export async function contentOf({ read }: Database): Promise<Record<string, string>> {
  const tables = await read.execute<{ name: string }>(sql`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    order by 1`);
  const each = tables.map(
    ({ name }) => sql`select ${name}::text as name,
      count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as content
      from ${sql.raw(name)} t`,
  );
  const rows = await read.execute<{ name: string; content: string }>(sql.join(each, sql` union all `));
  return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
}

/** The number that the next transaction to write will get. Two that are equal mean that none has written
 *  between them, at a hundredth of what it takes to read every table. */
export async function writeMark({ read }: Database): Promise<string> {
  const [row] = await read.execute<{ mark: string }>(
    sql`select pg_snapshot_xmax(pg_current_snapshot())::text as mark`,
  );
  return row!.mark;
}
