import { sql } from 'drizzle-orm';
import { prepared } from '../../db/client.ts';
import { material } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import { oneByKey } from '../../schema/loader.ts';

/** What only a material has; what every resource has stands in its resource row. */
export type MaterialRow = typeof material.$inferSelect;

export const materialById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(material)
      .where(sql`${material.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id as string,
);

/** Writes the rows beside their resource rows. Inside the same transaction. */
export async function addMaterial(context: Context, rows: readonly MaterialRow[]): Promise<void> {
  if (rows.length > 0) await inTransaction(context, ({ db }) => db.insert(material).values([...rows]));
}
