import { type GraphQLObjectType, getNamedType, isCompositeType, isObjectType } from 'graphql';
import type { FixtureIds } from './fixture.ts';
import { word } from './fixture.ts';

/** Where an object of a type is met: from an entity along a path of selections, such as `contact { % }`. */
export interface Anchor {
  entity: EntityName;
  /** With `%` where the fields of the type go; each name on the way is a key of the answer. */
  inside: string;
  id: (ids: FixtureIds) => string;
  /** A guarded field on the way: where it is denied, nothing of the type can be met and it says so. */
  gate?: string;
}
export type EntityName =
  'Equipment' | 'Technology' | 'Knowledge' | 'Material' | 'Organization' | 'Person' | 'Platform' | 'Project';

const resources = ['Equipment', 'Technology', 'Knowledge', 'Material'] as const;
const own = (entity: EntityName, id: (ids: FixtureIds) => string): Anchor => ({ entity, inside: '%', id });
const inside = (anchor: Anchor, path: string, gate?: string): Anchor => ({ ...anchor, inside: path, gate });

const organization = own('Organization', (ids) => ids.organization.provider);
const person = own('Person', (ids) => ids.person.member);
const project = own('Project', (ids) => ids.project.main);
const resource = Object.fromEntries(
  resources.map((kind) => [kind, own(kind, (ids) => ids.resource[kind])]),
) as Record<(typeof resources)[number], Anchor>;
const everyResource = (path: string) => resources.map((kind) => inside(resource[kind], path));
const figure = 'metric(key: PARTICIPATIONS)';

/** Every object type of the policy, with the places where it is met. */
export const anchors: Record<string, Anchor[]> = {
  ...Object.fromEntries(resources.map((kind) => [kind, [resource[kind]]])),
  ResourceContact: everyResource('contact { % }'),
  MetadataCompleteness: everyResource('completeness { % }'),
  Organization: [organization],
  OrganizationContact: [inside(organization, 'contact { % }')],
  Person: [person],
  ApiKey: [inside(person, 'apiKeys { edges { node { % } } }', 'Person.apiKeys')],
  PersonContact: [inside(person, 'contact { % }')],
  Affiliation: [inside(person, 'affiliations { % }')],
  Platform: [own('Platform', (ids) => ids.platform)],
  Project: [project],
  Participation: [inside(project, 'participations(last: 1) { edges { node { % } } }')],
  ViewerMay: [inside(project, 'viewerMay { % }')],
  ViewerMayReason: [
    inside(
      own('Project', (ids) => ids.project.ofFellow),
      'viewerMay { reasons { % } }',
    ),
  ],
  Money: [inside(resource.Equipment, 'internalCost { % }', 'Equipment.internalCost')],
  LocalizedText: [
    inside(organization, 'name { % }'),
    inside(resource.Material, 'description { % }'),
    inside(project, 'title { % }'),
  ],
  Region: [
    inside(organization, 'region { % }'),
    inside(resource.Knowledge, 'region { % }'),
    inside(project, 'region { % }'),
  ],
  MetricValue: [inside(organization, `${figure} { % }`)],
  MetricDefinition: [inside(organization, `${figure} { definition { % } }`)],
};

/** One way to an entity: a query with `%` where the entity's selection goes. */
export interface Route {
  name: 'root' | 'list' | 'nested' | 'node' | 'interface' | 'concrete';
  query: string;
}

const familyOf = (entity: EntityName) => entity.toUpperCase();
const rows = (list: string, selection: string) => `${list} { edges { node { ${selection} } } }`;

