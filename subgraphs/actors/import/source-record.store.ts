import { record } from '../../../db/events.ts';
import { sourceRecords } from '../../../db/source-records.ts';
import { sourceRecord } from '../../../db/tables/actors/source-record.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { EventData } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';

/** The records of a list of organisations, given by its owner and its format. */
export const records = sourceRecords<Id<'Organization'>>({
  table: sourceRecord,
  source: [sourceRecord.ownerId, sourceRecord.format],
  became: sourceRecord.organizationId,
});

/** Records that a reading of its list changed something. */
export async function recordReading(
  context: Context,
  ownerId: Id<'Organization'>,
  counts: EventData['source.imported'],
) {
  await inTransaction(context, ({ db, now, viewer }) =>
    record(db, now, {
      kind: 'source.imported',
      subject: ownerId,
      actorId: viewer?.actorId ?? null,
      data: counts,
    }),
  );
}
