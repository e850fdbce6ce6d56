import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Context, newContext } from '../../../schema/context.ts';
import type { QualificationReviewState } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.ts';
import {
  declareReviewPeople,
  eventsOf,
  newOrganization,
  putReview,
  type ReviewPeople,
  reviewsStanding,
} from '../../../tests/kit/review.ts';
import { organizationById } from '../organization/organization.store.ts';
import { endReviews } from './review.job.ts';
import { deadlinesOf, monthsAfter, type ReviewAct, reviewActs, validUntil } from './review.states.ts';
import * as steps from './review.steps.store.ts';
import { qualificationReviewById, type QualificationReviewRow } from './review.store.ts';
import { isVerifiedNow, verificationsByActor } from './verification.store.ts';

let fresh: FreshDatabase;
let people: ReviewPeople;
/** A context of the operator's, with fresh loaders. */
const operating = (): Context => newContext(fresh.database, people.operator);

beforeAll(async () => {
  fresh = await freshDatabase();
  people = await declareReviewPeople(fresh);
});
afterEach(() => fresh.shiftClock('0'));
afterAll(() => fresh[Symbol.asyncDispose]());

const newFirm = () => newOrganization(newContext(fresh.database, null), 'Firm');
const rowOf = async (id: Id<'QualificationReview'>): Promise<QualificationReviewRow> =>
  (await qualificationReviewById(operating()).load(id))!;
const put = async (state: QualificationReviewState, options?: { days?: number }) =>
  putReview(fresh, { actorId: await newFirm(), platformId: people.platform }, state, options);
const runJob = () => fresh.database.write((tx) => endReviews.work(tx, {}));
const kindsOf = async (id: string) => (await eventsOf(fresh, id)).map(({ kind }) => kind.split('.')[1]);

const notMet = { item: 'credit-code', mark: 'NOT_MET' as const, reason: 'Expired.' };
const acts: Record<ReviewAct, (context: Context, row: QualificationReviewRow) => Promise<void>> = {
  take: steps.takeReview,
  mark: (context, row) => steps.markReview(context, row, [notMet]),
  ask: (context, row) => steps.askApplicant(context, row, 'Which?'),
  answer: (context, row) => steps.answerReviewer(context, row, { answer: 'This.', documents: [] }),
  approve: steps.approveReview,
  refuse: (context, row) => steps.refuseReview(context, row, null),
  withdraw: steps.withdrawReview,
  revoke: (context, row) => steps.revokeReview(context, row, 'Forged.'),
};

/** By hand: what can be done in each state, and where it leads. Everything else is refused. */
const table: Record<QualificationReviewState, Partial<Record<ReviewAct, QualificationReviewState>>> = {
  REQUESTED: { take: 'IN_REVIEW', withdraw: 'WITHDRAWN' },
  IN_REVIEW: {
    ...{ mark: 'IN_REVIEW', ask: 'INFORMATION_WANTED', approve: 'APPROVED', refuse: 'REFUSED' },
    ...{ withdraw: 'WITHDRAWN' },
  },
  INFORMATION_WANTED: { answer: 'IN_REVIEW', withdraw: 'WITHDRAWN' },
  APPROVED: { revoke: 'REVOKED' },
  REFUSED: {},
  WITHDRAWN: {},
  LAPSED: {},
  EXPIRED: {},
  RENEWED: {},
  REVOKED: {},
};
const cells = Object.entries(table).flatMap(([state, leads]) =>
  (Object.keys(reviewActs) as ReviewAct[]).map((act) => [state, act, leads[act] ?? null] as const),
);

describe('a review', () => {
  test.each(cells)('that is %s, when asked to %s: %s', async (state, act, leads) => {
    const id = await put(state as QualificationReviewState);
    if (act === 'refuse')
      await fresh.database.script(
        `update actors.qualification_mark set mark = 'NOT_MET', reason = 'x' where review_id = '${id}'`,
      );
    const row = await rowOf(id);
    const before = await reviewsStanding(fresh);
    const done = acts[act](operating(), row).then(
      () => null,
      (error: unknown) => error,
    );
    if (leads) {
      expect(await done).toBeNull();
      expect((await rowOf(id)).state).toBe(leads);
      expect((await reviewsStanding(fresh)).events).toBe(before.events + 1 + (act === 'approve' ? 1 : 0));
    } else {
      expect(await done).toMatchObject({ code: 'QUALIFICATION_REVIEW_MOVED_ON', state });
      expect(await reviewsStanding(fresh)).toEqual(before);
    }
  });

  test('that is approved makes its organisation checked and verified, and a revocation ends that', async () => {
    const id = await put('IN_REVIEW');
    const row = await rowOf(id);
    const actorId = row.actorId as Id<'Organization'>;
    expect(await isVerifiedNow(operating(), actorId)).toBe(false);
    await steps.approveReview(operating(), row);
    const { isChecked } = (await organizationById(operating()).load(actorId))!;
    expect([isChecked, await isVerifiedNow(operating(), actorId)]).toEqual([true, true]);
    await steps.revokeReview(operating(), row, 'Forged.');
    expect([await isVerifiedNow(operating(), actorId), await kindsOf(id)]).toEqual([
      false,
      ['approved', 'revoked'],
    ]);
  });

  test.each(['approve', 'refuse'] as const)(
    'that renews leaves the earlier valid until it is decided: %s',
    async (act) => {
      const facts = { actorId: await newFirm(), platformId: people.platform };
      const kind = 'ORGANIZATION_IDENTITY' as const;
      const earlier = await putReview(fresh, facts, 'APPROVED', { days: 59 });
      const id = await steps.requestReview(operating(), { ...facts, kind, note: null, documents: [] });
      const [told] = await eventsOf(fresh, id);
      expect(told?.data).toMatchObject({ renews: earlier });
      await steps.takeReview(operating(), await rowOf(id));
      const met = ['registered-name', 'credit-code', 'in-good-standing', 'applicant-mandated'];
      const marks = met.map((item) => ({ item, mark: 'MET' as const, reason: null }));
      await steps.markReview(operating(), await rowOf(id), act === 'approve' ? marks : [notMet]);
      expect((await rowOf(earlier)).state).toBe('APPROVED');
      const { validUntil: until } = await rowOf(earlier);
      await acts[act](operating(), await rowOf(id));
      expect(await isVerifiedNow(operating(), facts.actorId)).toBe(true);
      expect((await rowOf(earlier)).state).toBe(act === 'approve' ? 'RENEWED' : 'APPROVED');
      const valid = await verificationsByActor(operating()).load(facts.actorId);
      expect(valid.map((each) => each.validUntil)).toEqual([
        act === 'approve' ? monthsAfter(until!, 36) : until,
      ]);
    },
  );
});

