import { eq } from 'drizzle-orm';
import { supplyRelation } from '../../../db/tables/actors/chain.ts';
import type { Context } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { createChain } from '../../../subgraphs/actors/chain/chain.store.ts';
import { confirmPlace, placeById, takePlace } from '../../../subgraphs/actors/chain/place.store.ts';
import { moveSupply, stateSupply } from '../../../subgraphs/actors/chain/supply.store.ts';
import type { Base } from '../base/base.ts';
import { type Deed, place } from '../place.ts';
import { ownOr } from './alliance.rows.ts';

/** The share is a number between 1 and 100, so what is searched for is the field with it. */
const sharePercent = 73;
const text = (en: string) => ({ zh: null, en });

/** Draws a chain of three positions, kept by the institute. */
function draw(context: Context, { organization }: Base): Promise<Id<'IndustryChain'>> {
  const position = (key: string) => ({ key, title: text(key), stage: 'MIDSTREAM' as const });
  return createChain(context, {
    ...{ title: text('Chain'), industry: 'C27', region: '420500', keeperId: organization.provider },
    positions: ['raw', 'making', 'care'].map((key) => ({ ...position(key), isEssential: true })),
    links: [{ fromKey: 'raw', toKey: 'making', what: text('material') }],
  });
}

/** Has the firm stand in a chain. */
const stand = (context: Context, chainId: Id<'IndustryChain'>, { organization }: Base) =>
  takePlace(context, { chainId, key: 'raw', organizationId: organization.participant });

/** What deeds are done to, and how it is known again when they are over: lists stay as they were. */
const ofDeeds = 'Deeds';
const undo = async ({ db }: Context) => {
  await db.delete(supplyRelation).where(eq(supplyRelation.productEn, ofDeeds));
};

/** The other institute says that it supplies the firm. */
async function supply(context: Context, { organization }: Base, isConfirmed: boolean, product = ofDeeds) {
  const { other: supplierId, participant: customerId } = organization;
  const wish = { supplierId, customerId, statedById: supplierId, product: text(product), sharePercent };
  const id = await stateSupply(context, wish);
  if (isConfirmed) await moveSupply(context, { ...wish, id }, 'confirm');
  return id;
}

/** A chain that is broken, with the firm in it; a supply that was and one that one side says. */
export const chain = place({
  markers: { 'SupplyRelation.sharePercent': [`"sharePercent":${sharePercent}`] },
  write: async (context, base) => {
    const main = await draw(context, base);
    await confirmPlace(context, (await placeById(context).load(await stand(context, main, base)))!);
    const { other: supplierId, participant: customerId } = base.organization;
    const ended = await supply(context, base, true, 'Former');
    await moveSupply(context, { id: ended, supplierId, customerId }, 'end');
    return { main, ended, SUPPLY: await supply(context, base, false, 'Material') };
  },
  meet: ({ main, ended, SUPPLY }, base) => {
    const { participant, other } = base.organization;
    const inMain = (inside: string) => ({ entity: 'IndustryChain', id: main, inside });
    const ofFirm = 'supplyRelations(side: CUSTOMER, state: ENDED) { edges { node { % } } }';
    return {
      anchors: {
        IndustryChain: [inMain('%')],
        ChainMap: [inMain('map { % }')],
        ChainPosition: [inMain('map { positions { % } }')],
        ChainLink: [inMain('map { links { % } }')],
        ChainBrokenLink: [inMain('map { brokenLinks { % } }')],
        ChainMissingPartner: [inMain('map { missingPartners { % } }')],
        ChainPlace: [inMain('map { positions { places { edges { node { % } } } } }')],
        SupplyRelation: [
          {
            ...{ entity: 'Query', id: '' },
            inside: `actor(id: "${participant}") { ... on Organization { ${ofFirm} } }`,
          },
        ],
      },
      routes: {
        IndustryChain: [
          { name: 'root', query: `{ industryChain(id: "${main}") { % } }` },
          { name: 'list', query: '{ industryChains(last: 1) { edges { node { % } } } }' },
        ],
      },
      arguments: {
        'Query.industryChain': `(id: "${main}")`,
        'Organization.supplyRelations': '(side: SUPPLIER)',
      },
      deeds: [
        ...chainDeeds(base),
        ...supplyDeeds(base),
        {
          meets: 'ChainUnknown',
          query: () => `supplyRelationEnd(input: { supplyRelationId: "${newId('SupplyRelation')}" })`,
        },
        { meets: 'ChainUnusable', query: () => extended(main, '{ key: "No key", ') },
        {
          meets: 'ChainStepClosed',
          query: () => `supplyRelationEnd(input: { supplyRelationId: "${ended}" })`,
        },
      ],
      lists: [
        {
          name: 'Organization.supplyRelations',
          query: `{ actor(id: "${other}") { ... on Organization {
            supplyRelations(side: SUPPLIER, state: DECLARED) { % } } } }`,
          ...{ always: [], hidden: { SUPPLY } },
        },
      ],
    };
  },
});

