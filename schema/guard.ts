import {
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { allow, shield } from './shield.ts';
import { nameOf, type Rule, ruleOf } from './access.ts';
import type { Context } from './context.ts';
import { faultsOf } from './faults.ts';

type Field = GraphQLField<unknown, Context>;

/** Turns the `access` written beside each field into one shield. Refuses to build a schema in which a
 *  field has no  rule, a guarded field or a foreign reference cannot be null, an interface has a rule, or
 *  something lacks words. */
export function guarded(schema: GraphQLSchema): GraphQLSchema {
  const faults = [...Object.values(schema.getTypeMap())].flatMap((type) => faultsOf(type));
  if (faults.length > 0) throw new Error(`This schema does not build:\n${faults.join('\n')}`);

  const tree: Record<string, Record<string, Rule>> = {};
  for (const type of objectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      const effective = ruleOf(type, field as Field);
      // Allowed fields stay bare: the shield would wrap them too, at a third of the CPU of a request.
      if (effective && effective !== allow) (tree[type.name] ??= {})[field.name] = effective;
    }
  }
  if (Object.keys(tree).length === 0) return schema;
  // `debug` means "let real errors through": without it the shield reports a broken rule, or a crashed
  // resolver, as a refusal. The fallback rule only fills fields absent from the tree, which `faultsOf` has
  // proven to be open.
  const shielded = shield(tree, { fallbackRule: allow, fallbackError: refuse as never, debug: true });
  const middleware = shielded.generate(schema) as Record<string, Record<string, unknown>>;
  const needed = Object.fromEntries(
    Object.entries(tree).map(([name, fields]) => [
      name,
      Object.fromEntries(Object.keys(fields).map((field) => [field, middleware[name]?.[field]])),
    ]),
  );
  return applyMiddleware(schema, needed as never);
}

/** Every object type a client or the gateway can meet. */
export function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  ) as GraphQLObjectType[];
}

/** A denied root field is one error; below the root a denial is data: null, and one line in
 *  `extensions.denied`. */
function refuse(
  _error: unknown,
  _parent: unknown,
  _args: unknown,
  context: Context,
  info: GraphQLResolveInfo,
) {
  const field = info.parentType.getFields()[info.fieldName] as Field;
  const rule = ruleOf(info.parentType, field);
  const requires = rule ? nameOf(rule) : 'nobody';
  if (info.path.prev === undefined) return denial(context, requires);
  context.denied.add(`${info.parentType.name}.${info.fieldName}`, requires);
  return null;
}

/** The one error for a root field or an action this viewer may not use. */
export function denial(context: Context, requires: string): GraphQLError {
  return context.viewer
    ? new GraphQLError(`You may not do this. It requires: ${requires}.`, {
        extensions: { code: 'FORBIDDEN' },
      })
    : new GraphQLError(`Sign in first. This requires: ${requires}.`, {
        extensions: { code: 'UNAUTHENTICATED' },
      });
}
