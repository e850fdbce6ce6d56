import { execute, parse } from 'graphql';
import { schemas } from '../../cli/rooms.ts';
import { newContext } from '../../schema/context.ts';
import type { Hidden, List } from './place.ts';
import type { Scene } from './replay.ts';
import { interfaceOf } from './routes.ts';
import type { Asker } from './world.ts';

/** What someone hears of one row by one route: the answer with the id blotted out. */
export interface Heard {
  route: string;
  answer: string;
}

/** Asks for one row by every route that takes an id, through the gateway and past it. */
export async function askForRow(scene: Scene, asker: Asker, hidden: Hidden, id: string): Promise<Heard[]> {
  const { own, others, root, type, subgraph, isNode = true } = hidden;
  const on = (selection: string) => `... on ${type} { ${selection} }`;
  const shared = interfaceOf(scene.api, type);
  const queries: [string, string][] = [
    ['root', `{ ${root}(id: "${id}") { ${on(own)} } }`],
    ...others.map((other): [string, string] => [
      `root, only ${other}`,
      `{ ${root}(id: "${id}") { ${on(other)} } }`,
    ]),
  ];
  if (isNode)
    queries.push(
      ['node', `{ node(id: "${id}") { ${on(own)} } }`],
      ['nodes', `{ nodes(ids: ["${id}"]) { ${on(own)} } }`],
      ['interface', `{ node(id: "${id}") { ... on ${shared} { id ${on(own)} } } }`],
      ['typename', `{ node(id: "${id}") { id __typename } }`],
      ['typename alone', `{ node(id: "${id}") { __typename } }`],
      ...others.map((other): [string, string] => [
        `node, only ${other}`,
        `{ node(id: "${id}") { ${on(other)} } }`,
      ]),
    );
  const heard: Heard[] = [];
  for (const [route, query] of queries) {
    const { data, errors, extensions } = await scene.graph.ask(query, { caller: asker.caller });
    heard.push({ route, answer: blot({ data, errors, extensions }, id) });
  }
  if (!isNode) return heard;
  for (const key of ['id', 'ref']) {
    const { data, errors } = await execute({
      schema: schemas[subgraph]!,
      document: parse(`query ($of: [_Any!]!) { _entities(representations: $of) { ${on(own)} } }`),
      variableValues: { of: [{ __typename: type, [key]: id }] },
      contextValue: newContext(scene.graph.database, asker.viewer),
    });
    heard.push({ route: `_entities by ${key}`, answer: blot({ data, errors }, id) });
  }
  return heard;
}

/** The answer as text, without the id that was asked. */
export const blot = (answer: unknown, id: string) => JSON.stringify(answer).replaceAll(id, 'ID');

interface Counted {
  totalCount: number;
  edges: { node: { id: string } | null }[];
}

/** Which ids stand in a list, with the list's own total. */
export async function askList({ graph }: Scene, { caller }: Asker, { query }: List) {
  const data = await graph.read(query.replace('%', 'totalCount edges { node { id } }'), { caller });
  const { totalCount, edges } = listIn(data);
  return { totalCount, ids: edges.map(({ node }) => node?.id ?? 'null').sort() };
}

/** The one list in an answer, however deep. */
function listIn(data: unknown): Counted {
  const [inner] = Object.values(data as object) as (object | undefined)[];
  if (!inner) throw new Error('The list was not answered.');
  return 'edges' in inner ? (inner as Counted) : listIn(inner);
}
