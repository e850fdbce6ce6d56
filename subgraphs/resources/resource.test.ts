import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resource } from '../../db/tables/resources.ts';
import { inTransaction, newContext, type Viewer } from '../../schema/context.ts';
import type { Family } from '../../schema/events.ts';
import { type ActorId, type Id, newId, type ResourceId } from '../../schema/ids.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { resourceWish } from '../../tests/kit/resource.ts';
import { declareOrganization } from '../actors/organization/organization.store.ts';
import { addEquipment } from './equipment.store.ts';
import { addKnowledge } from './knowledge.store.ts';
import { addMaterial } from './material.store.ts';
import { declareResources, type ResourceWish } from './resource.store.ts';
import { addTechnology } from './technology.store.ts';

interface Described extends Partial<ResourceWish> {
  family: Family;
}

/** What the tests find, by a short name, in the order it was described. */
const catalogue = {
  lc: {
    family: 'EQUIPMENT',
    nameZh: '高效液相色谱仪',
    nameEn: 'Liquid chromatograph',
    region: '420506',
    sharing: 'OPEN',
  },
  lcms: {
    family: 'EQUIPMENT',
    nameZh: '液质联用仪',
    descriptionZh: '色谱与质谱联用',
    nameEn: null,
    region: '420500',
  },
  sem: {
    family: 'EQUIPMENT',
    nameEn: 'Scanning electron microscope',
    descriptionEn: 'SEM',
    region: '330106',
  },
  optics: { family: 'TECHNOLOGY', nameEn: 'Optics for Microscopes', nameZh: '谱色', region: '420100' },
  spectra: { family: 'KNOWLEDGE', nameZh: '质谱谱库', nameEn: 'a library of spectra', sharing: 'NEGOTIATED' },
  reference: { family: 'MATERIAL', nameEn: 'Zinc', descriptionEn: "O'Brien's 100% <b>\\pure</b>; --" },
} satisfies Record<string, Described>;
type Name = keyof typeof catalogue;
const names = Object.keys(catalogue) as Name[];
const hiddenStates = ['DRAFT', 'CHECKED', 'WITHDRAWN'] as const;

let graph: Graph;
let provider: Id<'Organization'>;
const platformId = newId('Platform');
const idOf = {} as Record<Name, ResourceId>;
const hidden: ResourceId[] = [];
beforeAll(async () => {
  graph = await openGraph();
  ({ id: provider } = await declareOrganization(newContext(graph.database, null), {
    kind: 'SME',
    nameEn: 'Firm',
  }));
  for (const name of names) [idOf[name]] = (await put([catalogue[name]])) as [ResourceId];
  hidden.push(
    ...(await put(
      hiddenStates.map((state) => ({
        family: 'EQUIPMENT',
        nameEn: 'Secret microscope',
        nameZh: '色谱',
        state,
      })),
    )),
  );
});
afterAll(() => graph[Symbol.asyncDispose]());

/** Writes resources with the rows of their kinds. */
async function put(rows: Described[], providerId: ActorId = provider): Promise<ResourceId[]> {
  const wishes = rows.map(({ family, ...own }) =>
    resourceWish(family, { nameEn: null, providerId, platformId, sharing: 'BY_APPLICATION', ...own }),
  );
  const idsOf = (family: Family) => wishes.filter((wish) => wish.family === family).map(({ id }) => id);
  await inTransaction(newContext(graph.database, null), async (inside) => {
    await declareResources(inside, wishes);
    const ofEquipment = { maker: 'Maker', model: null, serialNumber: null, place: null };
    const cost = { internalCostMinor: 0n, internalCostCurrency: 'CNY' };
    await addEquipment(
      inside,
      idsOf('EQUIPMENT').map((id) => ({ id, kind: 'INSTRUMENT', ...ofEquipment, ...cost })),
    );
    const ofTechnology = { kind: 'PATENT', readinessLevel: 6, patentNumber: 'P1', transferWays: [] };
    await addTechnology(
      inside,
      idsOf('TECHNOLOGY').map((id) => ({ id, ...ofTechnology })),
    );
    await addKnowledge(
      inside,
      idsOf('KNOWLEDGE').map((id) => ({ id, kind: 'REPORT', url: null, issuedOn: null })),
    );
    await addMaterial(
      inside,
      idsOf('MATERIAL').map((id) => ({ id, kind: 'SPECIMEN', batch: 'B', certificate: null })),
    );
  });
  return wishes.map(({ id }) => id);
}