const extended = (id: string, start: string) =>
  `industryChainExtend(input: { chainId: "${id}",
    positions: [${start} title: { en: "Care" }, stage: SUPPORT, isEssential: false }] })`;

function chainDeeds(base: Base): Deed[] {
  const { provider, participant } = base.organization;
  const made = (context: Context) => draw(context, base);
  const stood = async (context: Context) => stand(context, await draw(context, base), base);
  const unknown = (absent: string) => ({ unknownAs: { refusal: 'ChainUnknown', absent } });
  // Whoever administers an organisation takes a position with it, so the answer depends on who asks.
  let taker: string = participant;
  return [
    {
      meets: 'Mutation.industryChainCreate',
      query: () =>
        `industryChainCreate(input: { keeperId: "${provider}", title: { en: "New" }, industry: "C27",
          positions: [], links: [] })`,
      succeedsAs: 'IndustryChainCreateSuccess',
    },
    {
      meets: 'Mutation.industryChainExtend',
      prepare: made,
      query: (id) => extended(id, '{ key: "new",'),
      succeedsAs: 'IndustryChainExtendSuccess',
      ...unknown(newId('IndustryChain')),
    },
    {
      meets: 'Mutation.chainPositionTake',
      prepare: (context, viewer) => {
        taker = ownOr(viewer, participant);
        return made(context);
      },
      query: (id) =>
        `chainPositionTake(input: { chainId: "${id}", key: "care", organizationId: "${taker}" })`,
      succeedsAs: 'ChainPositionTakeSuccess',
      mayAt: (id) => `{ industryChain(id: "${id}") { map { positions { % } } } }`,
      ...unknown(newId('IndustryChain')),
    },
    ...['Confirm', 'Leave'].map((verb): Deed => ({
      meets: `Mutation.chainPosition${verb}`,
      prepare: stood,
      query: (id) => `chainPosition${verb}(input: { placeId: "${id}" })`,
      succeedsAs: `ChainPosition${verb}Success`,
      ...unknown(newId('ChainPlace')),
    })),
  ];
}

function supplyDeeds(base: Base): Deed[] {
  const { participant, fellow } = base.organization;
  const steps: [verb: string, isConfirmed: boolean][] = [
    ['Confirm', false],
    ['Decline', false],
    ['End', true],
  ];
  return [
    {
      meets: 'Mutation.supplyRelationState',
      query: () =>
        `supplyRelationState(input: { organizationId: "${participant}", otherId: "${fellow}",
          side: SUPPLIER, product: { en: "${ofDeeds}" } })`,
      succeedsAs: 'SupplyRelationStateSuccess',
      undo,
    },
    ...steps.map(([verb, isConfirmed]): Deed => ({
      meets: `Mutation.supplyRelation${verb}`,
      prepare: (context) => supply(context, base, isConfirmed),
      query: (id) => `supplyRelation${verb}(input: { supplyRelationId: "${id}" })`,
      succeedsAs: `SupplyRelation${verb}Success`,
      undo,
      unknownAs: {
        ...{ refusal: 'ChainUnknown', absent: newId('SupplyRelation') },
        // What both sides confirmed everybody knows of.
        ...(isConfirmed ? {} : { row: 'SUPPLY' }),
      },
    })),
  ];
}
