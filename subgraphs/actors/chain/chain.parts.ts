import { isPublic } from '../../../schema/access.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import type { Id } from '../../../schema/ids.ts';
import { localizedTextType } from '../../../schema/value-types.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { chainPositionTake } from './access.ts';
import { BreakCodeEnum, ChainStageEnum, MissingCodeEnum } from './chain.enums.ts';
import type { BrokenLink, ChainMap, MissingPartner } from './chain.map.ts';
import { type LinkRow, positionsByChain, type PositionRow } from './chain.store.ts';

export const ChainPosition = builder.objectRef<PositionRow>('ChainPosition').implement({
  description: 'A position in an industry chain, in which organisations stand.',
  access: isPublic,
  fields: (t) => ({
    key: t.exposeString('key', { access: isPublic, description: 'Its name within the chain, for programs.' }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => row.title,
    }),
    stage: t.field({
      type: ChainStageEnum,
      access: isPublic,
      description: 'Where along the chain it lies.',
      resolve: (row) => row.stage,
    }),
    isEssential: t.exposeBoolean('isEssential', {
      access: isPublic,
      description: 'Whether the chain cannot do without it.',
    }),
    organizationCount: t.exposeInt('count', {
      access: isPublic,
      description: 'How many organisations stand in it.',
    }),
    organizationCountInRegion: t.exposeInt('countInRegion', {
      nullable: true,
      access: isPublic,
      description: 'How many of them are seated in the region of the chain; null for a chain of no region.',
    }),
    organizationCountConfirmed: t.exposeInt('countConfirmed', {
      access: isPublic,
      description: 'How many of them the keeper has confirmed.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([chainPositionTake], row, context),
    }),
  }),
});

/** The position of this key in a chain that has it. */
export async function positionOf(
  context: Context,
  chainId: Id<'IndustryChain'>,
  key: string,
): Promise<PositionRow> {
  const found = (await positionsByChain(context).load(chainId)).find((position) => position.key === key);
  invariant(found, 'A link begins and ends at positions of its chain.');
  return found;
}

export const ChainLink = builder.objectRef<LinkRow>('ChainLink').implement({
  description: 'What flows from one position of a chain to another.',
  access: isPublic,
  fields: (t) => ({
    from: t.field({
      type: ChainPosition,
      access: isPublic,
      description: 'Where it begins.',
      resolve: (row, _args, context) => positionOf(context, row.chainId, row.fromKey),
    }),
    to: t.field({
      type: ChainPosition,
      access: isPublic,
      description: 'Where it ends.',
      resolve: (row, _args, context) => positionOf(context, row.chainId, row.toKey),
    }),
    what: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What flows.',
      resolve: (row) => row.what,
    }),
    supplyCount: t.exposeInt('supplyCount', {
      access: isPublic,
      description:
        'How many confirmed supply relations run from organisations at its beginning to some at its end.',
    }),
  }),
});

const BrokenLinkType = builder.objectRef<BrokenLink>('ChainBrokenLink').implement({
  description: 'A link along which nothing flows.',
  access: isPublic,
  fields: (t) => ({
    link: t.field({
      type: ChainLink,
      access: isPublic,
      description: 'Which.',
      resolve: (row) => row as BrokenLink & LinkRow,
    }),
    code: t.field({
      type: BreakCodeEnum,
      access: isPublic,
      description: 'Why, for programs.',
      resolve: (row) => row.code,
    }),
    reason: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'Why, in a sentence.',
      resolve: (row) => row.reason,
    }),
  }),
});

const MissingPartnerType = builder.objectRef<MissingPartner>('ChainMissingPartner').implement({
  description: 'An essential position for which a partner is to be found.',
  access: isPublic,
  fields: (t) => ({
    position: t.field({
      type: ChainPosition,
      access: isPublic,
      description: 'Which.',
      resolve: (row) => row.position as PositionRow,
    }),
    code: t.field({
      type: MissingCodeEnum,
      access: isPublic,
      description: 'How, for programs.',
      resolve: (row) => row.code,
    }),
    reason: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'How, in a sentence.',
      resolve: (row) => row.reason,
    }),
  }),
});

export const ChainMapType = builder.objectRef<ChainMap<PositionRow, LinkRow>>('ChainMap').implement({
  description: 'What a chain shows at this moment: who stands where, where it is broken, who is missing.',
  access: isPublic,
  fields: (t) => ({
    positions: t.field({
      type: [ChainPosition],
      access: isPublic,
      description: 'Every position in the order of the chain; at most 100.',
      resolve: (map) => map.positions,
    }),
    links: t.field({
      type: [ChainLink],
      access: isPublic,
      description: 'Every link; at most 300.',
      resolve: (map) => map.links,
    }),
    brokenLinks: t.field({
      type: [BrokenLinkType],
      access: isPublic,
      description: 'Links along which no confirmed supply runs; at most 300.',
      resolve: (map) => map.brokenLinks,
    }),
    missingPartners: t.field({
      type: [MissingPartnerType],
      access: isPublic,
      description: 'Essential positions with nobody, or nobody from the region; at most 100.',
      resolve: (map) => map.missingPartners,
    }),
  }),
});
