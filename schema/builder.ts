import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import ErrorsPlugin from '@pothos/plugin-errors';
import FederationPlugin from '@pothos/plugin-federation';
import AccessPlugin, { isPublic } from './access.ts';
import type { Context } from './context.ts';
import { type Refusal } from './errors.ts';
import { guarded } from './guard.ts';
import { told } from './messages.ts';
import { once } from './once.ts';
import { addScalars, type ScalarTypes } from './scalars.ts';

export interface BuilderTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: true;
  Scalars: ScalarTypes;
}
export type SubgraphTypes = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;
export type Builder = PothosSchemaTypes.SchemaBuilder<SubgraphTypes>;

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A subgraph's builder: every field must say who may see it, and is non-null unless it says otherwise. */
export function createBuilder(): Builder {
  const builder = new SchemaBuilder<BuilderTypes>({
    plugins: [ErrorsPlugin, DirectivesPlugin, FederationPlugin, AccessPlugin],
    defaultFieldNullability: false,
    defaultInputFieldRequiredness: true,
    errors: {
      defaultTypes: [],
      defaultResultOptions: {
        name: ({ fieldName }) => `${upperFirst(fieldName)}Success`,
        description: 'Done: what was changed.',
        access: isPublic,
      },
      defaultUnionOptions: {
        name: ({ fieldName }) => `${upperFirst(fieldName)}Result`,
        description: 'What was changed, or the refusal that explains why nothing was.',
      },
    },
  });
  addScalars(builder);
  return builder;
}

/** The subgraph's schema, guarded. Throws with every fault when a rule or a word is missing. */
export function buildSubgraph(builder: Builder) {
  return guarded(builder.toSubGraphSchema({ linkUrl: 'https://specs.apollo.dev/federation/v2.9' }));
}

/** A key as the gateway sends it: by `id`, or by the inaccessible `ref`. */
interface Key {
  id?: string;
  ref?: string;
}

type EntityFieldBuilder<Row> =
  | PothosSchemaTypes.ObjectFieldBuilder<SubgraphTypes, Row>
  | PothosSchemaTypes.InterfaceFieldBuilder<SubgraphTypes, Row>;

/** The two fields every entity has. `ref` is the key that subgraphs and `node` pass on, so that only the
 *  owner can say  a row exists; clients never see it. */
export function keyFields<Row extends { id: string }>(builder: EntityFieldBuilder<Row>) {
  // Objects and interfaces build these fields alike; their two types cannot be called as one.
  const t = builder as PothosSchemaTypes.ObjectFieldBuilder<SubgraphTypes, Row>;
  return {
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row: Row) => row.id }),
    ref: t.id({
      access: isPublic,
      inaccessible: true,
      description: 'The key that other subgraphs hold.',
      resolve: (row: Row) => row.id,
    }),
  };
}

/** Lets the gateway fetch this type by its keys. The loader answers null for what is absent or not for
 *  this viewer. */
export function entity<Row extends { id: string }>(
  builder: Builder,
  type: PothosSchemaTypes.ObjectRef<SubgraphTypes, Row> | PothosSchemaTypes.InterfaceRef<SubgraphTypes, Row>,
  load: (context: Context, id: string) => Promise<Row | null>,
): void {
  builder.asEntity(type, {
    key: [builder.selection<Key>('id' as never), builder.selection<Key>('ref' as never)],
    // Async on purpose: a synchronous throw here would fail every entity of the fetch.
    resolveReference: async (key: Key, context: Context) => load(context, key.ref ?? key.id ?? ''),
  });
}

/** On a field added to a foreign type: has the gateway ask the owner first, so that a row the viewer may
 *  not know of  shows nothing here either. */
export const ownerDecides = [{ name: 'federation__requires', args: { fields: 'id' } }];

/** A type another subgraph owns, to refer to or to add fields to: `Actor`, `Resource`, or an object type
 *  by its name.  Return `{ ref: id }`; the gateway asks the owner for the rest. */
export function foreign<Name extends string>(
  builder: Builder,
  name: Name,
  options: { description: string } & (
    | { isInterface: true; hasHiddenRows?: false }
    /** Whether rows of it can be hidden: then every field added to it says `directives: ownerDecides`. On
     *  an interface Apollo's planner fails over that: there the field's own store decides. */
    | { isInterface: false; hasHiddenRows?: boolean }
  ),
) {
  const ref = builder.objectRef<{ ref: string }>(name);
  ref.implement({
    description: options.description,
    access: isPublic,
    extensions: { foreign: true, hasHiddenRows: options.hasHiddenRows ?? false },
    fields: (t) => ({
      ref: t.id({
        access: isPublic,
        inaccessible: true,
        description: 'The key that other subgraphs hold.',
        resolve: (row) => row.ref,
      }),
      ...(options.hasHiddenRows
        ? {
            id: t.id({
              access: isPublic,
              directives: [{ name: 'federation__external', args: {} }],
              description: 'Given by its owner alone, for a row the viewer may know of.',
              resolve: (row) => row.ref,
            }),
          }
        : {}),
    }),
  });
  builder.asEntity(ref, {
    key: builder.selection<{ ref: string }>('ref'),
    ...(options.isInterface ? { interfaceObject: true } : {}),
    resolveReference: (key) => key,
  });
  return ref;
}

const refusalShape = once((builder: Builder) =>
  builder.interfaceRef<Refusal>('Refusal').implement({
    description: 'An expected "no" that the caller can act on.',
    fields: (t) => ({
      message: t.string({
        access: isPublic,
        description: 'For people. May be reworded.',
        resolve: ({ message }, _args, { locale }) => told(locale, message),
      }),
      code: t.exposeString('code', { access: isPublic, description: 'For programs. Never reworded.' }),
    }),
  }),
);

/** Gives each refusal its own type, all answering to `Refusal`, so that a client can match one or all. Each
 *  noun of a subgraph can name its own. */
export function refusals(builder: Builder, ...classes: (new (...args: never[]) => Refusal)[]): void {
  const shape = refusalShape(builder);
  for (const refusal of classes) {
    builder.objectType(refusal, {
      name: refusal.name,
      description: (refusal as unknown as { description: string }).description,
      access: isPublic,
      interfaces: [shape],
    } as never);
  }
}
