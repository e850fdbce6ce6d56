import { isPublic } from '../../schema/access.ts';
import type { Context } from '../../schema/context.ts';
import { malformed } from '../../schema/errors.ts';
import { nameOfId } from '../../schema/ids.ts';
import { builder } from './builder.ts';
import { entityNames, nodeById, type NodeRow } from './node.store.ts';

const idsMax = 100;

const Node = builder.interfaceRef<NodeRow>('Node').implement({
  description: 'Anything that has an id of ours.',
  resolveType: ({ ref }) => nameOfId(ref),
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: ({ ref }) => ref }),
  }),
});

for (const kind of entityNames) {
  // Only `ref` is given here, never `id`: so the owner must be asked, and its own `where` decides, too.
  const ref = builder.objectRef<NodeRow>(kind);
  builder.objectType(ref, {
    description: 'Described by the subgraph that owns it.',
    access: isPublic,
    interfaces: [Node],
    fields: (t) => ({
      id: t.id({
        access: isPublic,
        directives: [{ name: 'federation__external', args: {} }],
        description: 'Opaque id, stable for ever.',
        resolve: ({ ref: id }) => id,
      }),
      ref: t.id({
        access: isPublic,
        inaccessible: true,
        description: 'The key that other subgraphs hold.',
        resolve: ({ ref: id }) => id,
      }),
    }),
  });
  builder.asEntity(ref, { key: builder.selection<NodeRow>('ref'), resolveReference: (key) => key });
}

/** Asked here first: a question for `__typename` alone never reaches the owner, and a reference that the
 *  owner answers with nothing blanks the answer. */
const found = (context: Context, id: string) => {
  if (!nameOfId(id)) throw malformed(`"${id.slice(0, 40)}" is not an id of ours.`);
  return nodeById(context, id);
};

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    access: isPublic,
    description: 'Whatever has this id, or null when there is nothing you may know of.',
    args: { id: t.arg.id({ description: 'Any id.' }) },
    resolve: (_root, { id }, context) => found(context, id),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: true, items: true },
    access: isPublic,
    description: 'The same for several ids, in their order; at most 100.',
    args: { ids: t.arg.idList({ description: 'Any ids, at most 100.' }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > idsMax) throw malformed(`\`ids\` has ${ids.length}; at most ${idsMax} come at once.`);
      return ids.map((id) => found(context, id));
    },
  }),
}));
