import { execute, type GraphQLObjectType, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { schemas } from '../../cli/rooms.ts';
import { Denials, newContext } from '../../schema/context.ts';
import type { DeniedLine, Graph } from '../kit/graph.ts';
import type { Identity } from './identities.ts';
import type { Anchor } from './place.ts';
import { interfaceOf, isShared, objectsAt, pathOf, routesTo, selectionOf } from './routes.ts';
import { type Asker, markers, type World } from './world.ts';

/** Fields of one type, asked where the anchor says. */
export interface Group {
  type: GraphQLObjectType;
  fields: string[];
  anchor: Anchor;
}

/** What one field showed to one identity by one route. */
export interface Cell {
  coordinate: string;
  identity: Identity;
  /** The route with its place, such as `nested · Equipment contact { % }`. */
  route: string;
  isAllowed: boolean;
  /** Empty when the field behaved as the policy says. */
  faults: string[];
}

interface Seen {
  data: unknown;
  denied: readonly DeniedLine[];
  errors: readonly unknown[];
  /** Body and headers. */
  text: string;
}

/** What is asked: a running graph, its schema for clients, and what is written there. */
export interface Scene {
  graph: Graph;
  api: GraphQLSchema;
  world: World;
}

const points = () => ({
  ...{ cost: 1, limit: 10, remaining: 9, resetAt: new Date('2026-01-01T00:01:00Z'), isTold: false },
});

/** Asks groups that stand on one entity by every route: through the gateway, and by `_entities` past it. */
export async function replay(scene: Scene, asker: Asker, groups: Group[]): Promise<Cell[]> {
  const { graph, api, world } = scene;
  const cells: Cell[] = [];
  const { anchor } = groups[0]!;
  const isOfAll = (name: string) => isShared(api, anchor.entity, name);
  for (const { name, query } of routesTo(api, world, anchor)) {
    const text = query.includes('%i')
      ? query
          .replace('%i', selection(world, groups, isOfAll))
          .replace('%', selection(world, groups, (first) => !isOfAll(first)) || '__typename')
      : query.replace(
          '%',
          selection(world, groups, () => true),
        );
    const answer = await graph.ask(text, { caller: asker.caller, points: points() });
    const seen = {
      data: answer.data,
      errors: answer.errors ?? [],
      denied: answer.extensions.denied ?? [],
      text: answer.body + JSON.stringify(answer.headers),
    };
    cells.push(...judge(seen, pathOf(query), asker, groups, name));
  }
  for (const [owner, some] of byOwner(api, groups))
    cells.push(...(await askOwner(scene, owner, asker, some)));
  return cells;
}

/** Asks one subgraph as the gateway would, whatever the gateway would have left out. */
async function askOwner(scene: Scene, owner: string, asker: Asker, groups: Group[]): Promise<Cell[]> {
  const [subgraph, name] = owner.split(' ') as [string, string];
  const fields = selection(scene.world, groups, () => true);
  const isRoot = name === 'Query';
  const denied = new Denials();
  const { data, errors = [] } = await execute({
    schema: schemas[subgraph]!,
    document: parse(
      isRoot
        ? `{ ${fields} }`
        : `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${name} { ${fields} } } }`,
    ),
    variableValues: isRoot ? {} : { of: [{ __typename: name, ref: groups[0]!.anchor.id }] },
    contextValue: newContext(scene.graph.database, asker.viewer, { denied, points: points() }),
  });
  const text = JSON.stringify({ data, errors });
  const seen = { data, errors, denied: denied.list(), text };
  const route = isRoot ? `root of ${subgraph}` : `_entities of ${subgraph}`;
  return judge(seen, isRoot ? [] : ['_entities'], asker, groups, route);
}

/** What is written for the groups, of the fields of the entity that are meant. */
function selection(world: World, groups: Group[], isMeant: (field: string) => boolean): string {
  const texts = groups.map(({ type, fields, anchor }) => {
    if (anchor.inside !== '%' && !isMeant(pathOf(anchor.inside)[0]!)) return '';
    const some = anchor.inside === '%' ? fields.filter(isMeant) : fields;
    const inner = some.map((name) => selectionOf(world, type, name)).join(' ');
    return inner && anchor.inside.replace('%', inner);
  });
  return texts.join(' ').trim();
}

/** The groups by the subgraph that answers their field of the entity, and the name it knows the entity by. */
function byOwner(api: GraphQLSchema, groups: Group[]): Map<string, Group[]> {
  const found = new Map<string, Group[]>();
  for (const { fields, ...group } of groups) {
    const { anchor } = group;
    const owners = new Map<string, string[]>();
    for (const field of fields) {
      const first = anchor.inside === '%' ? field : pathOf(anchor.inside)[0]!;
      const owner = ownerOf(api, anchor.entity, first);
      owners.set(owner, [...(owners.get(owner) ?? []), field]);
    }
    for (const [owner, some] of owners)
      found.set(owner, [...(found.get(owner) ?? []), { ...group, fields: some }]);
  }
  return found;
}

function ownerOf(api: GraphQLSchema, entity: string, field: string): string {
  for (const [subgraph, schema] of Object.entries(schemas)) {
    if (subgraph === 'node') continue;
    for (const name of [entity, interfaceOf(api, entity) ?? entity]) {
      const type = schema.getType(name);
      if (isObjectType(type) && field in type.getFields()) return `${subgraph} ${name}`;
    }
  }
  throw new Error(`No subgraph has ${entity}.${field}.`);
}

function judge(seen: Seen, start: string[], asker: Asker, groups: Group[], route: string): Cell[] {
  const isShut = ({ anchor }: Group) => anchor.gate !== undefined && !asker.allows(anchor.gate);
  const lineOf = (group: Group, name: string) =>
    group.anchor.isHidden ? null : isShut(group) ? group.anchor.gate! : `${group.type.name}.${name}`;
  const isDenied = ({ type }: Group, name: string) => !asker.allows(`${type.name}.${name}`);
  const expected = groups.flatMap((group) =>
    group.fields.filter((name) => isDenied(group, name)).map((name) => lineOf(group, name)),
  );
  const leaked = Object.entries(markers).flatMap(([coordinate, values]) =>
    asker.allows(coordinate) ? [] : values.filter((value) => seen.text.includes(value)),
  );
  const ofAnswer = [
    ...(seen.errors.length > 0 ? [`errors: ${JSON.stringify(seen.errors)}`] : []),
    ...leaked.map((value) => `the answer holds ${value}`),
    ...seen.denied
      .filter(({ coordinate }) => !expected.includes(coordinate))
      .map(({ coordinate }) => `a line for ${coordinate}, which is allowed`),
  ];
  return groups.flatMap((group) => {
    const { type, fields, anchor } = group;
    const path = [...start, ...pathOf(anchor.inside)];
    const objects = objectsAt(seen.data, path);
    const isMet = !isShut(group) && !(anchor.isHidden && fields.every((name) => isDenied(group, name)));
    const isRight = isMet ? objects.length > 0 : anchor.isHidden || objects.length === 0;
    const ofGroup = isRight ? [] : [`${objects.length} objects at ${path.join('.')}`];
    return fields.map((name) => {
      const coordinate = `${type.name}.${name}`;
      const isAllowed = asker.allows(coordinate);
      const value = objects.find((each) => each[name] !== null)?.[name] ?? null;
      const line = lineOf(group, name);
      const lines = seen.denied.filter((each) => each.coordinate === line);
      const count = isShut(group) ? 1 : objects.length;
      const isSaid = lines.length === 1 && lines[0]!.count === count && lines[0]!.requires.length > 0;
      const faults = [...ofAnswer, ...ofGroup];
      if (isAllowed && value === null) faults.push('allowed, but null');
      if (!isAllowed && value !== null) faults.push(`denied, but ${JSON.stringify(value)}`);
      if (!isAllowed && line !== null && !isSaid)
        faults.push(`denied, but said so by ${JSON.stringify(lines)}`);
      const where = `${route} · ${anchor.entity} ${anchor.inside}`;
      return { coordinate, identity: asker.identity, route: where, isAllowed, faults };
    });
  });
}
