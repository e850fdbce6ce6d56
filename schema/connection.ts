import type { ArgBuilder } from '@pothos/core';
import { isPublic } from './access.ts';
import type { Builder, SubgraphTypes } from './builder.ts';
import type { Page } from './page.ts';
import { once } from './once.ts';

type NodeRef<Row> =
  PothosSchemaTypes.ObjectRef<SubgraphTypes, Row> | PothosSchemaTypes.InterfaceRef<SubgraphTypes, Row>;

/** The paging arguments of every connection. */
export function pageArgs(t: ArgBuilder<SubgraphTypes>) {
  return {
    first: t.int({
      required: false,
      description: 'How many from the start: 20 unless told, at most 50, signed in 100.',
    }),
    after: t.string({ required: false, description: 'The cursor after which `first` begins.' }),
    last: t.int({ required: false, description: 'How many from the end; not together with `first`.' }),
    before: t.string({ required: false, description: 'The cursor before which `last` ends.' }),
  };
}

/** A Relay connection over rows of this type. `isForeign` for nodes of another subgraph: those may turn
 *  out null. */
export function connectionType<Row>(
  builder: Builder,
  options: { name: string; node: NodeRef<Row>; isForeign?: boolean },
) {
  const { name, node, isForeign = false } = options;
  const edge = builder.objectRef<{ page: Page<Row>; row: Row }>(`${name}Edge`).implement({
    description: `One place in a ${name}Connection.`,
    access: isPublic,
    fields: (t) => ({
      cursor: t.string({
        access: isPublic,
        description: 'Where this row stands; give it to `after` or `before`.',
        resolve: ({ page, row }) => page.cursorOf(row),
      }),
      node: t.field({
        type: node,
        nullable: isForeign as false,
        access: isPublic,
        description: isForeign ? 'The row; null when it is not for you to know of.' : 'The row.',
        resolve: ({ row }) => row as never,
      }),
    }),
  });
  return builder.objectRef<Page<Row>>(`${name}Connection`).implement({
    description: 'A page of a list that can grow, in the form Relay describes.',
    access: isPublic,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        access: isPublic,
        description: 'The rows of this page, in the order of the list.',
        resolve: (page) => page.rows.map((row) => ({ page, row })),
      }),
      pageInfo: t.field({
        type: pageInfoType(builder),
        access: isPublic,
        description: 'Where this page begins and ends.',
        resolve: (page) => page as Page<unknown>,
      }),
      totalCount: t.int({
        access: isPublic,
        description: 'How many rows there are for you with the same filter. Counted only when asked.',
        resolve: (page) => page.count(),
      }),
    }),
  });
}

const pageInfoType = once((builder: Builder) =>
  builder.objectRef<Page<unknown>>('PageInfo').implement({
    description: 'Where a page of a list begins and ends.',
    access: isPublic,
    shareable: true,
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', {
        access: isPublic,
        description: 'Whether rows follow this page.',
      }),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
        access: isPublic,
        description: 'Whether rows stand before this page.',
      }),
      startCursor: t.string({
        nullable: true,
        access: isPublic,
        description: 'Cursor of the first row; null on an empty page.',
        resolve: (page) => (page.rows.length > 0 ? page.cursorOf(page.rows[0]) : null),
      }),
      endCursor: t.string({
        nullable: true,
        access: isPublic,
        description: 'Cursor of the last row; null on an empty page.',
        resolve: (page) => (page.rows.length > 0 ? page.cursorOf(page.rows.at(-1)) : null),
      }),
    }),
  }),
);
