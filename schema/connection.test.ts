import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, openGraph } from '../tests/kit/graph.ts';

interface Connection {
  totalCount?: number;
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  edges: { cursor: string; node: { id: string } }[];
}

let graph: Graph;
beforeAll(async () => {
  graph = await openGraph();
  await graph.seedRegion();
});
afterAll(() => graph[Symbol.asyncDispose]());

const inside = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }';
const ask = (args: string, fields = inside) =>
  graph.ask<{ resources: Connection }>(`{ resources(${args}) { ${fields} } }`);
const resources = async (args: string) => (await ask(args)).data!.resources;
const idsOf = ({ edges }: Connection) => edges.map(({ node }) => node.id);

async function walk(order: string, size: number, isBackwards: boolean): Promise<string[]> {
  const found: string[] = [];
  for (let args = ''; ;) {
    const page = await resources(`${isBackwards ? 'last' : 'first'}: ${size}, orderBy: ${order}${args}`);
    if (isBackwards) found.unshift(...idsOf(page));
    else found.push(...idsOf(page));
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(isBackwards ? hasPreviousPage : hasNextPage)) return found;
    args = isBackwards ? `, before: "${startCursor}"` : `, after: "${endCursor}"`;
  }
}

describe('the pages of a list', () => {
  it.each(['NEWEST', 'NAME'])('by %s hold every row once, forwards and backwards', async (order) => {
    const { totalCount } = (await ask('first: 0', 'totalCount')).data!.resources;
    const forwards = await walk(order, 7, false);
    expect(new Set(forwards).size).toBe(totalCount);
    expect(forwards.length).toBe(totalCount);
    expect(await walk(order, 9, true)).toEqual(forwards);
  });

  it('begin and end with the cursors of their edges; an empty one has none', async () => {
    const { pageInfo, edges } = await resources('first: 3');
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0]!.cursor,
      endCursor: edges[2]!.cursor,
    });
    expect(await resources('first: 3, filter: { text: "nothingisnamedlikethis" }')).toEqual({
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      edges: [],
    });
  });
});

it('counts in one statement more, and only when asked', async () => {
  const plain = await ask('first: 3', 'edges { node { id } }');
  const counted = await ask('first: 3', 'totalCount edges { node { id } }');
  expect([plain.statements, counted.statements]).toEqual([1, 2]);
});

it('takes as many statements for 50 rows as for 2', async () => {
  const fields = 'edges { node { id name { en } ... on Equipment { maker } provider { name { en } } } }';
  const counts = [];
  for (const first of [2, 50])
    counts.push((await ask(`first: ${first}, filter: { family: EQUIPMENT }`, fields)).statements);
  expect(counts[1]).toBe(counts[0]);
});

describe('a cursor', () => {
  const refused = async (args: string) =>
    (await ask(args)).errors?.map(({ extensions }) => extensions?.['code']);

  it('is refused with another filter, in another order and under another parent', async () => {
    const { endCursor } = (await resources('first: 1, orderBy: NAME')).pageInfo;
    expect(await refused(`first: 1, after: "${endCursor}"`)).toEqual(['BAD_USER_INPUT']);
    expect(
      await refused(`first: 1, orderBy: NAME, after: "${endCursor}", filter: { family: EQUIPMENT }`),
    ).toEqual(['BAD_USER_INPUT']);
    const { data } = await graph.ask<{ organizations: Connection }>(
      '{ organizations(first: 2) { edges { node { id } } } }',
    );
    const [one, two] = data!.organizations.edges.map(({ node }) => node.id);
    const of = (id: string, args: string) =>
      graph.ask<{ actor: { participations: Connection; resources: Connection } }>(
        `{ actor(id: "${id}") { resources(first: 1${args}) { ${inside} } } }`,
      );
    const found = await graph.ask<{ resources: { edges: { node: { provider: { id: string } } }[] } }>(
      '{ resources(first: 1) { edges { node { provider { id } } } } }',
    );
    const provider = found.data!.resources.edges[0]!.node.provider.id;
    const cursor = (await of(provider, '')).data!.actor.resources.edges[0]!.cursor;
    const other = one === provider ? two! : one!;
    expect(
      (await of(other, `, after: "${cursor}"`)).errors?.map(({ extensions }) => extensions?.['code']),
    ).toEqual(['BAD_USER_INPUT']);
  });

  it('goes on with the same filter written another way', async () => {
    const { endCursor } = (await resources('first: 1, filter: {}')).pageInfo;
    expect(await refused(`first: 1, after: "${endCursor}"`)).toBeUndefined();
    expect(
      await refused(`first: 1, after: "${endCursor}", filter: { family: null, text: null }`),
    ).toBeUndefined();
  });
});
