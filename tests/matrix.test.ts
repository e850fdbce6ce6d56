import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../schema/ids.ts';
import { type Graph, openGraph } from './kit/graph.ts';
import { type FixtureIds, writeFixture } from './matrix/fixture.ts';
import { identities, type Identity, policyOf, readPolicy } from './matrix/policy.ts';
import { type Asker, type Cell, type Group, replay } from './matrix/replay.ts';
import { anchors } from './matrix/routes.ts';
import { askForRow, askLists } from './matrix/rows.ts';

const api = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));
const policy = readPolicy();
const allows = policyOf(policy);

let graph: Graph;
let ids: FixtureIds;
const askers = {} as Record<Identity, Asker>;
const cells: Cell[] = [];

beforeAll(async () => {
  graph = await openGraph();
  ids = await writeFixture(graph);
  await graph.catchUp();
  for (const identity of identities) {
    const viewer = identity === 'nobody' ? null : await graph.viewerOf(identity);
    askers[identity] = { identity, viewer, allows: (coordinate) => allows(coordinate, identity) };
  }
});

afterAll(async () => {
  await graph[Symbol.asyncDispose]();
  const wrong = cells.filter(({ faults }) => faults.length > 0).length;
  console.log(`matrix: ${cells.length} cells, ${cells.length - wrong} proven, ${wrong} wrong`);
});

/** Types whose fields say nothing of their own: pages, roots and envelopes. */
const isEnvelope = ({ name }: GraphQLObjectType) =>
  /^(Query|PageInfo)$|(Connection|Edge|Success)$/.test(name) || name.startsWith('__');
const types = Object.values(api.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !isEnvelope(type),
);

it('has exactly one row for every field of every object type', () => {
  const written = policy
    .filter(({ type }) => type !== 'row')
    .flatMap(({ type, fields }) => fields.map((field) => `${type}.${field}`));
  const there = types.flatMap((type) =>
    Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
  );
  expect(written.sort()).toEqual(there.sort());
});

