import { afterAll, beforeAll, expect, it } from 'vitest';
import { newContext } from '../../schema/context.ts';
import { newId } from '../../schema/ids.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { declareResources, type ResourceWish } from './resource.store.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph[Symbol.asyncDispose]());

const providerId = newId('Organization');
const wish = (id: ResourceWish['id'], family: ResourceWish['family'], nameEn: string): ResourceWish => ({
  id,
  family,
  nameEn,
  providerId,
  nameZh: null,
  descriptionZh: null,
  descriptionEn: null,
  platformId: null,
  region: null,
  sharing: 'OPEN',
  state: 'PUBLISHED',
  keywords: [],
  contactName: null,
  contactUrl: null,
  contactEmail: null,
  contactTelephone: null,
});

it('lists the last described first, whatever its family, page after page', async () => {
  const context = newContext(graph.database, null);
  const made = [
    wish(newId('Technology'), 'TECHNOLOGY', 'first'),
    wish(newId('Equipment'), 'EQUIPMENT', 'second'),
    wish(newId('Material'), 'MATERIAL', 'third'),
    wish(newId('Equipment'), 'EQUIPMENT', 'fourth'),
    wish(newId('Knowledge'), 'KNOWLEDGE', 'fifth'),
  ];
  await declareResources(context, made);
  const names: string[] = [];
  let after: string | null = null;
  do {
    const {
      resources,
    }: {
      resources: {
        edges: { node: { name: { en: string } } }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    } = await graph.read(
      'query Page($after: String) { resources(first: 2, after: $after) { edges { node { name { en } } } pageInfo { endCursor hasNextPage } } }',
      { variables: { after } },
    );
    names.push(...resources.edges.map(({ node }) => node.name.en));
    after = resources.pageInfo.hasNextPage ? resources.pageInfo.endCursor : null;
  } while (after);
  expect(names).toEqual(['fifth', 'fourth', 'third', 'second', 'first']);
});
