import { either, isAuditor, onParent } from '../../../schema/access.ts';
import { administered, type Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import { partiesByPartnership, type PartnershipRow, type PartyRow } from './partnership.store.ts';

/** What may be done by whoever administers a party of this sort. */
const byParty = (
  name: string,
  requires: string,
  isMeant: (party: PartyRow) => boolean,
): Action<PartnershipRow> => ({
  name,
  requires,
  permits: async ({ id }, context) =>
    (await partiesByPartnership(context).load(id)).some(
      (party) => isMeant(party) && administered(context.viewer).includes(party.organizationId),
    ),
});

const waited = 'administrator of a party that has not confirmed';
export const partnershipConfirm = byParty(
  'partnershipConfirm',
  waited,
  (party) => party.confirmedAt === null,
);
export const partnershipDecline = byParty(
  'partnershipDecline',
  waited,
  (party) => party.confirmedAt === null,
);
export const partnershipEnd = byParty('partnershipEnd', 'administrator of a party', () => true);

/** For the organisation in whose name one acts. */
export const inTheNameOf: Action<Id<'Organization'>> = {
  name: 'actFor',
  requires: 'administrator of the organisation',
  permits: (id, { viewer }) => administered(viewer).includes(id),
};

/** Why it was ended is between the parties. */
const isParty = onParent<PartnershipRow>('member of a party', async ({ id }, context: Context) =>
  (await partiesByPartnership(context).load(id)).some(
    ({ organizationId }) => context.viewer?.organizations.some((each) => each.id === organizationId) ?? false,
  ),
);
export const isPartyOrAuditor = either(isParty, isAuditor);