describe('time', () => {
  test('shows a platform that is late, tells it once, and lapses without prejudice', async () => {
    const actorId = await newFirm();
    const kind = 'ORGANIZATION_IDENTITY' as const;
    const wish = { actorId, platformId: people.platform, kind, note: null, documents: [] };
    const id = await steps.requestReview(operating(), wish);
    expect((await rowOf(id)).isOverdue).toBe(false);
    await fresh.shiftClock('10 days 1 minute');
    expect(await rowOf(id)).toMatchObject({ state: 'REQUESTED', isOverdue: true });
    await runJob();
    await runJob();
    expect(await kindsOf(id)).toEqual(['requested', 'overdue']);
    await fresh.shiftClock('20 days 1 minute');
    // At once, before the job has written it.
    expect(await rowOf(id)).toMatchObject({ state: 'LAPSED', isOverdue: false, dueAt: null });
    await expect(steps.takeReview(operating(), await rowOf(id))).rejects.toMatchObject({ state: 'LAPSED' });
    const then = new Date(Date.now() + 20 * 86_400_000 + 60_000);
    const next = await steps.requestReview({ ...operating(), now: then }, wish);
    await runJob();
    expect([await kindsOf(id), await kindsOf(next)]).toEqual([
      ['requested', 'overdue', 'lapsed'],
      ['requested'],
    ]);
  });

  test('lapses a review whose applicant does not answer, and never calls it overdue', async () => {
    const id = await put('IN_REVIEW');
    await steps.askApplicant(operating(), await rowOf(id), 'Which?');
    await fresh.shiftClock('29 days');
    await runJob();
    expect(await rowOf(id)).toMatchObject({ state: 'INFORMATION_WANTED', isOverdue: false });
    await fresh.shiftClock('30 days 1 minute');
    await expect(acts.answer(operating(), await rowOf(id))).rejects.toMatchObject({ state: 'LAPSED' });
    await runJob();
    expect([(await rowOf(id)).state, await kindsOf(id)]).toEqual(['LAPSED', ['informationWanted', 'lapsed']]);
  });

  test('expires a qualification at once, and records it once', async () => {
    const id = await put('APPROVED', { days: 30 });
    const { actorId } = await rowOf(id);
    expect(await isVerifiedNow(operating(), actorId)).toBe(true);
    await fresh.shiftClock('30 days 1 minute');
    expect([await isVerifiedNow(operating(), actorId), (await rowOf(id)).state]).toEqual([false, 'EXPIRED']);
    await expect(acts.revoke(operating(), await rowOf(id))).rejects.toMatchObject({ state: 'EXPIRED' });
    await runJob();
    await runJob();
    expect(await kindsOf(id)).toEqual(['expired']);
  });

  test('does not stand in the way of a renewal when it ended the earlier unwritten', async () => {
    const facts = { actorId: await newFirm(), platformId: people.platform };
    const earlier = await putReview(fresh, facts, 'APPROVED', { days: 1 });
    const id = await putReview(fresh, facts, 'IN_REVIEW', { days: 9 });
    await fresh.shiftClock('2 days');
    await steps.approveReview(operating(), await rowOf(id));
    expect([await kindsOf(earlier), await kindsOf(id)]).toEqual([['expired'], ['approved']]);
  });
});

describe('deadlines', () => {
  const now = new Date('2028-01-31T12:00:00Z');
  const days = ({ dueAt, endsAt }: ReturnType<typeof deadlinesOf>) =>
    [dueAt, endsAt].map((at) => (at.getTime() - now.getTime()) / 86_400_000);

  test('are those of the kind, twice as long for the end, and 30 days for an answer', () => {
    expect(days(deadlinesOf('REQUESTED', 'EXPERT', now))).toEqual([10, 20]);
    expect(days(deadlinesOf('IN_REVIEW', 'CLINICAL_RESEARCH', now))).toEqual([15, 30]);
    expect(days(deadlinesOf('INFORMATION_WANTED', 'EXPERT', now))).toEqual([30, 30]);
  });

  test('count in months by the calendar, and a renewal adds to what is left', () => {
    expect(monthsAfter(now, 1).toISOString()).toBe('2028-02-29T12:00:00.000Z');
    expect(monthsAfter(now, 24).toISOString()).toBe('2030-01-31T12:00:00.000Z');
    const earlier = new Date('2028-03-01T00:00:00Z');
    expect(validUntil('EXPERT', now, earlier).toISOString()).toBe('2031-03-01T00:00:00.000Z');
    expect(validUntil('EXPERT', now, new Date(0)).toISOString()).toBe('2031-01-31T12:00:00.000Z');
  });
});
