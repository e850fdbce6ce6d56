import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { type PageArgs, readPage } from '../../../schema/page.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { type Action, demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import {
  administrationTransfer,
  isFellowOrAuditor,
  isKeeperOfMembers,
  membershipEnd,
  membershipLeave,
  membershipRoleChange,
} from './access.ts';
import {
  AlreadyMember,
  LastAdministrator,
  MembershipOver,
  MembershipsTooMany,
  MembershipUnknown,
  RoleUnusable,
} from './errors.ts';
import { changeRole, endMembership, leave, transferAdministration } from './membership.change.store.ts';
import {
  joiningOrder,
  membershipById,
  membershipCountByOrganization,
  type MembershipRow,
  membershipRowsByOrganization,
} from './membership.store.ts';
import { MembershipRoleEnum } from './role.ts';

const actions = [membershipRoleChange, membershipEnd, membershipLeave, administrationTransfer];

const MembershipPeriod = builder.objectRef<MembershipRow>('MembershipPeriod').implement({
  description: 'How long a membership lasts.',
  access: isPublic,
  fields: (t) => ({
    startsOn: t.field({
      type: 'Date',
      access: isPublic,
      description: 'Since when.',
      resolve: ({ startsOn }) => startsOn as CalendarDate,
    }),
    endsOn: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Until when; null for a present one.',
      resolve: ({ endsOn }) => endsOn as CalendarDate | null,
    }),
  }),
});

const Membership = builder.objectRef<MembershipRow>('Membership').implement({
  description: "A person's place in an organisation. Who belongs where at present is public.",
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: ({ id }) => id }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Where.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    person: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'Who.',
      resolve: (row, _args, context) => personById(context).load(row.personId),
    }),
    role: t.field({
      type: MembershipRoleEnum,
      nullable: true,
      access: isFellowOrAuditor,
      description: 'What the person may do for the organisation.',
      resolve: ({ role }) => role,
    }),
    position: t.exposeString('position', {
      nullable: true,
      access: isPublic,
      description: 'Title or function there; or null.',
    }),
    period: t.field({
      type: MembershipPeriod,
      access: isPublic,
      description: 'How long.',
      resolve: (row) => row,
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay(actions, row, context),
    }),
  }),
});

const MembershipConnection = connectionType(builder, { name: 'Membership', node: Membership });

function members(context: Context, id: Id<'Organization'>, args: PageArgs, isPast: boolean) {
  const list = isPast ? 'Organization.formerMembers' : 'Organization.members';
  return readPage(context, args, { list, parent: id, order: 'JOINING' }, joiningOrder, {
    rows: (page) => membershipRowsByOrganization(context, { ...page, isPast }).load(id),
    count: () => membershipCountByOrganization(context, { isPast }).load(id),
  });
}

builder.objectFields(Organization, (t) => ({
  members: t.field({
    type: MembershipConnection,
    nullable: true,
    access: isPublic,
    description: 'Who belongs to it at present, in order of joining.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => members(context, id, args, false),
  }),
  formerMembers: t.field({
    type: MembershipConnection,
    nullable: true,
    access: isKeeperOfMembers,
    description: 'Who belonged to it once, in order of joining.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => members(context, id, args, true),
  }),
}));

builder.queryFields((t) => ({
  membership: t.field({
    type: Membership,
    nullable: true,
    access: isPublic,
    description: 'One membership, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the membership.' }) },
    resolve: (_root, { id }, context) => membershipById(context).load(asId('Membership', id)),
  }),
}));

refusals(
  builder,
  ...[MembershipUnknown, MembershipOver, LastAdministrator, RoleUnusable, AlreadyMember],
  MembershipsTooMany,
);

const membershipId = 'The membership.';
const MembershipRoleChangeInput = builder.inputType('MembershipRoleChangeInput', {
  description: 'What a member may do from now on.',
  fields: (t) => ({
    membershipId: t.id({ description: membershipId }),
    role: t.field({ type: MembershipRoleEnum, description: 'The role from now on.' }),
  }),
});
const MembershipEndInput = builder.inputType('MembershipEndInput', {
  description: 'Whose membership ends.',
  fields: (t) => ({ membershipId: t.id({ description: membershipId }) }),
});
const MembershipLeaveInput = builder.inputType('MembershipLeaveInput', {
  description: 'Which membership of yours ends.',
  fields: (t) => ({ membershipId: t.id({ description: membershipId }) }),
});
const AdministrationTransferInput = builder.inputType('AdministrationTransferInput', {
  description: 'To whom you hand over the administration of an organisation, and what you do from then on.',
  fields: (t) => ({
    membershipId: t.id({ description: 'The membership of whoever takes over.' }),
    role: t.field({ type: MembershipRoleEnum, description: 'Your own role from then on; another one.' }),
  }),
});

/** The membership, which the viewer may do this to. */
async function demanded(action: Action<MembershipRow>, text: string, context: Context) {
  const row = await membershipById(context).load(asId('Membership', text));
  if (!row) throw new MembershipUnknown();
  await demand(action, row, context);
  return row;
}

/** The membership after a change: read anew, past what loaders remember. Whoever left may know of it. */
async function asItNowIs(context: Context, { id }: MembershipRow): Promise<MembershipRow> {
  const row = await membershipById({ ...context }).load(id);
  invariant(row, 'Whoever changes a membership may know of it.');
  return row;
}

const result = { access: isPublic };
const dataField = { name: 'membership', access: isPublic, description: 'The membership as it now is.' };

builder.mutationFields((t) => ({
  membershipRoleChange: t.field({
    type: Membership,
    nullable: true,
    access: isHere,
    description:
      'Gives a member another role, everywhere within five seconds. For administrators of the organisation; ' +
      'the last one stays. The same role again changes nothing.',
    args: { input: t.arg({ type: MembershipRoleChangeInput, description: 'The change.' }) },
    errors: { types: [MembershipUnknown, MembershipOver, LastAdministrator], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipRoleChange, input.membershipId, context);
      await changeRole(context, row.id, input.role);
      return asItNowIs(context, row);
    },
  }),
  membershipEnd: t.field({
    type: Membership,
    nullable: true,
    access: isHere,
    description:
      "Ends another's membership, everywhere within five seconds. For administrators of the organisation. " +
      'It stays on record with its period.',
    args: { input: t.arg({ type: MembershipEndInput, description: 'Which.' }) },
    errors: { types: [MembershipUnknown, MembershipOver, LastAdministrator], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipEnd, input.membershipId, context);
      await endMembership(context, row.id);
      return asItNowIs(context, row);
    },
  }),
  membershipLeave: t.field({
    type: Membership,
    nullable: true,
    access: isHere,
    description:
      'Ends your own membership, everywhere within five seconds. The last administrator hands over first.',
    args: { input: t.arg({ type: MembershipLeaveInput, description: 'Which.' }) },
    errors: { types: [MembershipUnknown, MembershipOver, LastAdministrator], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipLeave, input.membershipId, context);
      await leave(context, row.id);
      return asItNowIs(context, row);
    },
  }),
  administrationTransfer: t.field({
    type: Membership,
    nullable: true,
    access: isHere,
    description:
      'Makes another member administrator and gives you another role, both or neither. For administrators of ' +
      'the organisation.',
    args: { input: t.arg({ type: AdministrationTransferInput, description: 'To whom.' }) },
    errors: { types: [MembershipUnknown, MembershipOver, RoleUnusable], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(administrationTransfer, input.membershipId, context);
      await transferAdministration(context, row.id, input.role);
      return asItNowIs(context, row);
    },
  }),
}));
