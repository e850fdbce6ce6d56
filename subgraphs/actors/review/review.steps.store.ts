import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { record, takeTurns } from '../../../db/events.ts';
import {
  qualificationDocument,
  qualificationMark,
  qualificationReview,
} from '../../../db/tables/actors/review.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { EventData, EventKind, ReviewFacts } from '../../../schema/events.ts';
import { asId, type Id, nameOfId, newId } from '../../../schema/ids.ts';
import { describeOrganizations, organizationById } from '../organization/organization.store.ts';
import {
  ChecklistUndecided,
  QualificationReviewMovedOn,
  QualificationReviewOpen,
  QualificationReviewUnknown,
  QualificationReviewUnusable,
  RenewalTooEarly,
} from './errors.ts';
import { endByTime, factsOf, sameQualification } from './review.ending.store.ts';
import { inTheWay } from './review.kinds.ts';
import {
  deadlinesOf,
  openStates,
  renewalDays,
  type ReviewAct,
  reviewActs,
  validUntil,
} from './review.states.ts';
import { type QualificationReviewRow, reviewColumns } from './review.store.ts';
import { documentsMax, type DocumentWish, type MarkWish } from './review.wish.ts';

/** What is asked of a platform, checked. */
export interface ReviewWish extends ReviewFacts {
  note: string | null;
  documents: DocumentWish[];
}

/** Asks for a review. Throws QualificationReviewOpen where one is under way, and RenewalTooEarly where what
 *  is valid is so for long yet. */
export function requestReview(context: Context, wish: ReviewWish): Promise<Id<'QualificationReview'>> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    await takeTurns(db, [wish.actorId]);
    await endByTime(db, now, sameQualification(wish));
    const renewableFrom = sql<Date>`${qualificationReview.validUntil} - make_interval(days => ${renewalDays})`;
    const standing = await db
      .select({
        id: qualificationReview.id,
        state: qualificationReview.state,
        renewableFrom: renewableFrom.mapWith(qualificationReview.validUntil),
        isRenewable: sql<boolean>`${renewableFrom} <= db_now()`,
      })
      .from(qualificationReview)
      .where(and(sameQualification(wish), inArray(qualificationReview.state, [...openStates, 'APPROVED'])));
    const valid = standing.find(({ state }) => state === 'APPROVED');
    if (standing.some(({ state }) => state !== 'APPROVED')) throw new QualificationReviewOpen();
    if (valid && !valid.isRenewable) throw new RenewalTooEarly(valid.renewableFrom);

    const id = newId('QualificationReview');
    const { documents, note, ...facts } = wish;
    await db.insert(qualificationReview).values({
      ...{ ...facts, id, note, state: 'REQUESTED', requestedAt: now },
      requestedBy: personOf(inside),
      ...deadlinesOf('REQUESTED', wish.kind, now),
    });
    await addDocuments(inside, id, documents);
    await record(db, now, {
      kind: 'qualificationReview.requested',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { ...factsOf(wish), renews: valid?.id ?? null },
    });
    return id;
  });
}

/** Has the viewer begin to review. Another who takes it at the same moment is too late. */
export function takeReview(context: Context, row: QualificationReviewRow): Promise<void> {
  return step(context, row, 'take', async (inside) => {
    const waits = deadlinesOf('IN_REVIEW', row.kind, inside.now);
    await write(inside, row, { state: 'IN_REVIEW', reviewerId: personOf(inside), ...waits });
    await tell(inside, row, 'qualificationReview.taken', factsOf(row));
  });
}

/** Keeps what the viewer found of these items; what was found of them before is replaced. */
export function markReview(context: Context, row: QualificationReviewRow, marks: MarkWish[]): Promise<void> {
  return step(context, row, 'mark', async (inside) => {
    await inside.db
      .insert(qualificationMark)
      .values(marks.map((mark) => ({ ...mark, reviewId: row.id })))
      .onConflictDoUpdate({
        target: [qualificationMark.reviewId, qualificationMark.item],
        set: { mark: sql`excluded.mark`, reason: sql`excluded.reason` },
      });
    const codes = marks.map(({ item, mark }) => ({ item, mark }));
    await tell(inside, row, 'qualificationReview.marked', { ...factsOf(row), marks: codes });
  });
}

/** Asks the applicant for what is missing. */
export function askApplicant(context: Context, row: QualificationReviewRow, question: string): Promise<void> {
  return step(context, row, 'ask', async (inside) => {
    const waits = deadlinesOf('INFORMATION_WANTED', row.kind, inside.now);
    await write(inside, row, { state: 'INFORMATION_WANTED', question, answer: null, ...waits });
    await tell(inside, row, 'qualificationReview.informationWanted', factsOf(row));
  });
}

/** Gives the reviewer what was missing. Throws QualificationReviewUnusable where the documents become too
 *  many. */
export function answerReviewer(
  context: Context,
  row: QualificationReviewRow,
  { answer, documents }: { answer: string; documents: DocumentWish[] },
): Promise<void> {
  return step(context, row, 'answer', async (inside) => {
    await addDocuments(inside, row.id, documents);
    const waits = deadlinesOf('IN_REVIEW', row.kind, inside.now);
    await write(inside, row, { state: 'IN_REVIEW', answer, ...waits });
    await tell(inside, row, 'qualificationReview.informationGiven', factsOf(row));
  });
}

/** Makes the qualification valid from now on. One that was valid until now ends as renewed, and the rest of
 *  its time is added. Throws ChecklistUndecided where an item stands in the way. */
