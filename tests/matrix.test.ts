import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraph } from './kit/graph.ts';
import { askHidden, askListed, askRoot, groupsOf } from './matrix/cells.ts';
import { tryDeed } from './matrix/deeds.ts';
import { identities, type Identity, identitiesIn } from './matrix/identities.ts';
import { readPolicy } from './matrix/policy.ts';
import { type Cell, replay, type Scene } from './matrix/replay.ts';
import { type Asker, openWorld, type World } from './matrix/world.ts';

const api = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));
const policy = readPolicy();

let scene: Scene;
let world: World;
let askers: Record<Identity, Asker>;
const cells: Cell[] = [];

beforeAll(async () => {
  const graph = await openGraph();
  world = await openWorld(graph);
  scene = { graph, api, world };
  askers = world.askers;
});

afterAll(async () => {
  await scene.graph[Symbol.asyncDispose]();
  const wrong = cells.filter(({ faults }) => faults.length > 0).length;
  console.log(`matrix: ${cells.length} cells, ${cells.length - wrong} proven, ${wrong} wrong`);
});

/** Keeps the cells, and fails with those that are wrong. */
function hold(seen: Cell[]) {
  cells.push(...seen);
  const wrong = seen.filter(({ faults }) => faults.length > 0);
  expect(
    wrong.map((each) => [each.coordinate, each.identity, each.route, ...each.faults].join(' · ')),
  ).toEqual([]);
}

/** Types whose fields say nothing of their own: pages and envelopes. */
const isEnvelope = ({ name }: GraphQLObjectType) =>
  name === 'PageInfo' || /(Connection|Edge|Success)$/.test(name) || name.startsWith('__');
const types = Object.values(api.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !isEnvelope(type),
);
const isRefusal = (name: string) =>
  types.some((type) => type.name === name && type.getInterfaces().some((each) => each.name === 'Refusal'));

describe('the policy', () => {
  it('has exactly one row for every field of every object type', () => {
    const written = policy
      .filter(({ type }) => type !== 'row')
      .flatMap(({ type, fields }) => fields.map((field) => `${type}.${field}`));
    const there = types.flatMap((type) =>
      Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
    );
    expect(written.sort()).toEqual(there.sort());
  });

  it('is met: every type at a place, every mutation and every refusal by a deed', () => {
    const named = new Set(policy.map(({ type }) => type).filter((name) => name !== 'row'));
    const met = new Set([...Object.keys(world.anchors), ...world.deeds.map(({ meets }) => meets)]);
    const missing = [...named].filter((name) => !['Query', 'Mutation'].includes(name) && !met.has(name));
    const mutations = Object.keys(api.getMutationType()!.getFields()).map((name) => `Mutation.${name}`);
    expect([...missing, ...mutations.filter((name) => !met.has(name))]).toEqual([]);
  });

  it.each(['somebody', 'nobody|member', 'signedIn but nobody', 'everybody but member but provider'])(
    'is refused where it says "%s"',
    (words) => expect(() => identitiesIn(words)).toThrow(`"`),
  );
});

describe('fields', () => {
  it.each(identities)('show %s exactly what the policy allows, by every route', async (identity) => {
    const seen: Cell[] = [];
    for (const groups of groupsOf(scene, policy))
      seen.push(...(await replay(scene, askers[identity], groups)));
    hold(seen);
  });

  it('are all met, and those denied to someone are seen by someone else by the same route', () => {
    const place = ({ coordinate, route }: Cell) => `${coordinate} by ${route}`;
    const seen = new Set(cells.filter(({ isAllowed }) => isAllowed).map(place));
    const denied = cells.filter(({ isAllowed }) => !isAllowed);
    expect(denied.filter((cell) => !seen.has(place(cell)))).toEqual([]);
    const met = new Set(cells.map(({ coordinate }) => coordinate));
    const fields = policy
      .filter(({ type }) => !['row', 'Query', 'Mutation'].includes(type) && !isRefusal(type))
      .flatMap(({ type, fields }) => fields.map((field) => `${type}.${field}`));
    expect(fields.filter((field) => !met.has(field))).toEqual([]);
  });

  it.each(identities)('at the root answer %s as the policy says', async (identity) => {
    const seen: Cell[] = [];
    for (const name of Object.keys(api.getQueryType()!.getFields()))
      seen.push(await askRoot(scene, askers[identity], name));
    hold(seen);
  });
});

it('keeps the contact of a person from a colleague who does not administer', async () => {
  const query = `{ actor(id: "${world.base.person.provider}") { ... on Person { contact { email } } } }`;
  const denied = async (identity: Identity) =>
    (await scene.graph.ask(query, askers[identity])).extensions.denied;
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
  const { data } = await scene.graph.ask<{ viewer: { person: { id: string } } | null }>(
    '{ viewer { person { id } } }',
    { caller: askers[identity].caller },
  );
  const { person } = world.base;
  const who: Partial<Record<string, string>> = { ...person, wideKey: person.provider };
  expect(data!.viewer?.person.id).toBe(who[identity]);
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
    anchor: world.anchors['Equipment']![0]!,
  };
  const seen = await replay(scene, { ...asker, allows: flipped }, [group]);
  expect(seen.map(({ faults }) => faults.includes(fault))).toEqual(Array(7).fill(true));
});

/** A place that tells something: neither null nor an object of nothing but nulls. */
const isThere = (node: object | null) => Object.values(node ?? {}).some((value) => value !== null);

describe('rows', () => {
  it.each(identities)('exist for %s as the policy says; hidden and absent answer alike', async (identity) => {
    const seen: Cell[] = [];
    for (const hidden of world.rows) seen.push(...(await askHidden(scene, askers[identity], hidden)));
    hold(seen);
  });

  it.each(identities)(
    'are no places of a project to %s when hidden, whatever is asked of them',
    async (identity) => {
      const { hidden, project, resource } = world.base;
      const known = Object.keys(hidden).filter((state) => askers[identity].allows(`row.${state}`));
      for (const selection of [
        'id',
        '__typename',
        'projects { totalCount }',
        'metric(key: METADATA_COMPLETE_SHARE) { value }',
      ]) {
        const { data } = await scene.graph.ask<{
          project: { resources: { edges: { node: object | null }[] } };
        }>(
          `{ project(id: "${project.main}") { resources(first: 50) { edges { node { ${selection} } } } } }`,
          { caller: askers[identity].caller },
        );
        const places = data!.project.resources.edges.map(({ node }) => isThere(node));
        const count = Object.keys(resource).length + known.length;
        expect([selection, places]).toEqual([selection, Array(count).fill(true)]);
      }
    },
  );

  it.each(identities)('are listed and counted for %s as the policy says', async (identity) => {
    const seen: Cell[] = [];
    for (const list of world.lists) seen.push(await askListed(scene, askers[identity], list));
    hold(seen);
  });
});

describe('deeds', () => {
  it.each(identities)(
    'are open to %s as policy and viewerMay say; a denied one changes no table',
    async (identity) => {
      const seen: Cell[] = [];
      for (const deed of world.deeds) seen.push(...(await tryDeed(scene, askers[identity], deed, policy)));
      hold(seen);
    },
  );
});
