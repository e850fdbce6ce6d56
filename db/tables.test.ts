import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { is, sql } from 'drizzle-orm';
import { getTableConfig, getViewConfig, type PgColumn, PgTable, PgView } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { freshDatabase } from '../tests/kit/database.ts';

const folder = join(import.meta.dirname, 'tables');
const exported = (
  await Promise.all(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map(async (file) => Object.values((await import(join(folder, file))) as Record<string, unknown>)),
  )
).flat();

/** A type in PostgreSQL's own spelling. */
const spelled = (type: string) => type.replace('timestamp (', 'timestamp(');

/** What the code believes: each column with its type, and a mark where it may be null. */
const believed = [
  ...exported
    .filter((each) => is(each, PgTable))
    .map((table) => ({ isView: false, ...getTableConfig(table) })),
  ...exported
    .filter((each) => is(each, PgView))
    .map((view) => {
      const { name, schema, selectedFields } = getViewConfig(view);
      return { isView: true, name, schema, columns: Object.values(selectedFields) };
    }),
].map(({ isView, schema, name, columns }) => ({
  name: `${schema}.${name}`,
  isView,
  columns: (columns as PgColumn[]).map(
    (column) => `${column.name}${isView || column.notNull ? '' : '?'} ${spelled(column.getSQLType())}`,
  ),
}));

test('describes every table and published view as the database has it', async () => {
  await using fresh = await freshDatabase();
  const rows = await fresh.database.read.execute<{ name: string; is_view: boolean; columns: string[] }>(sql`
    select n.nspname || '.' || c.relname as name, c.relkind = 'v' as is_view,
      array_agg(a.attname || case when c.relkind = 'v' or a.attnotnull then '' else '?' end || ' '
        || format_type(a.atttypid, a.atttypmod) order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v')
      and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'public', 'job')
    group by 1, 2`);
  const real = rows.map(({ name, is_view: isView, columns }) => ({ name, isView, columns }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect(believed.sort(byName)).toEqual(real.sort(byName));
});
