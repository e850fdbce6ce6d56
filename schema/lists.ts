import { and, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Context } from './context.ts';
import { countByKey, pageByKey, type ViewerSql, viewerValue } from './loader.ts';
import { keyset, type Order, type PageRequest } from './page.ts';

/** How a list under a parent is read. `parent.id` is the parent in `belongs`. */
interface ListUnder<Row, Filter> {
  table: PgTable;
  /** What is read of a row for the viewer; every column where nothing is said. */
  columns?: (viewer: ViewerSql) => Record<string, unknown>;
  /** Whether a row stands under the parent. */
  belongs: SQL;
  /** Which rows there are for this viewer with this filter. */
  where: (viewer: ViewerSql, filter: Filter) => SQL | undefined;
  order: Order<Row>;
}

/** Pages and counts of a list under its parents: one statement each, however many parents there are. */
export function listUnder<Row, Filter = null>({
  table,
  columns,
  belongs,
  where,
  order,
}: ListUnder<Row, Filter>) {
  const id = (getTableColumns(table) as Record<string, unknown>)['id'] as SQL;
  type Keyed = Row & { parentKey: string };
  const rows = pageByKey<{ page: PageRequest; filter: Filter }, string, Keyed>(
    async (context, { page, filter }, ids) => {
      const viewer = viewerValue(context);
      const { where: beyond, orderBy, limit } = keyset(page, order);
      const some = context.db
        .select({ found: sql<string>`${id}`.as('found') })
        .from(table)
        .where(and(belongs, where(viewer, filter), beyond))
        .orderBy(...orderBy)
        .limit(limit)
        .as('some');
      const found = await context.db
        .select({
          ...((columns?.(viewer) ?? getTableColumns(table)) as Record<string, SQL>),
          parentKey: sql<string>`parent.id`,
        })
        .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
        .crossJoinLateral(some)
        .innerJoin(table, sql`${id} = ${some.found}`)
        .orderBy(...orderBy);
      // The columns are the table's or the owner's own: what drizzle cannot say of a table it does not know.
      return found as unknown as Keyed[];
    },
    ({ parentKey }) => parentKey,
  );
  const count = countByKey<Filter, string>((context, filter, ids) =>
    context.db
      .select({ key: sql<string>`parent.id`, count: sql<number>`count(*)::int` })
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .innerJoin(table, belongs)
      .where(where(viewerValue(context), filter))
      .groupBy(sql`parent.id`),
  );
  return {
    /** How a page of the list under this parent is read and counted, for `readPage`. */
    of: (context: Context, parent: string, filter: Filter) => ({
      rows: (page: PageRequest): Promise<Row[]> => rows(context, { page, filter }).load(parent),
      count: () => count(context, filter).load(parent),
    }),
  };
}
