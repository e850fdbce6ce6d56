import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { eventsOf, expectNothingChanged } from '../../../tests/kit/act.ts';
import { type Company, openCompany, won } from '../../../tests/kit/company.ts';
import { lapseSupplies } from './supply.store.ts';

let company: Company;
let { graph, org, by, act, shiftedBy } = {} as Company;

beforeAll(async () => {
  company = await openCompany();
  ({ graph, org, by, act, shiftedBy } = company);
});
afterAll(() => company[Symbol.asyncDispose]());

const position = (key: string, isEssential = true) => ({
  ...{ key, title: { en: key }, stage: 'MIDSTREAM', isEssential },
});
const link = (fromKey: string, toKey: string) => ({ fromKey, toKey, what: { en: 'material' } });
const create = (input: object = {}, viewer: Viewer | null = by.third) =>
  act(
    'industryChainCreate',
    'industryChain { id }',
    {
      ...{ keeperId: org.third, title: { zh: '生物医药产业链' }, industry: 'C27', region: '420500' },
      positions: [position('raw'), position('making'), position('care', false), position('packing')],
      links: [link('raw', 'making'), link('making', 'care'), link('packing', 'making')],
      ...input,
    },
    viewer,
  );
const chain = async (input: object = {}) => String((await create(input)).row!['id']);
const extend = (chainId: string, input: object, viewer: Viewer | null = by.third) =>
  act('industryChainExtend', 'industryChain { id }', { chainId, ...input }, viewer);
const take = (chainId: string, key: string, organizationId: string, viewer: Viewer | null) =>
  act('chainPositionTake', 'place { id confirmedAt }', { chainId, key, organizationId }, viewer);
const taken = async (chainId: string, key: string, who: 'lead' | 'second' | 'firm' | 'other') =>
  String((await take(chainId, key, org[who], by[who])).row!['id']);
const placeStep = (name: string, placeId: string, viewer: Viewer | null) =>
  act(name, name === 'chainPositionLeave' ? 'industryChain { id }' : 'place { id }', { placeId }, viewer);
const say = (input: object = {}, viewer: Viewer | null = by.lead) =>
  act(
    'supplyRelationState',
    'supplyRelation { id state }',
    {
      ...{ organizationId: org.lead, otherId: org.firm, side: 'SUPPLIER', sharePercent: 42 },
      ...{ product: { en: `Product ${Math.random()}` }, ...input },
    },
    viewer,
  );
const said = async (input: object = {}) => String((await say(input)).row!['id']);
const supplyStep = (name: string, supplyRelationId: string, viewer: Viewer | null) =>
  act(name, 'supplyRelation { id state }', { supplyRelationId }, viewer);
const mapOf = async (id: string) => {
  const query = `{ industryChain(id: "${id}") { map {
    positions { key organizationCount organizationCountInRegion organizationCountConfirmed }
    links { from { key } to { key } supplyCount }
    brokenLinks { link { from { key } to { key } } code reason { en } }
    missingPartners { position { key } code reason { zh } } } } }`;
  type Seen = { industryChain: { map: Record<string, never[]> } };
  const answer = await graph.ask<Seen>(query);
  expect(answer.errors).toBeUndefined();
  return { data: answer.data!, statements: answer.statements };
};
const kindsOf = async (id: string) => (await eventsOf(graph, id)).map(({ kind }) => kind);

test('shows broken links and missing partners, and mends as places are taken and supplies confirmed', async () => {
  const id = await chain();
  const place = await taken(id, 'raw', 'lead');
  await taken(id, 'making', 'firm');
  await taken(id, 'packing', 'other');
  expect((await placeStep('chainPositionConfirm', place, by.third)).is).toBe('ChainPositionConfirmSuccess');
  const supply = await said();
  const { map } = (await mapOf(id)).data.industryChain;
  expect(map['positions']).toEqual([
    { key: 'raw', organizationCount: 1, organizationCountInRegion: 1, organizationCountConfirmed: 1 },
    { key: 'making', organizationCount: 1, organizationCountInRegion: 1, organizationCountConfirmed: 0 },
    { key: 'care', organizationCount: 0, organizationCountInRegion: 0, organizationCountConfirmed: 0 },
    { key: 'packing', organizationCount: 1, organizationCountInRegion: 0, organizationCountConfirmed: 0 },
  ]);
  expect(map['brokenLinks']!.map(({ link: { from, to }, code }) => [from['key'], to['key'], code])).toEqual([
    ['making', 'care', 'CUSTOMER_MISSING'],
    ['packing', 'making', 'NO_SUPPLY'],
    ['raw', 'making', 'NO_SUPPLY'],
  ]);
  expect(map['missingPartners']).toEqual([
    {
      ...{ position: { key: 'packing' }, code: 'NOBODY_IN_REGION' },
      reason: { zh: '“packing”不可或缺，其 1 家组织都在本地区之外。' },
    },
  ]);
  expect((await supplyStep('supplyRelationConfirm', supply, by.firm)).row).toMatchObject({
    state: 'CONFIRMED',
  });
  const mended = (await mapOf(id)).data.industryChain.map;
  expect(mended['links']!.map(({ supplyCount }) => supplyCount)).toEqual([0, 0, 1]);
  expect(mended['brokenLinks']!.length).toBe(2);
  await placeStep('chainPositionLeave', place, by.lead);
  const left = (await mapOf(id)).data.industryChain.map;
  expect(left['brokenLinks']!.length).toBe(3);
  expect(await kindsOf(id)).toEqual([
    ...['industryChain.created', 'industryChain.extended', 'chainPosition.taken', 'chainPosition.taken'],
    ...['chainPosition.taken', 'chainPosition.confirmed', 'chainPosition.left'],
  ]);
});