export function approveReview(context: Context, row: QualificationReviewRow): Promise<void> {
  return step(context, row, 'approve', async (inside) => {
    const { db, now } = inside;
    const open = inTheWay(row.kind, await marksOf(inside, row));
    if (open.length > 0) throw new ChecklistUndecided(open);
    const [earlier] = await db
      .update(qualificationReview)
      .set({ state: 'RENEWED', endsAt: null })
      .where(and(sameQualification(row), eq(qualificationReview.state, 'APPROVED')))
      .returning({ id: qualificationReview.id, validUntil: qualificationReview.validUntil });
    const until = validUntil(row.kind, now, earlier?.validUntil ?? null);
    const lasts = { dueAt: null, endsAt: until, validUntil: until, decidedAt: now };
    await write(inside, row, { state: 'APPROVED', reviewerId: personOf(inside), ...lasts });
    const told = { ...factsOf(row), validUntil: until.toISOString() };
    const cause = await tell(inside, row, 'qualificationReview.approved', told);
    if (earlier)
      await record(db, now, {
        kind: 'qualificationReview.renewed',
        subject: earlier.id,
        actorId: personOf(inside),
        data: { ...factsOf(row), by: row.id },
        cause,
      });
    await markChecked(inside, row);
  });
}

/** Ends the review with the reasons in its checklist. Throws ChecklistUndecided where there is none. */
export function refuseReview(
  context: Context,
  row: QualificationReviewRow,
  reason: string | null,
): Promise<void> {
  return step(context, row, 'refuse', async (inside) => {
    const marks = await marksOf(inside, row);
    const items = marks.filter(({ mark }) => mark === 'NOT_MET').map(({ item }) => item);
    if (items.length === 0) throw new ChecklistUndecided([]);
    const done = { reason, reviewerId: personOf(inside), decidedAt: inside.now, dueAt: null, endsAt: null };
    await write(inside, row, { state: 'REFUSED', ...done });
    await tell(inside, row, 'qualificationReview.refused', { ...factsOf(row), items: items.sort() });
  });
}

/** Ends a review that is no longer wanted. */
export function withdrawReview(context: Context, row: QualificationReviewRow): Promise<void> {
  return step(context, row, 'withdraw', async (inside) => {
    await write(inside, row, { state: 'WITHDRAWN', dueAt: null, endsAt: null });
    await tell(inside, row, 'qualificationReview.withdrawn', factsOf(row));
  });
}

/** Takes a qualification back. What rests on it ends everywhere within five seconds. */
export function revokeReview(context: Context, row: QualificationReviewRow, reason: string): Promise<void> {
  return step(context, row, 'revoke', async (inside) => {
    await write(inside, row, { state: 'REVOKED', reason, endsAt: null });
    await tell(inside, row, 'qualificationReview.revoked', factsOf(row));
  });
}

/** Does the act when the review stands where it begins, or throws QualificationReviewMovedOn. All that is
 *  done about one actor takes turns: of two who decide at once one finds the other's decision. */
function step(
  context: Context,
  row: QualificationReviewRow,
  act: ReviewAct,
  work: (inside: Context) => Promise<void>,
): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { id, actorId } = row;
    await takeTurns(inside.db, [actorId]);
    // With what it may replace, in the order of ids, as the job locks them.
    const standing = await inside.db
      .select(reviewColumns)
      .from(qualificationReview)
      .where(
        or(
          eq(qualificationReview.id, id),
          and(sameQualification(row), isNotNull(qualificationReview.endsAt)),
        ),
      )
      .orderBy(qualificationReview.id)
      .for('update');
    const current = standing.find((each) => each.id === id);
    if (!current) throw new QualificationReviewUnknown();
    const from: readonly string[] = reviewActs[act].from;
    if (!from.includes(current.state)) throw new QualificationReviewMovedOn(current.state, from);
    // What was valid may have run out unwritten: it would stand in the way of what replaces it.
    await endByTime(inside.db, inside.now, sameQualification(current));
    await work(inside);
  });
}

/** A step begins its wait anew, so the platform may be told anew that it is late. */
const write = (
  { db }: Context,
  { id }: QualificationReviewRow,
  set: Partial<typeof qualificationReview.$inferInsert>,
) =>
  db
    .update(qualificationReview)
    .set({ ...set, overdueToldAt: null })
    .where(eq(qualificationReview.id, id));

function tell<Kind extends EventKind>(
  { db, now, viewer }: Context,
  { id }: QualificationReviewRow,
  kind: Kind,
  data: EventData[Kind],
) {
  return record<Kind>(db, now, { kind, subject: id, actorId: viewer?.actorId ?? null, data });
}

const marksOf = ({ db }: Context, { id }: QualificationReviewRow) =>
  db.select().from(qualificationMark).where(eq(qualificationMark.reviewId, id));

async function addDocuments({ db }: Context, reviewId: Id<'QualificationReview'>, wishes: DocumentWish[]) {
  if (wishes.length === 0) return;
  const known = await db.$count(qualificationDocument, eq(qualificationDocument.reviewId, reviewId));
  if (known + wishes.length > documentsMax)
    throw new QualificationReviewUnusable(`A review points to at most ${documentsMax} documents.`);
  const rows = wishes.map((wish, at) => ({ ...wish, reviewId, place: known + at + 1 }));
  await db.insert(qualificationDocument).values(rows);
}

/** What a platform has reviewed is no longer only what an import or the organisation itself has said. */
async function markChecked(inside: Context, { actorId }: QualificationReviewRow): Promise<void> {
  if (nameOfId(actorId) !== 'Organization') return;
  const id = asId('Organization', actorId);
  const row = await organizationById(inside).load(id);
  if (row && !row.isChecked) await describeOrganizations(inside, [{ id, isChecked: true }]);
}

function personOf({ viewer }: Context): Id<'Person'> | null {
  return viewer && nameOfId(viewer.actorId) === 'Person' ? asId('Person', viewer.actorId) : null;
}
