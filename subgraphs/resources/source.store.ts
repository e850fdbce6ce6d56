import { and, eq, sql } from 'drizzle-orm';
import { record } from '../../db/events.ts';
import { source, sourceRecord } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import { type ActorId, type Id, newId } from '../../schema/ids.ts';
import type { EventData } from '../../schema/events.ts';

export type SourceRecordRow = typeof sourceRecord.$inferSelect;

/** The source for this provider's catalogue in this format, or null when it was never read. */
export async function sourceOf(
  { db }: Context,
  format: string,
  providerId: ActorId,
): Promise<Id<'Source'> | null> {
  const [row] = await db
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.format, format), eq(source.providerId, providerId)));
  return row?.id ?? null;
}

/** Makes the source; of two at once both get the same. */
export function ensureSource(context: Context, format: string, providerId: ActorId): Promise<Id<'Source'>> {
  return inTransaction(context, async (inside) => {
    const { db, now } = inside;
    await db
      .insert(source)
      .values({ id: newId('Source'), format, providerId, createdAt: now })
      .onConflictDoNothing();
    const id = await sourceOf(inside, format, providerId);
    if (!id) throw new Error('A source that was just written must be there.');
    return id;
  });
}

/** What is held of these records, by key. */
export async function recordsByKey({ db }: Context, sourceId: Id<'Source'>, keys: readonly string[]) {
  const rows = await db
    .select({
      key: sourceRecord.key,
      resourceId: sourceRecord.resourceId,
      contentHash: sourceRecord.contentHash,
    })
    .from(sourceRecord)
    .where(
      and(eq(sourceRecord.sourceId, sourceId), sql`${sourceRecord.key} = any(${sql.param(keys)}::text[])`),
    );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Keeps what was read beside what it became. Inside the transaction that writes the resources. */
export async function putRecords({ db }: Context, rows: readonly SourceRecordRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insert(sourceRecord)
    .values([...rows])
    .onConflictDoUpdate({
      target: [sourceRecord.sourceId, sourceRecord.key],
      set: {
        contentHash: sql`excluded.content_hash`,
        original: sql`excluded.original`,
        readAt: sql`excluded.read_at`,
      },
    });
}

/** Records that a reading of the source changed something. */
export function recordImport(context: Context, sourceId: Id<'Source'>, counts: EventData['source.imported']) {
  return inTransaction(context, ({ db, now, viewer }) =>
    record(db, now, {
      kind: 'source.imported',
      subject: sourceId,
      actorId: viewer?.actorId ?? null,
      data: counts,
    }),
  );
}
