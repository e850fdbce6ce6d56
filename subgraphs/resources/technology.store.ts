import { sql } from 'drizzle-orm';
import { prepared } from '../../db/client.ts';
import { technology } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import { oneByKey } from '../../schema/loader.ts';

/** What only a technology has; what every resource has stands in its resource row. */
export type TechnologyRow = typeof technology.$inferSelect;

export const technologyById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(technology)
      .where(sql`${technology.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id as string,
);

/** Writes the rows beside their resource rows. Inside the same transaction. */
export async function addTechnology(context: Context, rows: readonly TechnologyRow[]): Promise<void> {
  if (rows.length > 0) await inTransaction(context, ({ db }) => db.insert(technology).values([...rows]));
}