describe('fields', () => {
  /** Asked together: all that stands on one row. */
  const asked = (): Group[][] => {
    const rows = new Map<string, Group[]>();
    for (const [name, places] of Object.entries(anchors)) {
      const fields = policy.filter(({ type }) => type === name).flatMap((row) => row.fields);
      for (const anchor of places) {
        const group = { type: api.getType(name) as GraphQLObjectType, fields, anchor };
        rows.set(anchor.id(ids), [...(rows.get(anchor.id(ids)) ?? []), group]);
      }
    }
    return [...rows.values()];
  };

  it.each(identities)('show %s exactly what the policy allows, by every route', async (identity) => {
    const seen: Cell[] = [];
    for (const groups of asked()) seen.push(...(await replay(graph, api, ids, askers[identity], groups)));
    cells.push(...seen);
    expect(seen.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  it('that are denied to someone are seen by someone else by the same route', () => {
    const place = ({ coordinate, route }: Cell) => `${coordinate} by ${route}`;
    const seen = new Set(cells.filter(({ isAllowed }) => isAllowed).map(place));
    const denied = cells.filter(({ isAllowed }) => !isAllowed);
    expect(denied.filter((cell) => !seen.has(place(cell)))).toEqual([]);
  });
});

it('keeps the contact of a person from a colleague who does not administer', async () => {
  const query = `{ actor(id: "${ids.person.provider}") { ... on Person { contact { email } } } }`;
  const denied = async (identity: Identity) => (await graph.ask(query, askers[identity])).extensions.denied;
  expect(await denied('member')).toEqual([
    {
      coordinate: 'PersonContact.email',
      requires: 'the person, or administrator of an organisation of theirs, or auditor',
      count: 1,
    },
  ]);
  expect(await denied('provider')).toBeUndefined();
});

it.each(identities)('tells %s whom the server takes them for; nobody is nobody', async (identity) => {
  const { data, errors } = await graph.ask<{
    viewer: { person: { id: string }; organizations: object[]; roles: object[] } | null;
  }>('{ viewer { person { id } organizations { role } roles { role } } }', askers[identity]);
  const told = {
    'Viewer.person': data?.viewer?.person.id === askers[identity].viewer?.actorId && data?.viewer !== null,
    'ViewerMembership.role': data?.viewer?.organizations.length === 1,
    'ViewerRole.role': data?.viewer?.roles.length === 1,
  };
  const policed = Object.keys(told).map((coordinate) => [coordinate, allows(coordinate, identity)]);
  expect([errors, told]).toEqual([undefined, Object.fromEntries(policed)]);
});

it.each([
  ['nobody', 'allowed, but null'],
  ['auditor', 'denied, but "MARKSERIAL7K2"'],
] as const)('is a matrix that notices when policy and graph disagree about %s', async (identity, fault) => {
  const asker = askers[identity];
  const flipped = (coordinate: string) =>
    (coordinate === 'Equipment.serialNumber') !== asker.allows(coordinate);
  const group = {
    type: api.getType('Equipment') as GraphQLObjectType,
    fields: ['serialNumber'],
    anchor: anchors['Equipment']![0]!,
  };
  const seen = await replay(graph, api, ids, { ...asker, allows: flipped }, [group]);
  expect(seen.map(({ faults }) => faults.includes(fault))).toEqual(Array(7).fill(true));
});

/** A place that tells something: neither null nor an object of nothing but nulls. */
const isThere = (node: object | null) => Object.values(node ?? {}).some((value) => value !== null);

describe('rows', () => {
  const states = () => [
    ...Object.entries(ids.hidden).map(([state, id]) => ({ state, id, type: 'Equipment' as const })),
    ...(['MEMBERS', 'PARTICIPANTS'] as const).map((state) => ({
      state,
      id: ids.project[state],
      type: 'Project' as const,
    })),
  ];

  it.each(identities)('exist for %s as the policy says; hidden and absent answer alike', async (identity) => {
    const { viewer } = askers[identity];
    const absent = {
      Equipment: await askForRow(graph, viewer, 'Equipment', newId('Equipment')),
      Project: await askForRow(graph, viewer, 'Project', newId('Project')),
    };
    for (const { state, id, type } of states()) {
      const isKnown = allows(`row.${state}`, identity);
      const heard = await askForRow(graph, viewer, type, id);
      heard.forEach(({ route, answer }, index) => {
        const isAsAbsent = answer === absent[type][index]!.answer;
        const faults = isAsAbsent === isKnown ? [`${isKnown ? 'known' : 'hidden'}: ${answer}`] : [];
        cells.push({ coordinate: `row.${state}`, identity, route, isAllowed: isKnown, faults });
        expect({ state, route, faults }).toEqual({ state, route, faults: [] });
      });
    }
  });

  it.each(identities)(
    'are no places of a project to %s when hidden, whatever is asked of them',
    async (identity) => {
      const known = Object.entries(ids.hidden).filter(([state]) => allows(`row.${state}`, identity));
      for (const selection of [
        'id',
        '__typename',
        'projects { totalCount }',
        'metric(key: METADATA_COMPLETE_SHARE) { value }',
      ]) {
        const { data } = await graph.ask<{ project: { resources: { edges: { node: object | null }[] } } }>(
          `{ project(id: "${ids.project.main}") { resources(first: 50) { edges { node { ${selection} } } } } }`,
          { viewer: askers[identity].viewer },
        );
        const places = data!.project.resources.edges.map(({ node }) => isThere(node));
        expect([selection, places]).toEqual([
          selection,
          Array(Object.keys(ids.resource).length + known.length).fill(true),
        ]);
      }
    },
  );

  it.each(identities)('are listed and counted for %s as the policy says', async (identity) => {
    const known = states().filter(({ state }) => allows(`row.${state}`, identity));
    const equipment = known.filter(({ type }) => type === 'Equipment').map(({ id }) => id);
    const projects = known.filter(({ type }) => type === 'Project').map(({ id }) => id);
    const { main, ofFellow, ofProvider } = ids.project;
    const expected: Record<string, string[]> = {
      'Actor.resources': [...Object.values(ids.resource), ...equipment],
      'Query.resources by text': equipment,
      'Resource.projects': [main, ...projects],
      'Query.projects': [main, ofFellow, ofProvider, ...projects],
      'Project.resources': [...Object.values(ids.resource), ...equipment],
    };
    for (const { name, ids: found, totalCount } of await askLists(graph, askers[identity].viewer, ids)) {
      const wanted = expected[name]!;
      expect({ name, totalCount, found: found.sort() }).toEqual({
        name,
        totalCount: wanted.length,
        found: wanted.sort(),
      });
      cells.push({ coordinate: 'row', identity, route: name, isAllowed: true, faults: [] });
    }
  });
});

describe('actions', () => {
  const wish = (more: string) =>
    `projectCreate(input: { title: { en: "New" }, visibility: PUBLIC, role: FINAL_CONSUMER ${more} })`;
  const refusal = '... on Refusal { code message }';
  const change = (id: string) => `projectVisibilityChange(input: { projectId: "${id}", visibility: PUBLIC })`;
  const actions = () => [
    { coordinate: 'Mutation.projectCreate', query: `${wish('')} { __typename }` },
    {
      coordinate: 'Mutation.projectVisibilityChange',
      query: `${change(ids.project.main)} { __typename }`,
    },
    {
      coordinate: 'Mutation.apiKeyCreate',
      query: 'apiKeyCreate(input: { name: "Key", scopes: [READ_PUBLIC] }) { __typename }',
    },
    {
      coordinate: 'Mutation.apiKeyRevoke',
      query: `apiKeyRevoke(input: { apiKeyId: "${newId('ApiKey')}" }) { __typename }`,
    },
    {
      coordinate: 'ApiKeyUnknown.code|ApiKeyUnknown.message',
      query: `apiKeyRevoke(input: { apiKeyId: "${newId('ApiKey')}" }) { __typename ${refusal} }`,
    },
    {
      coordinate: 'ApiKeyUnusable.code|ApiKeyUnusable.message',
      query: `apiKeyCreate(input: { name: "", scopes: [READ_PUBLIC] }) { __typename ${refusal} }`,
    },
    {
      coordinate: 'BudgetUnusable.code|BudgetUnusable.message',
      query: `${wish('budget: { amountMinor: "0", currency: "CNY" }')} { __typename ${refusal} }`,
    },
    {
      coordinate: 'TitleUnusable.code|TitleUnusable.message',
      query: `${wish('').replace('"New"', '" "')} { __typename ${refusal} }`,
    },
    {
      coordinate: 'ProjectUnknown.code|ProjectUnknown.message',
      query: `${change(newId('Project'))} { __typename ${refusal} }`,
    },
  ];

  it.each(identities)('are open to %s as the policy says; a denied one changes nothing', async (identity) => {
    const { viewer } = askers[identity];
    for (const { coordinate, query } of actions()) {
      const [first] = coordinate.split('|');
      const isAllowed = allows(first!, identity);
      const before = await graph.database.read.execute('select count(*)::int as n from log.event');
      const { data, errors, extensions } = await graph.ask(`mutation { done: ${query} }`, { viewer });
      const after = await graph.database.read.execute('select count(*)::int as n from log.event');
      const done = data?.['done'] as { __typename: string; code?: string; message?: string } | null;
      if (isAllowed) {
        const [type] = first!.split('.');
        const result = {
          'Mutation.projectCreate': 'ProjectCreateSuccess',
          'Mutation.apiKeyCreate': 'ApiKeyCreateSuccess',
          'Mutation.apiKeyRevoke': 'ApiKeyUnknown',
        }[first!];
        expect(done?.__typename).toBe(
          result ?? (type === 'Mutation' ? 'ProjectVisibilityChangeSuccess' : type),
        );
        if (type !== 'Mutation')
          expect([typeof done?.code, typeof done?.message]).toEqual(['string', 'string']);
      } else {
        const code = identity === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        expect(errors?.map((error) => error.extensions?.['code'])).toEqual([code]);
        expect([done, extensions.denied, after]).toEqual([null, undefined, before]);
      }
      for (const each of coordinate.split('|'))
        cells.push({ coordinate: each, identity, route: 'mutation', isAllowed, faults: [] });
    }
  });

  it.each(identities)('on a hidden project answer %s as on an absent one', async (identity) => {
    if (allows('row.PARTICIPANTS', identity)) return;
    const asked = [ids.project.PARTICIPANTS, newId('Project')].map(async (id) => {
      const { data, errors } = await graph.ask(
        `mutation { ${change(id)} { __typename ${refusal} } }`,
        askers[identity],
      );
      return { data, codes: errors?.map(({ message, extensions }) => [message, extensions?.['code']]) };
    });
    const [hidden, absent] = await Promise.all(asked);
    expect(hidden).toEqual(absent);
  });
});