test('takes as many statements for a chain of a hundred positions as for one of two', async () => {
  const small = await chain({ positions: [position('a'), position('b')], links: [link('a', 'b')] });
  const keys = Array.from({ length: 100 }, (_each, n) => `p${n}`);
  const links = keys.slice(1).map((key, n) => link(keys[n]!, key));
  const large = await chain({ positions: keys.map((key) => position(key)), links });
  expect((await mapOf(large)).statements).toBe((await mapOf(small)).statements);
  expect((await extend(large, { positions: [position('one-more')] })).is).toBe('CHAIN_UNUSABLE');
  const across = (step: number) => keys.slice(step).map((key, n) => link(keys[n]!, key));
  expect((await extend(large, { links: across(2) })).is).toBe('IndustryChainExtendSuccess');
  expect((await extend(large, { links: across(3) })).is).toBe('IndustryChainExtendSuccess');
  expect((await extend(large, { links: across(4).slice(0, 7) })).is).toBe('CHAIN_UNUSABLE');
  expect((await extend(large, { links: across(4).slice(0, 6) })).is).toBe('IndustryChainExtendSuccess');
});

test('gives one place to twenty who take it at once, and one extension of the same key', async () => {
  const id = await chain();
  const answers = await Promise.all(Array.from({ length: 20 }, () => take(id, 'raw', org.lead, by.lead)));
  expect(new Set(answers.map(({ row }) => row!['id'])).size).toBe(1);
  expect((await kindsOf(id)).filter((kind) => kind === 'chainPosition.taken').length).toBe(1);
  const extended = await Promise.all(
    Array.from({ length: 20 }, () => extend(id, { positions: [position('testing')] })),
  );
  expect(won(extended)).toBe(1);
  const left = await Promise.all(
    Array.from({ length: 20 }, () =>
      placeStep('chainPositionLeave', String(answers[0]!.row!['id']), by.lead),
    ),
  );
  expect(won(left)).toBe(1);
});

test('a supply is between the two until both say so; its share stays between them', async () => {
  const id = await said();
  const query = (state: string) => `{ actor(id: "${org.firm}") { ... on Organization {
    supplyRelations(side: CUSTOMER, state: ${state}, first: 50) {
      totalCount edges { node { id sharePercent } } } } } }`;
  type Seen = { actor: { supplyRelations: { totalCount: number; edges: { node: { id: string } }[] } } };
  const seen = async (viewer: Viewer | null, state: string) => {
    const { supplyRelations } = (await graph.ask<Seen>(query(state), { viewer })).data!.actor;
    expect(supplyRelations.totalCount).toBe(supplyRelations.edges.length);
    return supplyRelations.edges.find(({ node }) => node.id === id)?.node;
  };
  const whole = { id, sharePercent: 42 };
  for (const viewer of [null, by.second, by.other]) {
    expect(await seen(viewer, 'DECLARED')).toBeUndefined();
    if (viewer) expect((await supplyStep('supplyRelationConfirm', id, viewer)).is).toBe('CHAIN_UNKNOWN');
  }
  for (const viewer of [by.lead, by.leadMember, by.firm, by.auditor])
    expect(await seen(viewer, 'DECLARED')).toEqual(whole);
  await supplyStep('supplyRelationConfirm', id, by.firm);
  for (const viewer of [null, by.second])
    expect(await seen(viewer, 'CONFIRMED')).toEqual({ id, sharePercent: null });
  for (const viewer of [by.lead, by.firmMember, by.auditor])
    expect(await seen(viewer, 'CONFIRMED')).toEqual(whole);
  expect((await supplyStep('supplyRelationEnd', id, by.lead)).row).toMatchObject({ state: 'ENDED' });
  expect((await kindsOf(id)).map((kind) => kind.split('.')[1])).toEqual(['stated', 'confirmed', 'ended']);
});

test('lets one of twenty answers to a supply count, and one of twenty who state the same', async () => {
  const id = await said();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_each, n) =>
      supplyStep(n % 2 ? 'supplyRelationConfirm' : 'supplyRelationDecline', id, n % 2 ? by.firm : by.lead),
    ),
  );
  expect([won(answers), (await kindsOf(id)).length]).toEqual([1, 2]);
  const same = { product: { en: 'The same' } };
  expect(won(await Promise.all(Array.from({ length: 20 }, () => say(same))))).toBe(1);
  // A circle is whole: who is supplied may supply in turn.
  const back = await say({ ...same, organizationId: org.firm, otherId: org.lead }, by.firm);
  expect(back.is).toBe('SupplyRelationStateSuccess');
});

