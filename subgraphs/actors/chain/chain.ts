import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { entity, keyFields, refusals } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id, nameOfId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import {
  localized,
  localizedTextInput,
  localizedTextType,
  regionOf,
  regionType,
} from '../../../schema/value-types.ts';
import { demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { industryChainExtend } from './access.ts';
import { inName, usable } from './asked.ts';
import { ChainStageEnum } from './chain.enums.ts';
import { drawChainMap } from './chain.map.ts';
import { ChainMapType } from './chain.parts.ts';
import {
  chainById,
  chainCount,
  type ChainRow,
  chainRows,
  createChain,
  extendChain,
  linksByChain,
  newestChains,
  positionsByChain,
} from './chain.store.ts';
import { checkChain, checkParts } from './chain.wish.ts';
import { ChainStepClosed, ChainUnknown, ChainUnusable } from './errors.ts';

export const IndustryChain = builder.objectRef<ChainRow>('IndustryChain').implement({
  description: 'The chain of an industry (产业链), in a region or everywhere, as its keeper draws it.',
  access: isPublic,
  fields: (t) => ({
    ...keyFields(t),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => localized(row.titleZh, row.titleEn) ?? { zh: null, en: row.id },
    }),
    industry: t.expose('industry', { type: 'IndustryCode', access: isPublic, description: 'Its industry.' }),
    region: t.field({
      type: regionType(builder),
      nullable: true,
      access: isPublic,
      description: 'The region it is drawn for, or null for everywhere.',
      resolve: (row) => regionOf(row.region),
    }),
    keeper: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'The organisation that draws it and confirms who stands where.',
      resolve: (row, _args, context) => organizationById(context).load(row.keeperId),
    }),
    createdAt: t.expose('createdAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When it was begun.',
    }),
    map: t.field({
      type: ChainMapType,
      access: isPublic,
      description: 'Positions, links, broken links and missing partners at this moment.',
      resolve: async ({ id }, _args, context) => {
        const [positions, links] = await Promise.all([
          positionsByChain(context).load(id),
          linksByChain(context).load(id),
        ]);
        return drawChainMap(positions, links);
      },
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([industryChainExtend], row, context),
    }),
  }),
});

entity(builder, IndustryChain, async (context, id) =>
  nameOfId(id) === 'IndustryChain' ? chainById(context).load(asId('IndustryChain', id)) : null,
);

const ChainConnection = connectionType(builder, { name: 'IndustryChain', node: IndustryChain });

const IndustryChainFilterInput = builder.inputType('IndustryChainFilter', {
  description: 'Narrows a list of chains; what is left out does not narrow it.',
  fields: (t) => ({
    industry: t.field({
      type: 'IndustryCode',
      required: false,
      description: 'Of this industry or one within it.',
    }),
    region: t.field({
      type: 'RegionCode',
      required: false,
      description: 'Drawn for this region or one within it.',
    }),
  }),
});