interface List {
  totalCount: number;
  edges: { cursor: string; node: { id: ResourceId } }[];
}
const find = (filter: unknown, viewer: Viewer | null = null) =>
  graph.read<{ resources: List; actor: { resources: List } }>(
    `query ($filter: ResourceFilter) {
      resources(filter: $filter) { totalCount edges { cursor node { id } } }
      actor(id: "${provider}") { resources(filter: $filter) { totalCount edges { cursor node { id } } } }
    }`,
    { variables: { filter }, viewer },
  );

describe('a list of resources', () => {
  test.each<[unknown, Name[]]>([
    [{ text: '色谱' }, ['lcms', 'lc']],
    [{ text: '质谱' }, ['spectra', 'lcms']],
    [{ text: '液相色谱' }, ['lc']],
    [{ text: '仪' }, ['lcms', 'lc']],
    [{ text: 'MICROSCOPE' }, ['optics', 'sem']],
    [{ text: 'mIcRoScOpE' }, ['optics', 'sem']],
    [{ text: 'ｍｉｃｒｏscope' }, ['optics', 'sem']],
    [{ text: 'electron microscope' }, ['sem']],
    [{ text: 'microscope electron' }, ['sem']],
    [{ text: '色谱 质谱' }, ['lcms']],
    [{ text: '色谱 liquid' }, ['lc']],
    [{ text: 'microscope liquid' }, []],
    [{ text: '光谱' }, []],
    [{ text: '' }, names],
    [{ text: ' \t\n ' }, names],
    [{ text: null }, names],
    [{}, names],
    [null, names],
    [{ family: 'EQUIPMENT' }, ['sem', 'lcms', 'lc']],
    [{ family: 'MATERIAL' }, ['reference']],
    [{ region: '420000' }, ['optics', 'lcms', 'lc']],
    [{ region: '420500' }, ['lcms', 'lc']],
    [{ region: '420506' }, ['lc']],
    [{ region: '420502' }, []],
    [{ region: '330000' }, ['sem']],
    [{ sharing: 'OPEN' }, ['lc']],
    [{ sharing: 'NEGOTIATED' }, ['spectra']],
    [{ sharing: 'BY_APPLICATION' }, ['reference', 'optics', 'sem', 'lcms']],
    [{ text: '色谱', family: 'EQUIPMENT', region: '420000', sharing: 'BY_APPLICATION' }, ['lcms']],
  ])('with %j holds all and only %j, under its provider too', async (filter, found) => {
    const { resources, actor } = await find(filter);
    for (const { totalCount, edges } of [resources, actor.resources]) {
      expect(edges.map(({ node }) => node.id).sort()).toEqual(found.map((name) => idOf[name]).sort());
      expect(totalCount).toBe(found.length);
    }
  });

  test('is sorted by when they were described, newest first', async () => {
    const { resources, actor } = await find({ family: 'EQUIPMENT' });
    for (const { edges } of [resources, actor.resources])
      expect(edges.map(({ node }) => node.id)).toEqual([idOf.sem, idOf.lcms, idOf.lc]);
  });

  const harmless = [
    "'; drop table resources.resource; --",
    "' or '1'='1",
    '%',
    '_',
    '\\',
    '"',
    "''",
    ':*',
    '!zinc',
  ];
  const operators = [
    'zinc | microscope',
    'zinc & !pure',
    '(zinc',
    '<->',
    "zinc':* | '",
    '$1',
    '🧪',
    '٣',
    '\u200b',
  ];
  test.each([...harmless, ...operators])('takes %j as words, not as a command', async (text) => {
    const { resources } = await find({ text });
    const found = /zinc(?! \|)|\$1/.test(text) ? [idOf.reference] : [];
    expect(resources.edges.map(({ node }) => node.id)).toEqual(found);
    expect(await graph.database.read.$count(resource)).toBe(names.length + hidden.length);
  });

  test.each([
    ['a'.repeat(201), /^The search text has 201 characters; at most 200 are searched\.$/],
    ['色'.repeat(201), /^The search text has 201 characters; at most 200 are searched\.$/],
    ['a\u0000b', /has control characters/],
    ['a\ud800b', /has half of a character/],
  ])('refuses a text it cannot search: %j', async (text, message) => {
    const query = 'query ($filter: ResourceFilter) { resources(filter: $filter) { totalCount } }';
    const { data, errors } = await graph.ask(query, { variables: { filter: { text } } });
    const codes = errors?.map(({ extensions }) => extensions?.['code']);
    expect([data, codes]).toEqual([{ resources: null }, ['BAD_USER_INPUT']]);
    expect(errors?.[0]?.message).toMatch(message);
  });

  test('takes a text of 200 characters', async () => {
    expect((await find({ text: ` ${'a'.repeat(200)} ` })).resources.totalCount).toBe(0);
  });

  test('is sorted by English name, or Chinese where there is none, across its pages', async () => {
    const inOrder: Name[] = ['spectra', 'lc', 'optics', 'sem', 'reference', 'lcms'];
    const read = (args: string) =>
      graph.read<{ resources: List }>(
        `{ resources(orderBy: NAME, ${args}) { totalCount edges { cursor node { id } } } }`,
      );
    const { edges: first } = (await read('first: 4')).resources;
    const { edges: second } = (await read(`first: 4, after: "${first[3]!.cursor}"`)).resources;
    expect([...first, ...second].map(({ node }) => node.id)).toEqual(inOrder.map((name) => idOf[name]));
    const { edges: back } = (await read(`last: 4, before: "${second[0]!.cursor}"`)).resources;
    expect(back).toEqual(first);
  });
});

