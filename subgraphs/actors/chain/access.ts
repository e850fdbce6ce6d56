import { either, isAuditor, onParent } from '../../../schema/access.ts';
import { administered } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import type { ChainRow, PositionRow } from './chain.store.ts';
import type { PlaceRow } from './place.store.ts';
import type { SupplyRow } from './supply.store.ts';

/** For the organisation in whose name one acts. */
export const inTheNameOf: Action<Id<'Organization'>> = {
  name: 'actFor',
  requires: 'administrator of the organisation',
  permits: (id, { viewer }) => administered(viewer).includes(id),
};

export const industryChainExtend: Action<ChainRow> = {
  name: 'industryChainExtend',
  requires: 'administrator of the keeper of the chain',
  permits: ({ keeperId }, { viewer }) => administered(viewer).includes(keeperId),
};
export const chainPositionTake: Action<PositionRow> = {
  name: 'chainPositionTake',
  requires: 'administrator of an organisation',
  permits: (_row, { viewer }) => administered(viewer).length > 0,
};
export const chainPositionConfirm: Action<PlaceRow> = {
  name: 'chainPositionConfirm',
  requires: 'administrator of the keeper of the chain',
  permits: ({ keeperId }, { viewer }) => administered(viewer).includes(keeperId),
};
export const chainPositionLeave: Action<PlaceRow> = {
  name: 'chainPositionLeave',
  requires: 'administrator of the organisation or of the keeper of the chain',
  permits: ({ keeperId, organizationId }, { viewer }) =>
    administered(viewer).some((id) => id === keeperId || id === organizationId),
};

export const supplyRelationConfirm: Action<SupplyRow> = {
  name: 'supplyRelationConfirm',
  requires: 'administrator of the side that did not state it',
  permits: ({ supplierId, customerId, statedById }, { viewer }) =>
    administered(viewer).includes(statedById === supplierId ? customerId : supplierId),
};
const byEither = (name: string): Action<SupplyRow> => ({
  name,
  requires: 'administrator of the supplier or of the customer',
  permits: ({ supplierId, customerId }, { viewer }) =>
    administered(viewer).some((id) => id === supplierId || id === customerId),
});
export const supplyRelationDecline = byEither('supplyRelationDecline');
export const supplyRelationEnd = byEither('supplyRelationEnd');

const isOneOfBoth = onParent<SupplyRow>(
  'member of the supplier or of the customer',
  ({ supplierId, customerId }, { viewer }) =>
    viewer?.organizations.some(({ id }) => id === supplierId || id === customerId) ?? false,
);
export const isOneOfBothOrAuditor = either(isOneOfBoth, isAuditor);
