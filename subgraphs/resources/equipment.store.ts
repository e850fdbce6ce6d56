import { sql } from 'drizzle-orm';
import { prepared } from '../../db/client.ts';
import { equipment } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import { oneByKey } from '../../schema/loader.ts';

/** What only equipment has; what every resource has stands in its resource row. */
export type EquipmentRow = typeof equipment.$inferSelect;

export const equipmentById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(equipment)
      .where(sql`${equipment.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id as string,
);

/** Writes the rows beside their resource rows. Inside the same transaction. */
export async function addEquipment(context: Context, rows: readonly EquipmentRow[]): Promise<void> {
  if (rows.length > 0) await inTransaction(context, ({ db }) => db.insert(equipment).values([...rows]));
}

/** Writes the rows of new equipment and replaces those of known equipment. Inside the same transaction. */
export async function putEquipment(context: Context, rows: readonly EquipmentRow[]): Promise<void> {
  if (rows.length === 0) return;
  await inTransaction(context, ({ db }) =>
    db
      .insert(equipment)
      .values([...rows])
      .onConflictDoUpdate({
        target: equipment.id,
        set: { kind: sql`excluded.kind`, place: sql`excluded.place` },
      }),
  );
}
