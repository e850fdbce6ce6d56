import { expect, it } from 'vitest';
import { openGraph } from '../tests/kit/graph.ts';

it('gives a figure of the kind asked for, and nothing without an error for a row of another kind', async () => {
  await using graph = await openGraph();
  await graph.seedRegion();
  const { resources } = await graph.read<{
    resources: { edges: { node: { __typename: string; id: string } }[] };
  }>('{ resources(first: 50) { edges { node { __typename id } } } }');
  const rows = new Map(resources.edges.map(({ node }) => [node.__typename, node.id]));
  expect([...rows.keys()].sort()).toEqual(['Equipment', 'Knowledge', 'Material', 'Technology']);
  const seen = await Promise.all(
    [...rows].map(async ([kind, id]) => {
      const figure = 'metric(key: METADATA_COMPLETE_SHARE) { value }';
      const { resource } = await graph.read<{ resource: { metric?: object } }>(
        `{ resource(id: "${id}") { id ... on Material { ${figure} } } }`,
      );
      return resource.metric ? [kind] : [];
    }),
  );
  expect(seen.flat()).toEqual(['Material']);
});
