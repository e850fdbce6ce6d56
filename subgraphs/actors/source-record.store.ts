import { and, eq, sql } from 'drizzle-orm';
import { sourceRecord } from '../../db/tables/actors.ts';
import type { Context } from '../../schema/context.ts';
import type { Id } from '../../schema/ids.ts';

export type SourceRecordRow = typeof sourceRecord.$inferSelect;

/** What is held of these records of the owner's list, by key. */
export async function recordsByKey(
  { db }: Context,
  { ownerId, format }: { ownerId: Id<'Organization'>; format: string },
  keys: readonly string[],
) {
  const rows = await db
    .select({
      key: sourceRecord.key,
      organizationId: sourceRecord.organizationId,
      contentHash: sourceRecord.contentHash,
    })
    .from(sourceRecord)
    .where(
      and(
        eq(sourceRecord.ownerId, ownerId),
        eq(sourceRecord.format, format),
        sql`${sourceRecord.key} = any(${sql.param(keys)}::text[])`,
      ),
    );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Keeps what was read beside what it became. Inside the transaction that writes the organisations. */
export async function putRecords({ db }: Context, rows: readonly SourceRecordRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insert(sourceRecord)
    .values([...rows])
    .onConflictDoUpdate({
      target: [sourceRecord.ownerId, sourceRecord.format, sourceRecord.key],
      set: {
        contentHash: sql`excluded.content_hash`,
        original: sql`excluded.original`,
        readAt: sql`excluded.read_at`,
      },
    });
}
