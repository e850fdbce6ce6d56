import { isPublic } from '../../schema/access.ts';
import { actorNames, type IdName, nameOfId, resourceNames } from '../../schema/ids.ts';
import { malformed } from '../../schema/errors.ts';
import { builder } from './builder.ts';

/** The types that `node` answers for: every entity. A new kind of resource comes from `schema/ids.ts`. */
const kinds = [...actorNames, ...resourceNames, 'Platform', 'Project'] as const;
const idsMax = 100;

interface NodeRow {
  ref: string;
}

const Node = builder.interfaceRef<NodeRow>('Node').implement({
  description: 'Anything that has an id of ours.',
  resolveType: ({ ref }) => nameOfId(ref),
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: ({ ref }) => ref }),
  }),
});

for (const kind of kinds) {
  // Only `ref` is given here, never `id`: so the owner must be asked, and what is absent or hidden comes back
  // null.
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

const found = (id: string): NodeRow | null => {
  const name = nameOfId(id);
  if (!name) throw malformed(`"${id.slice(0, 40)}" is not an id of ours.`);
  return (kinds as readonly IdName[]).includes(name) ? { ref: id } : null;
};

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    access: isPublic,
    description: 'Whatever has this id, or null when there is nothing you may know of.',
    args: { id: t.arg.id({ description: 'Any id.' }) },
    resolve: (_root, { id }) => found(id),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    access: isPublic,
    description: 'The same for several ids, in their order; at most 100.',
    args: { ids: t.arg.idList({ description: 'Any ids, at most 100.' }) },
    resolve: (_root, { ids }) => {
      if (ids.length > idsMax) throw malformed(`\`ids\` has ${ids.length}; at most ${idsMax} come at once.`);
      return ids.map(found);
    },
  }),
}));
