import { and, eq } from 'drizzle-orm';
import { record } from '../../db/events.ts';
import { sourceRecords } from '../../db/source-records.ts';
import { source, sourceRecord } from '../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import { invariant } from '../../schema/errors.ts';
import type { EventData } from '../../schema/events.ts';
import { type ActorId, type Id, newId, type ResourceId } from '../../schema/ids.ts';

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

/** Makes the source, when its first record is kept. Inside a transaction that took its turn for it. */
export function declareSource(context: Context, format: string, providerId: ActorId): Promise<Id<'Source'>> {
  return inTransaction(context, async ({ db, now }) => {
    const id = newId('Source');
    await db.insert(source).values({ id, format, providerId, createdAt: now });
    return id;
  });
}

/** The records of a source, given by its id. */
export const records = sourceRecords<ResourceId>({
  table: sourceRecord,
  source: [sourceRecord.sourceId],
  became: sourceRecord.resourceId,
});

/** Records that a reading of the source changed something. */
export async function recordReading(
  context: Context,
  format: string,
  providerId: ActorId,
  counts: EventData['source.imported'],
) {
  await inTransaction(context, async (inside) => {
    const subject = await sourceOf(inside, format, providerId);
    invariant(subject, 'What changed something has a source.');
    const actorId = inside.viewer?.actorId ?? null;
    await record(inside.db, inside.now, { kind: 'source.imported', subject, actorId, data: counts });
  });
}
