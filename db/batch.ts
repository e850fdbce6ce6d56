import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** New values for known rows, to change all of them in one statement whose text does not depend on their
 *  number: `update(table).set(set).from(from).where(eq(table.id, givenId))`. Every row names the same
 *  columns. */
export function given<Row extends { id: string }>(table: PgTable, rows: readonly Row[]) {
  const columns = getTableColumns(table);
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id');
  const column = (name: string) => {
    const found = columns[name];
    if (!found) throw new Error(`There is no column ${name}.`);
    return found.name;
  };
  const inColumns = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [column(name), value as unknown])),
  );
  const set: Record<string, SQL> = Object.fromEntries(
    names.map((name) => [name, sql`given.${sql.identifier(column(name))}`]),
  );
  return {
    set,
    from: sql`jsonb_populate_recordset(null::${table}, ${JSON.stringify(inColumns)}::jsonb) as given`,
  };
}

/** The id of a row of `given`, to match it with the known one. */
export const givenId = sql`given.id`;