test('that nobody confirms lapses after 60 days, and stands in the way no longer at once', async () => {
  const product = { product: { en: 'Slowly' } };
  const id = await said(product);
  await shiftedBy('61 days', async () => {
    expect((await supplyStep('supplyRelationConfirm', id, by.firm)).is).toBe('CHAIN_STEP_CLOSED');
    expect((await say(product)).is).toBe('SupplyRelationStateSuccess');
    await graph.database.write((tx) => lapseSupplies(tx, new Date(), null));
    expect(await graph.database.write((tx) => lapseSupplies(tx, new Date(), null))).toBe(0);
  });
  expect((await kindsOf(id)).at(-1)).toBe('supplyRelation.lapsed');
});

test('is refused where it cannot be, and to whoever may not; nothing changes', async () => {
  const id = await chain();
  const place = await taken(id, 'raw', 'lead');
  const [declared, confirmed] = [await said(), await said()];
  await supplyStep('supplyRelationConfirm', confirmed, by.firm);
  await expectNothingChanged(graph, 'actors.', [
    ['CHAIN_UNUSABLE', () => create({ positions: [position('A')] })],
    ['CHAIN_UNUSABLE', () => create({ positions: [position('a'), position('a')], links: [] })],
    ['CHAIN_UNUSABLE', () => create({ links: [link('raw', 'nowhere')] })],
    ['CHAIN_UNUSABLE', () => create({ links: [link('raw', 'raw')] })],
    ['CHAIN_UNUSABLE', () => create({ title: { zh: '' } })],
    ['FORBIDDEN', () => create({}, by.lead)],
    ['UNAUTHENTICATED', () => create({}, null)],
    ['BAD_USER_INPUT', () => create({ industry: 'C' + '9' })],
    ['CHAIN_UNUSABLE', () => extend(id, { positions: [position('raw')] })],
    ['CHAIN_UNUSABLE', () => extend(id, { links: [link('raw', 'making')] })],
    ['CHAIN_UNKNOWN', () => extend(newId('IndustryChain'), {})],
    ['FORBIDDEN', () => extend(id, {}, by.lead)],
    ['UNAUTHENTICATED', () => extend(id, {}, null)],
    ['BAD_USER_INPUT', () => extend('x', {})],
    ['CHAIN_UNKNOWN', () => take(id, 'nowhere', org.lead, by.lead)],
    ['CHAIN_UNKNOWN', () => take(newId('IndustryChain'), 'raw', org.lead, by.lead)],
    ['FORBIDDEN', () => take(id, 'raw', org.second, by.lead)],
    ['UNAUTHENTICATED', () => take(id, 'raw', org.lead, null)],
    ['BAD_USER_INPUT', () => take('x', 'raw', org.lead, by.lead)],
    ...(['chainPositionConfirm', 'chainPositionLeave'] as const).flatMap(
      (name) =>
        [
          ['CHAIN_UNKNOWN', () => placeStep(name, newId('ChainPlace'), by.third)],
          ['FORBIDDEN', () => placeStep(name, place, by.second)],
          ['UNAUTHENTICATED', () => placeStep(name, place, null)],
          ['BAD_USER_INPUT', () => placeStep(name, 'x', by.third)],
        ] as const,
    ),
    ['CHAIN_UNUSABLE', () => say({ otherId: org.lead })],
    ['CHAIN_UNUSABLE', () => say({ otherId: newId('Organization') })],
    ['CHAIN_UNUSABLE', () => say({ sharePercent: 101 })],
    ['CHAIN_UNUSABLE', () => say({ product: {} })],
    ['FORBIDDEN', () => say({}, by.second)],
    ['UNAUTHENTICATED', () => say({}, null)],
    ['BAD_USER_INPUT', () => say({ side: 'BOTH' })],
    ['FORBIDDEN', () => supplyStep('supplyRelationConfirm', declared, by.lead)],
    ['CHAIN_STEP_CLOSED', () => supplyStep('supplyRelationConfirm', confirmed, by.firm)],
    ['CHAIN_STEP_CLOSED', () => supplyStep('supplyRelationDecline', confirmed, by.firm)],
    ['CHAIN_STEP_CLOSED', () => supplyStep('supplyRelationEnd', declared, by.firm)],
    ...(['Confirm', 'Decline', 'End'] as const).flatMap(
      (verb) =>
        [
          ['CHAIN_UNKNOWN', () => supplyStep(`supplyRelation${verb}`, declared, by.second)],
          ['FORBIDDEN', () => supplyStep(`supplyRelation${verb}`, confirmed, by.second)],
          ['UNAUTHENTICATED', () => supplyStep(`supplyRelation${verb}`, declared, null)],
          ['BAD_USER_INPUT', () => supplyStep(`supplyRelation${verb}`, 'x', by.firm)],
        ] as const,
    ),
  ]);
});
