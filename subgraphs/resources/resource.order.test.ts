import { afterAll, beforeAll, expect, it } from 'vitest';
import { newContext } from '../../schema/context.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { resourceWish } from '../../tests/kit/resource.ts';
import { declareResources } from './resource.store.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph[Symbol.asyncDispose]());

it('lists the last described first, whatever its family, page after page', async () => {
  const context = newContext(graph.database, null);
  const made = [
    resourceWish('TECHNOLOGY', { nameEn: 'first' }),
    resourceWish('EQUIPMENT', { nameEn: 'second' }),
    resourceWish('MATERIAL', { nameEn: 'third' }),
    resourceWish('EQUIPMENT', { nameEn: 'fourth' }),
    resourceWish('KNOWLEDGE', { nameEn: 'fifth' }),
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