builder.queryFields((t) => ({
  industryChain: t.field({
    type: IndustryChain,
    nullable: true,
    access: isPublic,
    description: 'One industry chain, or null when there is none.',
    args: { id: t.arg.id({ description: 'Id of the chain.' }) },
    resolve: (_root, { id }, context) => chainById(context).load(asId('IndustryChain', id)),
  }),
  industryChains: t.field({
    type: ChainConnection,
    nullable: true,
    access: isPublic,
    description: 'Industry chains, newest first.',
    args: {
      filter: t.arg({ type: IndustryChainFilterInput, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_root, { filter, ...page }, context) => {
      const { industry = null, region = null } = filter ?? {};
      const wanted = { industry, region };
      const identity = { list: 'Query.industryChains', filter: wanted, order: 'NEWEST' };
      return readPage(context, page, identity, newestChains, {
        rows: (request) => chainRows(context, wanted, request),
        count: () => chainCount(context, wanted),
      });
    },
  }),
}));

refusals(builder, ...[ChainUnknown, ChainUnusable, ChainStepClosed]);

const ChainPositionInput = builder.inputType('ChainPositionInput', {
  description: 'A position of a chain.',
  fields: (t) => ({
    key: t.string({
      description: 'Its name within the chain: small letters, digits and hyphens, at most 40.',
    }),
    title: t.field({
      type: localizedTextInput(builder),
      description: 'What it is called; at most 100 characters in each language.',
    }),
    stage: t.field({ type: ChainStageEnum, description: 'Where along the chain it lies.' }),
    isEssential: t.boolean({ description: 'Whether the chain cannot do without it.' }),
  }),
});
const ChainLinkInput = builder.inputType('ChainLinkInput', {
  description: 'What flows from one position to another.',
  fields: (t) => ({
    fromKey: t.string({ description: 'The position where it begins.' }),
    toKey: t.string({ description: 'The position where it ends; another one.' }),
    what: t.field({
      type: localizedTextInput(builder),
      description: 'What flows; at most 100 characters in each language.',
    }),
  }),
});
const IndustryChainCreateInput = builder.inputType('IndustryChainCreateInput', {
  description: 'What a chain is to be.',
  fields: (t) => ({
    keeperId: t.id({ description: 'The organisation you administer, which keeps it.' }),
    title: t.field({
      type: localizedTextInput(builder),
      description: 'What it is called; at most 200 characters in each language.',
    }),
    industry: t.field({ type: 'IndustryCode', description: 'Its industry.' }),
    region: t.field({ type: 'RegionCode', required: false, description: 'The region it is drawn for.' }),
    positions: t.field({
      type: [ChainPositionInput],
      description: 'In the order of the chain; at most 100.',
    }),
    links: t.field({ type: [ChainLinkInput], description: 'At most 100; more by extending the chain.' }),
  }),
});
const IndustryChainExtendInput = builder.inputType('IndustryChainExtendInput', {
  description: 'What is added to a chain.',
  fields: (t) => ({
    chainId: t.id({ description: 'The chain.' }),
    positions: t.field({ type: [ChainPositionInput], required: false, description: 'At most 100 in all.' }),
    links: t.field({
      type: [ChainLinkInput],
      required: false,
      description: 'At most 100 at once, 300 in all.',
    }),
  }),
});

/** The chain after a change: read anew, past what loaders remember. */
async function chainNow(context: Context, id: Id<'IndustryChain'>): Promise<ChainRow> {
  const row = await chainById({ ...context }).load(id);
  invariant(row, 'A chain that was just changed is there.');
  return row;
}

const dataField = {
  name: 'industryChain',
  access: isPublic,
  description: 'The chain as it now is.',
} as const;

builder.mutationFields((t) => ({
  industryChainCreate: t.field({
    type: IndustryChain,
    nullable: true,
    access: isSignedIn,
    description: 'Draws a chain with its positions and links.',
    args: { input: t.arg({ type: IndustryChainCreateInput, description: 'The chain.' }) },
    errors: { types: [ChainUnusable], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const keeperId = await inName(context, input.keeperId);
      const wish = usable(() => checkChain({ ...input, keeperId }));
      return chainNow(context, await createChain(context, wish));
    },
  }),
  industryChainExtend: t.field({
    type: IndustryChain,
    nullable: true,
    access: isSignedIn,
    description: 'Adds positions and links to a chain. For its keeper.',
    args: { input: t.arg({ type: IndustryChainExtendInput, description: 'What is added.' }) },
    errors: { types: [ChainUnknown, ChainUnusable], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await chainById(context).load(asId('IndustryChain', input.chainId));
      if (!row) throw new ChainUnknown();
      await demand(industryChainExtend, row, context);
      await extendChain(
        context,
        row.id,
        usable(() => checkParts(input)),
      );
      return chainNow(context, row.id);
    },
  }),
}));
