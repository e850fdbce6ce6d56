import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, newContext, type Viewer } from '../../schema/context.ts';
import type { Family } from '../../schema/events.ts';
import { type Id, newId, type ResourceId } from '../../schema/ids.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { resourceWish } from '../../tests/kit/resource.ts';
import { declareOrganization } from '../actors/organization/organization.store.ts';
import { addEquipment } from './equipment.store.ts';
import { declareResources, type ResourceWish } from './resource.store.ts';

const families = ['EQUIPMENT', 'TECHNOLOGY', 'KNOWLEDGE', 'MATERIAL'] as const;

let graph: Graph;
let providerId: Id<'Organization'>;
beforeAll(async () => {
  graph = await openGraph();
  const context = newContext(graph.database, null);
  ({ id: providerId } = await declareOrganization(context, { kind: 'SME', nameEn: 'Firm' }));
});
afterAll(() => graph[Symbol.asyncDispose]());

const wish = (family: Family, own: Partial<ResourceWish> = {}): ResourceWish =>
  resourceWish(family, { providerId, ...own });
const put = (wishes: ResourceWish[]) => declareResources(newContext(graph.database, null), wishes);

describe('completeness', () => {
  const whole = {
    descriptionEn: 'Words',
    region: '420500',
    keywords: ['word'],
    contactUrl: 'https://resource.example/',
  };
  test.each<[string, Partial<ResourceWish>, string[]]>([
    ['everything', whole, []],
    ['a description in Chinese', { ...whole, descriptionEn: null, descriptionZh: '说明' }, []],
    ['a mailbox only', { ...whole, contactUrl: null, contactEmail: 'a@b.example' }, []],
    ['a telephone only', { ...whole, contactUrl: null, contactTelephone: '1' }, []],
    ['only a name to ask for', { ...whole, contactUrl: null, contactName: 'Desk' }, ['contact']],
    ['no description', { ...whole, descriptionEn: null }, ['description']],
    ['no region', { ...whole, region: null }, ['region']],
    ['no keywords', { ...whole, keywords: [] }, ['keywords']],
    ['nothing', {}, ['description', 'region', 'keywords', 'contact']],
  ])('with %s misses exactly what is not there', async (_what, own, missing) => {
    const [row] = await put([wish('MATERIAL', own)]);
    const { resource } = await graph.read<{ resource: unknown }>(
      `{ resource(id: "${row!.id}") { completeness { isComplete missing } } }`,
    );
    expect(resource).toEqual({ completeness: { isComplete: missing.length === 0, missing } });
  });
});

describe('an internal cost', () => {
  const auditor: Viewer = {
    actorId: newId('Person'),
    organizations: [],
    roles: [{ role: 'AUDITOR', platformId: null, region: null }],
    scopes: null,
  };
  test.each([
    [0n, { amountMinor: '0', currency: 'CNY' }],
    [9_007_199_254_740_993n, { amountMinor: '9007199254740993', currency: 'CNY' }],
    [null, null],
  ])('of %s is shown as it was stated', async (internalCostMinor, internalCost) => {
    const id = newId('Equipment');
    const rest = { kind: 'INSTRUMENT', maker: null, model: null, serialNumber: null, place: null };
    const internalCostCurrency = internalCostMinor === null ? null : 'CNY';
    await inTransaction(newContext(graph.database, null), async (inside) => {
      await declareResources(inside, [wish('EQUIPMENT', { id })]);
      await addEquipment(inside, [{ id, ...rest, internalCostMinor, internalCostCurrency }]);
    });
    const query = `{ resource(id: "${id}") { ... on Equipment { internalCost { amountMinor currency } } } }`;
    expect(await graph.read(query, { viewer: auditor })).toEqual({ resource: { internalCost } });
  });
});

describe('a page of several kinds, with the fields of each', () => {
  const kinds = `... on Equipment { a: kind maker model place }
    ... on Technology { b: kind readinessLevel transferWays }
    ... on Knowledge { c: kind url issuedOn } ... on Material { d: kind batch certificate }`;
  const ask = (word: string, first: number) =>
    graph.ask<{ resources: { totalCount: number; edges: { node: { id: ResourceId } }[] } }>(
      `{ resources(filter: { text: "${word}" }, orderBy: NAME, first: ${first}) { totalCount edges { node {
        id name { en } completeness { missing } ${kinds}
      } } } }`,
    );

  test.each([
    ['two', families.slice(0, 2), [2, 20, 50]],
    ['four', families, [4, 20, 50]],
  ])('of %s kinds takes one statement, one for the count, and one a kind', async (word, some, pages) => {
    // Sorted by name, the kinds take turns: each page has every one of them.
    await put(
      Array.from({ length: 60 }, (_, index) =>
        wish(some[index % some.length]!, { nameEn: `${word} ${String(index).padStart(2, '0')}` }),
      ),
    );
    for (const first of pages) {
      const { data, statements } = await ask(word, first);
      expect([data?.resources.totalCount, data?.resources.edges.length]).toEqual([60, first]);
      expect(statements).toBe(2 + some.length);
    }
  });
});
