import type { CoCreationRoleState } from '../../../schema/events.ts';

/** What can be done to a request or a grant, by the states in which it begins. Elsewhere it is refused. */
export const roleActs = {
  grant: ['REQUESTED', 'REVIEW_DUE'],
  refuse: ['REQUESTED'],
  withdraw: ['REQUESTED', 'GRANTED', 'REVIEW_DUE'],
  revoke: ['GRANTED', 'REVIEW_DUE'],
} as const satisfies Record<string, readonly CoCreationRoleState[]>;
export type RoleAct = keyof typeof roleActs;

/** In which the role is held. */
export const heldStates = ['GRANTED', 'REVIEW_DUE'] as const;

const dayMs = 24 * 60 * 60 * 1_000;
const daysAfter = (from: Date, days: number) => new Date(from.getTime() + days * dayMs);

/** A platform has 30 days to decide; after 60 the request lapses. */
export const requestWaits = (now: Date) => ({ dueAt: daysAfter(now, 30), endsAt: daysAfter(now, 60) });

/** After 24 months a role is to be reviewed again, and after 90 days more it lapses. */
export function grantLasts(now: Date) {
  const dueAt = new Date(now);
  dueAt.setUTCMonth(dueAt.getUTCMonth() + 24);
  // Only 29 February has no day 24 months later.
  if (dueAt.getUTCDate() !== now.getUTCDate()) dueAt.setUTCDate(0);
  return { dueAt, endsAt: daysAfter(dueAt, 90) };
}
