import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { readPage } from '../../../schema/page.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { organizationRelationConfirm, organizationRelationEnd } from './access.ts';
import { organizationById } from './organization.store.ts';
import { Organization } from './organization.ts';
import {
  currentFormById,
  relationCountByOrganization,
  type RelationFilter,
  relationOrder,
  relationRowsByOrganization,
  type SeenRelationRow,
} from './relation.store.ts';

/** What the other one is, by the kind of the relation and whether the one asked stands above. */
const roles = {
  PARENT: { kind: 'PARENT', isUpper: false },
  CHILD: { kind: 'PARENT', isUpper: true },
  PREDECESSOR: { kind: 'PREDECESSOR', isUpper: false },
  SUCCESSOR: { kind: 'PREDECESSOR', isUpper: true },
  FOUNDER: { kind: 'FOUNDER', isUpper: false },
  FOUNDED: { kind: 'FOUNDER', isUpper: true },
  RELATED: { kind: 'RELATED', isUpper: null },
} as const;
type Role = keyof typeof roles;

const RelationRole = builder.enumType('OrganizationRelationRole', {
  description: 'What another organisation is to this one.',
  values: {
    PARENT: { description: 'This one is part of it.' },
    CHILD: { description: 'It is part of this one.' },
    PREDECESSOR: { description: 'This one came out of it.' },
    SUCCESSOR: { description: 'It came out of this one.' },
    FOUNDER: { description: 'It founded this one, alone or with others.' },
    FOUNDED: { description: 'This one founded it, alone or with others.' },
    RELATED: { description: 'Kin in another way, by an outside list.' },
  } satisfies Record<Role, { description: string }>,
});

const OrganizationRelation = builder.objectRef<SeenRelationRow>('OrganizationRelation').implement({
  description: 'How another organisation is kin to the one asked.',
  access: isPublic,
  fields: (t) => ({
    id: t.exposeID('id', { access: isPublic, description: 'Opaque id, the same from both sides.' }),
    role: t.field({
      type: RelationRole,
      access: isPublic,
      description: 'What the other one is.',
      resolve: (row) =>
        (Object.keys(roles) as Role[]).find((role) => {
          const { kind, isUpper } = roles[role];
          return kind === row.kind && (isUpper === null || isUpper === (row.upperId === row.ownId));
        })!,
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'The other one.',
      resolve: ({ upperId, lowerId, ownId }, _args, context) =>
        organizationById(context).load(ownId === upperId ? lowerId : upperId),
    }),
    since: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Its first day; null when not said.',
      resolve: ({ since }) => since as CalendarDate | null,
    }),
    until: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Its last day; null while it lasts.',
      resolve: ({ until }) => until as CalendarDate | null,
    }),
    isConfirmed: t.boolean({
      access: isPublic,
      description: 'False while only the one that stands below says so: the other has not agreed.',
      resolve: ({ confirmedAt }) => confirmedAt !== null,
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) =>
        viewerMay([organizationRelationConfirm, organizationRelationEnd], row, context),
    }),
  }),
});

const RelationConnection = connectionType(builder, {
  name: 'OrganizationRelation',
  node: OrganizationRelation,
});

builder.objectFields(Organization, (t) => ({
  currentForm: t.field({
    type: Organization,
    access: isPublic,
    description:
      'What it is today: the last that replaces it, over any number of steps, by an outside list or by ' +
      'relations both sides agree on. Itself where nothing or several replace it, or they lead in a circle.',
    resolve: async (row, _args, context) => {
      const current = await currentFormById(context).load(row.id);
      return (current && (await organizationById(context).load(current.id))) ?? row;
    },
  }),
  relations: t.field({
    type: RelationConnection,
    nullable: true,
    access: isPublic,
    description: 'Kin, in the order in which they were stated.',
    args: {
      role: t.arg({ type: RelationRole, required: false, description: 'Only those that are this to it.' }),
      isPresent: t.arg.boolean({ required: false, description: 'Only those that last, or only those over.' }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, { role, isPresent = null, ...page }, context) => {
      const filter: RelationFilter = { ...(role ? roles[role] : { kind: null, isUpper: null }), isPresent };
      const identity = { list: 'Organization.relations', parent: id, filter, order: 'STATED' };
      return readPage(context, page, identity, relationOrder, {
        rows: (request) => relationRowsByOrganization(context, { page: request, filter }).load(id),
        count: () => relationCountByOrganization(context, filter).load(id),
      });
    },
  }),
}));