/** Every way through the gateway to this entity; `_entities`, which goes past it, is not among them. */
export function routesTo(anchor: Anchor, ids: FixtureIds): Route[] {
  const { entity } = anchor;
  const on = `... on ${entity} { % }`;
  const id = JSON.stringify(anchor.id(ids));
  const shared: Route[] = [
    { name: 'node', query: `{ node(id: ${id}) { ${on} } }` },
    { name: 'interface', query: `{ node(id: ${id}) { ... on ${interfaceOf(entity)} { %i ${on} } } }` },
    { name: 'concrete', query: `{ nodes(ids: [${id}]) { ${on} } }` },
  ];
  const found = `filter: { text: "${word}"`;
  switch (entity) {
    case 'Organization':
      return [
        { name: 'root', query: `{ actor(id: ${id}) { ${on} } }` },
        { name: 'list', query: `{ ${rows(`organizations(${found} })`, '%')} }` },
        { name: 'nested', query: `{ resource(id: "${ids.resource.Equipment}") { provider { ${on} } } }` },
        ...shared,
      ];
    case 'Person': {
      const inProject = rows('participations(last: 1)', `actor { ${on} }`);
      return [
        { name: 'root', query: `{ actor(id: ${id}) { ${on} } }` },
        { name: 'nested', query: `{ project(id: "${ids.project.ofFellow}") { ${inProject} } }` },
        ...shared,
      ];
    }
    case 'Platform':
      return [
        { name: 'list', query: `{ ${rows('platforms(first: 1)', '%')} }` },
        { name: 'nested', query: `{ resource(id: "${ids.resource.Equipment}") { platform { % } } }` },
        ...shared,
      ];
    case 'Project': {
      const isNewest = anchor.id(ids) === ids.project.main;
      return [
        { name: 'root', query: `{ project(id: ${id}) { % } }` },
        ...(isNewest
          ? ([
              { name: 'list', query: `{ ${rows('projects(first: 1)', '%')} }` },
              {
                name: 'nested',
                query: `{ resource(id: "${ids.resource.Equipment}") { ${rows('projects(first: 1)', '%')} } }`,
              },
            ] as const)
          : []),
        ...shared,
      ];
    }
    case 'Equipment':
    case 'Technology':
    case 'Knowledge':
    case 'Material': {
      const filter = `${found}, family: ${familyOf(entity)} }`;
      const ofActor = rows(`resources(${filter})`, on);
      const inProject = rows('participations(first: 1)', `actor { ${ofActor} }`);
      return [
        { name: 'root', query: `{ resource(id: ${id}) { ${on} } }` },
        { name: 'list', query: `{ ${rows(`resources(${filter})`, on)} }` },
        { name: 'nested', query: `{ project(id: "${ids.project.ofProvider}") { ${inProject} } }` },
        ...shared,
      ];
    }
  }
}

/** The interface that other types share with this one. */
export const interfaceOf = (entity: EntityName): 'Resource' | 'Actor' | 'Node' =>
  entity === 'Organization' || entity === 'Person'
    ? 'Actor'
    : entity === 'Platform' || entity === 'Project'
      ? 'Node'
      : 'Resource';

/** What has to be written to ask a field: its arguments, and inside an object what says that it is there. */
export function selectionOf(type: GraphQLObjectType, name: string): string {
  const field = type.getFields()[name];
  if (!field) throw new Error(`There is no ${type.name}.${name}.`);
  const result = getNamedType(field.type);
  const key = { Project: 'PARTICIPATIONS', Organization: 'PARTICIPATIONS', Person: 'PARTICIPATIONS' }[
    type.name
  ];
  const args =
    name === 'metric'
      ? `(key: ${key ?? 'METADATA_COMPLETE_SHARE'})`
      : name === 'participations'
        ? '(last: 1)'
        : '';
  if (!isCompositeType(result)) return name + args;
  return `${name}${args} ${isObjectType(result) && result.name === 'Money' ? '{ amountMinor currency }' : '{ __typename }'}`;
}

/** The objects met at the end of a path of keys, through lists and what is null on the way. */
export function objectsAt(value: unknown, path: readonly string[]): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((each) => objectsAt(each, path));
  if (value === null || typeof value !== 'object') return [];
  const [key, ...rest] = path;
  return key === undefined
    ? [value as Record<string, unknown>]
    : objectsAt((value as Record<string, unknown>)[key], rest);
}

/** The keys on the way to `%` in a query: its names, without arguments and fragments. */
export function pathOf(query: string): string[] {
  const before = query.slice(0, query.indexOf('%'));
  const bare = before
    .replace(/\([^()]*\)/g, '')
    .replace(/\.\.\. on \w+/g, '')
    .replace(/%i/g, '');
  return bare.match(/\w+/g) ?? [];
}
