import { administered, type Context, isInPerson } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import { operates } from '../platform/access.ts';
import type { PlatformRow } from '../platform/platform.store.ts';
import type { RulesRow } from './rules.store.ts';
import { currentSeatsByPlatform, type SeatRow } from './seat.store.ts';
import { votesByRules, type VoteRow } from './vote.store.ts';

async function holdsSeat(platformId: Id<'Platform'>, context: Context): Promise<boolean> {
  if (!isInPerson(context.viewer)) return false;
  const seats = await currentSeatsByPlatform(context).load(platformId);
  return seats.some(({ personId }) => personId === context.viewer?.actorId);
}

/** Operators, and whoever votes for a seat. */
export const rulesDraft: Action<PlatformRow> = {
  name: 'rulesDraft',
  requires: 'operator of the platform, or holder of a seat in its committee',
  permits: ({ id }, context) => operates(context.viewer, id) || holdsSeat(id, context),
};

export const seatFill: Action<PlatformRow> = {
  name: 'committeeSeatFill',
  requires: 'operator of the platform, not through a key',
  permits: ({ id }, { viewer }) => isInPerson(viewer) && operates(viewer, id),
};

/** Who goes on with a draft: its author, as long as they may draft at all; operators with what one wrote. */
const byDrafter = (name: string): Action<RulesRow> => ({
  name,
  requires:
    'author of the rules who may still draft, or operator of the platform where an operator wrote them',
  permits: async ({ platformId, authorId, isByOperator }, context) =>
    (isByOperator && operates(context.viewer, platformId)) ||
    (authorId === context.viewer?.actorId &&
      (operates(context.viewer, platformId) || (await holdsSeat(platformId, context)))),
});
export const rulesRevise = byDrafter('rulesRevise');
export const rulesWithdraw = byDrafter('rulesWithdraw');
export const rulesPropose = byDrafter('ruleChangePropose');

export const rulesAdopt: Action<RulesRow> = {
  name: 'rulesAdopt',
  requires: 'operator of the platform, not through a key',
  permits: ({ platformId }, { viewer }) => isInPerson(viewer) && operates(viewer, platformId),
};

/** The viewer's own place in the vote on these rules, or null. */
export async function ownVote(rulesId: Id<'PlatformRules'>, context: Context): Promise<VoteRow | null> {
  if (!isInPerson(context.viewer)) return null;
  const votes = await votesByRules(context).load(rulesId);
  return votes.find(({ personId }) => personId === context.viewer?.actorId) ?? null;
}

export const voteCast: Action<RulesRow> = {
  name: 'voteCast',
  requires: 'holder of a seat since the vote opened, not through a key',
  permits: async ({ id }, context) => (await ownVote(id, context)) !== null,
};

/** In the order in which `viewerMay` tells them. */
export const rulesActions = [rulesRevise, rulesWithdraw, rulesPropose, rulesAdopt, voteCast];

const byOrganization = (name: string): Action<SeatRow> => ({
  name,
  requires: 'administrator of the organisation of the seat, not through a key',
  permits: ({ organizationId }, { viewer }) =>
    isInPerson(viewer) && administered(viewer).includes(organizationId),
});
export const seatAccept = byOrganization('committeeSeatAccept');
export const seatDecline = byOrganization('committeeSeatDecline');

/** The organisation, or the person themselves. */
export const seatResign: Action<SeatRow> = {
  name: 'committeeSeatResign',
  requires: 'holder of the seat, or administrator of its organisation, not through a key',
  permits: ({ organizationId, personId }, { viewer }) =>
    isInPerson(viewer) && (viewer?.actorId === personId || administered(viewer).includes(organizationId)),
};
export const seatActions = [seatAccept, seatDecline, seatResign];