describe('a resource that is not published', () => {
  const someone = newId('Person');
  const viewer = (own: Partial<Viewer> = {}): Viewer => ({
    actorId: someone,
    organizations: [],
    roles: [],
    scopes: null,
    ...own,
  });
  const role = { platformId: null, region: null };
  test.each<[string, () => Viewer | null, boolean]>([
    ['nobody', () => null, false],
    ['a stranger', () => viewer(), false],
    ['a regulator', () => viewer({ roles: [{ ...role, role: 'REGULATOR', region: '420000' }] }), false],
    ['a partner', () => viewer({ roles: [{ ...role, role: 'PARTNER', platformId }] }), false],
    [
      'an operator elsewhere',
      () => viewer({ roles: [{ ...role, role: 'OPERATOR', platformId: newId('Platform') }] }),
      false,
    ],
    ['a member of its provider', () => viewer({ organizations: [{ id: provider, role: 'MEMBER' }] }), true],
    [
      'the operator of its platform',
      () => viewer({ roles: [{ ...role, role: 'OPERATOR', platformId }] }),
      true,
    ],
    ['an auditor', () => viewer({ roles: [{ ...role, role: 'AUDITOR' }] }), true],
  ])('is in lists, in counts and by id the same to %s', async (_who, of, isShown) => {
    const expected = isShown ? [...hidden].reverse() : [];
    const { resources, actor } = await find({ text: 'secret' }, of());
    for (const { totalCount, edges } of [resources, actor.resources]) {
      expect(edges.map(({ node }) => node.id)).toEqual(expected);
      expect(totalCount).toBe(expected.length);
    }
    expect((await find({}, of())).resources.totalCount).toBe(names.length + expected.length);
    for (const id of hidden) {
      const one = await graph.read(`{ resource(id: "${id}") { id } node(id: "${id}") { id } }`, {
        viewer: of(),
      });
      expect(one).toEqual(isShown ? { resource: { id }, node: { id } } : { resource: null, node: null });
    }
  });
});
