import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Anchor, Route } from './place.ts';
import type { World } from './world.ts';

/** Every way through the gateway to this entity; `_entities`, which goes past it, is not among them. */
export function routesTo(api: GraphQLSchema, world: World, { entity, id }: Anchor): Route[] {
  if (entity === 'Query') return [{ name: 'root', query: '{ % }' }];
  const ways = world.routes[entity]?.(id) ?? [];
  const shared = interfaceOf(api, entity);
  if (!shared) return ways;
  const on = `... on ${entity} { % }`;
  return [
    ...ways,
    { name: 'node', query: `{ node(id: "${id}") { ${on} } }` },
    { name: 'interface', query: `{ node(id: "${id}") { ... on ${shared} { %i ${on} } } }` },
    { name: 'concrete', query: `{ nodes(ids: ["${id}"]) { ${on} } }` },
  ];
}

/** The interface that other types share with this one; undefined for a type that `node` does not know. */
export function interfaceOf(api: GraphQLSchema, entity: string): string | undefined {
  const type = api.getType(entity);
  const names = isObjectType(type) ? type.getInterfaces().map(({ name }) => name) : [];
  return names.find((name) => name !== 'Node') ?? names[0];
}

/** What has to be written to ask a field: its arguments, and inside an object what says that it is there. */
export function selectionOf(world: World, type: GraphQLObjectType, name: string): string {
  const field = type.getFields()[name];
  if (!field) throw new Error(`There is no ${type.name}.${name}.`);
  const result = getNamedType(field.type);
  const asked = `${name}${world.arguments[`${type.name}.${name}`] ?? ''}`;
  if (!isCompositeType(result)) return asked;
  return `${asked} ${result.name === 'Money' ? '{ amountMinor currency }' : '{ __typename }'}`;
}

/** Whether the field stands on the interface by which the entity is asked as well. */
export function isShared(api: GraphQLSchema, entity: string, field: string): boolean {
  const shared = api.getType(interfaceOf(api, entity) ?? '');
  return isInterfaceType(shared) && field in shared.getFields();
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
