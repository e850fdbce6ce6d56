import {
  execute,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { schemas } from '../../cli/rooms.ts';
import { Denials, newContext, type Viewer } from '../../schema/context.ts';
import type { DeniedLine, Graph } from '../kit/graph.ts';
import { type FixtureIds, markers } from './fixture.ts';
import type { Identity } from './policy.ts';
import {
  type Anchor,
  type EntityName,
  interfaceOf,
  objectsAt,
  pathOf,
  routesTo,
  selectionOf,
} from './routes.ts';

/** Who asks, with what the policy says of them. */
export interface Asker {
  identity: Identity;
  viewer: Viewer | null;
  allows: (coordinate: string) => boolean;
}

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

/** Asks groups that stand on one entity by every route: through the gateway, and by `_entities` past it. */
export async function replay(
  graph: Graph,
  api: GraphQLSchema,
  ids: FixtureIds,
  asker: Asker,
  groups: Group[],
): Promise<Cell[]> {
  const cells: Cell[] = [];
  const { anchor } = groups[0]!;
  const shared = api.getType(interfaceOf(anchor.entity));
  const isShared = (name: string) => isInterfaceType(shared) && name in shared.getFields();
  for (const { name, query } of routesTo(anchor, ids)) {
    const all = selection(groups, () => true);
    const text = query.includes('%i')
      ? query
          .replace('%i', selection(groups, isShared))
          .replace('%', selection(groups, (first) => !isShared(first)) || '__typename')
      : query.replace('%', all);
    const answer = await graph.ask(text, { viewer: asker.viewer });
    const seen = {
      data: answer.data,
      errors: answer.errors ?? [],
      denied: answer.extensions.denied ?? [],
      text: answer.body + JSON.stringify(answer.headers),
    };
    cells.push(...judge(seen, pathOf(query), asker, groups, name));
  }
  for (const [owner, some] of byOwner(groups)) {
    const [subgraph, name] = owner.split(' ') as [string, string];
    const denied = new Denials();
    const { data, errors = [] } = await execute({
      schema: schemas[subgraph]!,
      document: parse(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${name} { ${selection(some, () => true)} } } }`,
      ),
      variableValues: { of: [{ __typename: name, ref: anchor.id(ids) }] },
      contextValue: newContext(graph.database, asker.viewer, { denied }),
    });
    const text = JSON.stringify({ data, errors });
    const seen = { data, errors, denied: denied.list(), text };
    cells.push(...judge(seen, ['_entities'], asker, some, `_entities of ${subgraph}`));
  }
  return cells;
}

/** What is written for the groups, of the fields of the entity that are meant. */
function selection(groups: Group[], isMeant: (field: string) => boolean): string {
  const texts = groups.map(({ type, fields, anchor }) => {
    if (anchor.inside !== '%' && !isMeant(pathOf(anchor.inside)[0]!)) return '';
    const some = anchor.inside === '%' ? fields.filter(isMeant) : fields;
    const inner = some.map((name) => selectionOf(type, name)).join(' ');
    return inner && anchor.inside.replace('%', inner);
  });
  return texts.join(' ').trim();
}

/** The groups by the subgraph that answers their field of the entity, and the name it knows the entity by. */
function byOwner(groups: Group[]): Map<string, Group[]> {
  const found = new Map<string, Group[]>();
  for (const { fields, ...group } of groups) {
    const { anchor } = group;
    const owners = new Map<string, string[]>();
    for (const field of fields) {
      const owner = ownerOf(anchor.entity, anchor.inside === '%' ? field : pathOf(anchor.inside)[0]!);
      owners.set(owner, [...(owners.get(owner) ?? []), field]);
    }
    for (const [owner, some] of owners)
      found.set(owner, [...(found.get(owner) ?? []), { ...group, fields: some }]);
  }
  return found;
}

function ownerOf(entity: EntityName, field: string): string {
  for (const [subgraph, schema] of Object.entries(schemas)) {
    if (subgraph === 'node') continue;
    for (const name of [entity, interfaceOf(entity)]) {
      const type = schema.getType(name);
      if (isObjectType(type) && field in type.getFields()) return `${subgraph} ${name}`;
    }
  }
  throw new Error(`No subgraph has ${entity}.${field}.`);
}

function judge(seen: Seen, start: string[], asker: Asker, groups: Group[], route: string): Cell[] {
  const isShut = ({ anchor }: Group) => anchor.gate !== undefined && !asker.allows(anchor.gate);
  const expected = groups.flatMap((group) =>
    isShut(group)
      ? [group.anchor.gate!]
      : group.fields.map((name) => `${group.type.name}.${name}`).filter((each) => !asker.allows(each)),
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
    const ofGroup =
      objects.length === (isShut(group) ? 0 : 1) ? [] : [`${objects.length} objects at ${path.join('.')}`];
    return fields.map((name) => {
      const coordinate = `${type.name}.${name}`;
      const isAllowed = asker.allows(coordinate);
      const value = objects[0]?.[name] ?? null;
      const line = isShut(group) ? anchor.gate : coordinate;
      const lines = seen.denied.filter((each) => each.coordinate === line);
      const faults = [...ofAnswer, ...ofGroup];
      if (isAllowed && value === null) faults.push('allowed, but null');
      if (!isAllowed && value !== null) faults.push(`denied, but ${JSON.stringify(value)}`);
      if (!isAllowed && !(lines.length === 1 && lines[0]!.count === 1 && lines[0]!.requires.length > 0))
        faults.push(`denied, but said so by ${JSON.stringify(lines)}`);
      const where = `${route} · ${anchor.entity} ${anchor.inside}`;
      return { coordinate, identity: asker.identity, route: where, isAllowed, faults };
    });
  });
}
