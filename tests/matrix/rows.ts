import { execute, parse } from 'graphql';
import { schemas } from '../../cli/rooms.ts';
import { newContext, type Viewer } from '../../schema/context.ts';
import type { Graph } from '../kit/graph.ts';
import type { FixtureIds } from './fixture.ts';

/** What someone hears of one row by one route: the answer with the id blotted out. */
export interface Heard {
  route: string;
  answer: string;
}

const fields = {
  Equipment: {
    own: 'id name { en } serialNumber internalCost { amountMinor } contact { email }',
    // From other subgraphs: the owner must be asked all the same.
    others: [
      'projects { totalCount edges { node { id } } }',
      'metric(key: METADATA_COMPLETE_SHARE) { value }',
    ],
    root: 'resource',
  },
  Project: {
    own: 'id title { en } budget { amountMinor } participations { totalCount edges { node { contribution } } }',
    others: ['metric(key: PARTICIPATIONS) { numerator }'],
    root: 'project',
  },
} as const;

/** Asks for one row by every route that takes an id, through the gateway and past it. */
export async function askForRow(
  graph: Graph,
  viewer: Viewer | null,
  type: 'Equipment' | 'Project',
  id: string,
): Promise<Heard[]> {
  const { own, others, root } = fields[type];
  const on = (selection: string) => `... on ${type} { ${selection} }`;
  const shared = type === 'Equipment' ? 'Resource' : 'Node';
  const queries: [string, string][] = [
    ['root', `{ ${root}(id: "${id}") { ${on(own)} } }`],
    ['node', `{ node(id: "${id}") { ${on(own)} } }`],
    ['nodes', `{ nodes(ids: ["${id}"]) { ${on(own)} } }`],
    ['interface', `{ node(id: "${id}") { ... on ${shared} { id ${on(own)} } } }`],
    ['typename', `{ node(id: "${id}") { id __typename } }`],
    ['typename alone', `{ node(id: "${id}") { __typename } }`],
    ...others.map((other): [string, string] => [
      `node, only ${other}`,
      `{ node(id: "${id}") { ${on(other)} } }`,
    ]),
  ];
  const heard: Heard[] = [];
  for (const [route, query] of queries) {
    const { data, errors, extensions } = await graph.ask(query, { viewer });
    heard.push({ route, answer: blot({ data, errors, extensions }, id) });
  }
  for (const key of ['id', 'ref']) {
    const { data, errors } = await execute({
      schema: schemas[type === 'Equipment' ? 'resources' : 'projects']!,
      document: parse(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${own} } } }`,
      ),
      variableValues: { of: [{ __typename: type, [key]: id }] },
      contextValue: newContext(graph.database, viewer),
    });
    heard.push({ route: `_entities by ${key}`, answer: blot({ data, errors }, id) });
  }
  return heard;
}

const blot = (answer: unknown, id: string) => JSON.stringify(answer).replaceAll(id, 'ID');

interface Counted {
  [list: string]: { totalCount: number; edges: { node: { id: string } | null }[] };
}

/** Which of these ids stand in the lists that could hold them, with every list's own total. */
export async function askLists(graph: Graph, viewer: Viewer | null, ids: FixtureIds) {
  const list = 'totalCount edges { node { id } }';
  const { resource, provider, text, projects, main } = await graph.read<{
    resource: { projects: Counted[string] };
    provider: { resources: Counted[string] };
    text: Counted[string];
    projects: Counted[string];
    main: { resources: Counted[string] };
  }>(
    `{
      provider: actor(id: "${ids.organization.provider}") { resources(first: 50) { ${list} } }
      text: resources(first: 50, filter: { text: "Hiddenscope" }) { ${list} }
      resource(id: "${ids.resource.Equipment}") { projects(first: 50) { ${list} } }
      projects(first: 50) { ${list} }
      main: project(id: "${ids.project.main}") { resources(first: 50) { ${list} } }
    }`,
    { viewer },
  );
  const lists = {
    'Actor.resources': provider.resources,
    'Query.resources by text': text,
    'Resource.projects': resource.projects,
    'Query.projects': projects,
    'Project.resources': main.resources,
  };
  return Object.entries(lists).map(([name, { totalCount, edges }]) => ({
    name,
    totalCount,
    ids: edges.map(({ node }) => node?.id ?? 'null'),
  }));
}
