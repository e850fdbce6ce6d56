import type { QualificationKind, QualificationReviewState } from '../../../schema/events.ts';
import { qualificationKinds } from './review.kinds.ts';

/** What can be done to a review: where it begins, and what comes of it. Every state that is not in `from` is
 *  refused. */
export const reviewActs = {
  take: { from: ['REQUESTED'], to: 'IN_REVIEW' },
  mark: { from: ['IN_REVIEW'], to: 'IN_REVIEW' },
  ask: { from: ['IN_REVIEW'], to: 'INFORMATION_WANTED' },
  answer: { from: ['INFORMATION_WANTED'], to: 'IN_REVIEW' },
  approve: { from: ['IN_REVIEW'], to: 'APPROVED' },
  refuse: { from: ['IN_REVIEW'], to: 'REFUSED' },
  withdraw: { from: ['REQUESTED', 'IN_REVIEW', 'INFORMATION_WANTED'], to: 'WITHDRAWN' },
  revoke: { from: ['APPROVED'], to: 'REVOKED' },
} as const satisfies Record<
  string,
  { from: readonly QualificationReviewState[]; to: QualificationReviewState }
>;
export type ReviewAct = keyof typeof reviewActs;

/** The states that wait for somebody. */
export const openStates = ['REQUESTED', 'IN_REVIEW', 'INFORMATION_WANTED'] as const;
export type OpenState = (typeof openStates)[number];

/** From how many days before its end a qualification can be renewed. */
export const renewalDays = 60;
/** How many days an applicant has to give what is wanted. */
export const answerDays = 30;
const dayMs = 24 * 60 * 60 * 1_000;

/** By when a state that begins now should have ended, and when it ends by itself. */
export function deadlinesOf(state: OpenState, kind: QualificationKind, now: Date) {
  const after = (days: number) => new Date(now.getTime() + days * dayMs);
  if (state === 'INFORMATION_WANTED') return { dueAt: after(answerDays), endsAt: after(answerDays) };
  const { reviewDays } = qualificationKinds[kind];
  return { dueAt: after(reviewDays), endsAt: after(2 * reviewDays) };
}

/** Until when a qualification holds that is given now. One renewed early loses nothing of its time. */
export function validUntil(kind: QualificationKind, now: Date, earlier: Date | null): Date {
  const from = earlier && earlier > now ? earlier : now;
  return monthsAfter(from, qualificationKinds[kind].validMonths);
}

/** The same day and time so many months later, or the last day of a month that has no such day. */
export function monthsAfter(from: Date, months: number): Date {
  const then = new Date(from);
  then.setUTCMonth(then.getUTCMonth() + months);
  // A day that the month does not have runs over into the next.
  if (then.getUTCDate() !== from.getUTCDate()) then.setUTCDate(0);
  return then;
}
