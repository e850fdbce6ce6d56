import { and, eq, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { recordAll } from '../../../db/events.ts';
import { qualificationReview } from '../../../db/tables/actors/review.ts';
import type { QualificationKind, ReviewFacts } from '../../../schema/events.ts';
import type { ActorId, Id } from '../../../schema/ids.ts';

/** At most so many are written at once; the next run takes the rest. */
const batchMax = 500;

/** Whose qualification of which kind, by which platform: of these one review is open and one is valid. */
export const sameQualification = (facts: ReviewFacts) =>
  and(
    eq(qualificationReview.actorId, facts.actorId),
    eq(qualificationReview.platformId, facts.platformId),
    eq(qualificationReview.kind, facts.kind),
  );

const facts = {
  id: qualificationReview.id,
  actorId: qualificationReview.actorId,
  platformId: qualificationReview.platformId,
  kind: qualificationReview.kind,
  state: qualificationReview.state,
};
/** What an event tells of a review. */
export const factsOf = (row: {
  actorId: ActorId;
  platformId: Id<'Platform'>;
  kind: QualificationKind;
}): ReviewFacts => ({ actorId: row.actorId, platformId: row.platformId, kind: row.kind });

/** Writes what time has ended: a qualification as expired, a wait as lapsed. Readers and rules have gone by
 *  the clock all along, so this changes no right. Safe to repeat. */
export async function endByTime(tx: Db, at: Date, among?: SQL): Promise<void> {
  // In the order of ids, as for everybody who locks several.
  const over = tx
    .select({ id: qualificationReview.id })
    .from(qualificationReview)
    .where(and(isNotNull(qualificationReview.endsAt), sql`${qualificationReview.endsAt} <= db_now()`, among))
    .orderBy(qualificationReview.id)
    .limit(batchMax)
    .for('update');
  const ended = await tx
    .update(qualificationReview)
    .set({
      state: sql`case ${qualificationReview.state} when 'APPROVED' then 'EXPIRED' else 'LAPSED' end`,
      dueAt: null,
      endsAt: null,
    })
    .where(inArray(qualificationReview.id, over))
    .returning(facts);
  await recordAll(
    tx,
    at,
    ended.map((row) => ({
      kind: row.state === 'EXPIRED' ? 'qualificationReview.expired' : 'qualificationReview.lapsed',
      subject: row.id,
      actorId: null,
      data: factsOf(row),
    })),
  );
}

/** Records, once for each state that waits for a platform, that it is late. Safe to repeat. */
export async function tellOverdue(tx: Db, at: Date): Promise<void> {
  const late = tx
    .select({ id: qualificationReview.id })
    .from(qualificationReview)
    .where(
      and(
        inArray(qualificationReview.state, ['REQUESTED', 'IN_REVIEW']),
        lte(qualificationReview.dueAt, sql`db_now()`),
        isNull(qualificationReview.overdueToldAt),
      ),
    )
    .orderBy(qualificationReview.id)
    .limit(batchMax)
    .for('update');
  const told = await tx
    .update(qualificationReview)
    .set({ overdueToldAt: at })
    .where(inArray(qualificationReview.id, late))
    .returning(facts);
  await recordAll(
    tx,
    at,
    told.map((row) => ({
      kind: 'qualificationReview.overdue' as const,
      subject: row.id,
      actorId: null,
      data: factsOf(row),
    })),
  );
}
