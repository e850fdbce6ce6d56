import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { chainPositionConfirm, chainPositionLeave } from './access.ts';
import { inName } from './asked.ts';
import { ChainPosition, positionOf } from './chain.parts.ts';
import { chainById, positionsByChain } from './chain.store.ts';
import { IndustryChain } from './chain.ts';
import { ChainStepClosed, ChainUnknown } from './errors.ts';
import {
  confirmPlace,
  leavePlace,
  placeById,
  placeOrder,
  type PlaceRow,
  placesOfOrganization,
  placesOfPosition,
  takePlace,
} from './place.store.ts';

const ChainPlace = builder.objectRef<PlaceRow>('ChainPlace').implement({
  description: 'An organisation in a position of an industry chain.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    chain: t.field({
      type: IndustryChain,
      nullable: true,
      access: isPublic,
      description: 'Of which chain.',
      resolve: (row, _args, context) => chainById(context).load(row.chainId),
    }),
    position: t.field({
      type: ChainPosition,
      access: isPublic,
      description: 'In which position.',
      resolve: (row, _args, context) => positionOf(context, row.chainId, row.key),
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Who.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    takenAt: t.expose('takenAt', { type: 'Instant', access: isPublic, description: 'Since when.' }),
    confirmedAt: t.expose('confirmedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When the keeper confirmed it; null while it is its own word alone.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([chainPositionConfirm, chainPositionLeave], row, context),
    }),
  }),
});
const PlaceConnection = connectionType(builder, { name: 'ChainPlace', node: ChainPlace });

builder.objectField(ChainPosition, 'places', (t) =>
  t.field({
    type: PlaceConnection,
    access: isPublic,
    description: 'Who stands in it, in order of coming.',
    args: pageArgs(t.arg),
    resolve: ({ chainId, key }, args, context) => {
      const parent = `${chainId} ${key}`;
      const identity = { list: 'ChainPosition.places', parent, order: 'COMING' };
      return readPage(context, args, identity, placeOrder, placesOfPosition.of(context, parent, null));
    },
  }),
);

builder.objectField(Organization, 'chainPlaces', (t) =>
  t.field({
    type: PlaceConnection,
    access: isPublic,
    description: 'Where it stands in industry chains, in order of coming.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => {
      const identity = { list: 'Organization.chainPlaces', parent: id, order: 'COMING' };
      return readPage(context, args, identity, placeOrder, placesOfOrganization.of(context, id, null));
    },
  }),
);

const ChainPositionTakeInput = builder.inputType('ChainPositionTakeInput', {
  description: 'Who stands where.',
  fields: (t) => ({
    chainId: t.id({ description: 'The chain.' }),
    key: t.string({ description: 'The key of the position.' }),
    organizationId: t.id({ description: 'The organisation you administer.' }),
  }),
});
const ChainPositionConfirmInput = builder.inputType('ChainPositionConfirmInput', {
  description: 'Which place is confirmed.',
  fields: (t) => ({ placeId: t.id({ description: 'The place.' }) }),
});
const ChainPositionLeaveInput = builder.inputType('ChainPositionLeaveInput', {
  description: 'Which place is left.',
  fields: (t) => ({ placeId: t.id({ description: 'The place.' }) }),
});

/** The place after a change: read anew, past what loaders remember. */
async function placeNow(context: Context, id: Id<'ChainPlace'>): Promise<PlaceRow> {
  const row = await placeById({ ...context }).load(id);
  invariant(row, 'A place that was just changed is there.');
  return row;
}

async function thePlace(context: Context, id: string): Promise<PlaceRow> {
  const row = await placeById(context).load(asId('ChainPlace', id));
  if (!row) throw new ChainUnknown();
  return row;
}

builder.mutationFields((t) => ({
  chainPositionTake: t.field({
    type: ChainPlace,
    nullable: true,
    access: isSignedIn,
    description: 'Puts your organisation in a position of a chain. A second time changes nothing.',
    args: { input: t.arg({ type: ChainPositionTakeInput, description: 'Who, where.' }) },
    errors: {
      types: [ChainUnknown],
      result: { access: isPublic },
      dataField: { name: 'place', access: isPublic, description: 'The place.' },
    },
    resolve: async (_root, { input }, context) => {
      const chainId = asId('IndustryChain', input.chainId);
      const positions = await positionsByChain(context).load(chainId);
      if (!positions.some(({ key }) => key === input.key)) throw new ChainUnknown();
      const organizationId = await inName(context, input.organizationId);
      return placeNow(context, await takePlace(context, { chainId, key: input.key, organizationId }));
    },
  }),
  chainPositionConfirm: t.field({
    type: ChainPlace,
    nullable: true,
    access: isSignedIn,
    description:
      'Says that an organisation stands there indeed. For the keeper; a second time changes nothing.',
    args: { input: t.arg({ type: ChainPositionConfirmInput, description: 'Which.' }) },
    errors: {
      types: [ChainUnknown, ChainStepClosed],
      result: { access: isPublic },
      dataField: { name: 'place', access: isPublic, description: 'The place as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const row = await thePlace(context, input.placeId);
      await demand(chainPositionConfirm, row, context);
      await confirmPlace(context, row);
      return placeNow(context, row.id);
    },
  }),
  chainPositionLeave: t.field({
    type: IndustryChain,
    nullable: true,
    access: isSignedIn,
    description: 'Takes an organisation out of a position. For itself and for the keeper of the chain.',
    args: { input: t.arg({ type: ChainPositionLeaveInput, description: 'Which.' }) },
    errors: {
      types: [ChainUnknown, ChainStepClosed],
      result: { access: isPublic },
      dataField: { name: 'industryChain', access: isPublic, description: 'The chain as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const row = await thePlace(context, input.placeId);
      await demand(chainPositionLeave, row, context);
      await leavePlace(context, row);
      const chain = await chainById({ ...context }).load(row.chainId);
      invariant(chain, 'A place stands in a chain.');
      return chain;
    },
  }),
}));
