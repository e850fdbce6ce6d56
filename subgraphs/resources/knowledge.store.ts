import { sql } from 'drizzle-orm';
import { prepared } from '../../db/client.ts';
import { knowledge } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import { oneByKey } from '../../schema/loader.ts';

/** What only knowledge has; what every resource has stands in its resource row. */
export type KnowledgeRow = typeof knowledge.$inferSelect;

export const knowledgeById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(knowledge)
      .where(sql`${knowledge.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id as string,
);

/** Writes the rows beside their resource rows. Inside the same transaction. */
export async function addKnowledge(context: Context, rows: readonly KnowledgeRow[]): Promise<void> {
  if (rows.length > 0) await inTransaction(context, ({ db }) => db.insert(knowledge).values([...rows]));
}

/** Writes the rows of new knowledge and replaces those of known knowledge. Inside the same transaction. */
export async function putKnowledge(context: Context, rows: readonly KnowledgeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await inTransaction(context, ({ db }) =>
    db
      .insert(knowledge)
      .values([...rows])
      .onConflictDoUpdate({
        target: knowledge.id,
        set: { kind: sql`excluded.kind`, url: sql`excluded.url` },
      }),
  );
}
