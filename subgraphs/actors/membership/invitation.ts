import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { asId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import type { InvitationState } from '../../../db/tables/actors/joining.ts';
import { isAdministratorHere } from '../key/access.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { ViewerType } from '../sign-in/viewer.ts';
import {
  membershipInvitationAccept,
  membershipInvitationDecline,
  membershipInvitationWithdraw,
} from './access.ts';
import {
  invitationById,
  invitationCountByOrganization,
  invitationCountToViewer,
  type InvitationRow,
  invitationRowsByOrganization,
  invitationRowsToViewer,
  newestInvitations,
} from './invitation.store.ts';
import { MembershipRoleEnum } from './role.ts';

const MembershipInvitationState = builder.enumType('MembershipInvitationState', {
  description: 'What became of an invitation.',
  values: {
    OPEN: { description: 'It waits for an answer.' },
    ACCEPTED: { description: 'Whoever was invited is a member since.' },
    DECLINED: { description: 'Whoever was invited does not want the place.' },
    WITHDRAWN: { description: 'It was taken back.' },
    EXPIRED: { description: 'Its deadline passed without an answer.' },
  } satisfies Record<InvitationState, { description: string }>,
});

const actions = [membershipInvitationAccept, membershipInvitationDecline, membershipInvitationWithdraw];

export const MembershipInvitation = builder.objectRef<InvitationRow>('MembershipInvitation').implement({
  description:
    'A place in an organisation that is offered. For whoever is invited and those who administer the ' +
    'organisation.',
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
      description: 'Who is invited; null where an address is and nobody has accepted.',
      resolve: (row, _args, context) => row.personId && personById(context).load(row.personId),
    }),
    email: t.expose('email', {
      type: 'Email',
      nullable: true,
      access: isPublic,
      description: 'The address that is invited, while the invitation is open; null where a person is.',
    }),
    role: t.field({
      type: MembershipRoleEnum,
      access: isPublic,
      description: 'What the person would do for the organisation.',
      resolve: ({ role }) => role,
    }),
    position: t.exposeString('position', {
      nullable: true,
      access: isPublic,
      description: 'Title or function there; or null.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      access: isPublic,
      description: 'What whoever invites has to say; or null.',
    }),
    invitedBy: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'Who invites; null after that person was erased.',
      resolve: (row, _args, context) => row.invitedBy && personById(context).load(row.invitedBy),
    }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description:
        'The platform in whose name an administrator is appointed where there is none; null where the ' +
        'organisation itself invites.',
      resolve: (row, _args, context) => row.platformId && platformById(context).load(row.platformId),
    }),
    state: t.field({
      type: MembershipInvitationState,
      access: isPublic,
      description: 'What became of it.',
      resolve: ({ state }) => state,
    }),
    createdAt: t.expose('createdAt', { type: 'Instant', access: isPublic, description: 'Since when.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'Instant',
      access: isPublic,
      description: 'Until when it can be accepted.',
    }),
    decidedAt: t.expose('decidedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When that was written down; null for an open one.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay(actions, row, context),
    }),
  }),
});

const MembershipInvitationConnection = connectionType(builder, {
  name: 'MembershipInvitation',
  node: MembershipInvitation,
});

builder.objectField(Organization, 'membershipInvitations', (t) =>
  t.field({
    type: MembershipInvitationConnection,
    nullable: true,
    access: isAdministratorHere,
    description: 'Places it has offered, newest first.',
    args: {
      ...pageArgs(t.arg),
      state: t.arg({ type: MembershipInvitationState, required: false, description: 'Only these.' }),
    },
    resolve: ({ id }, { state = null, ...args }, context) => {
      const list = { list: 'Organization.membershipInvitations', parent: id, filter: state, order: 'NEWEST' };
      return readPage(context, args, list, newestInvitations, {
        rows: (page) => invitationRowsByOrganization(context, { ...page, state }).load(id),
        count: () => invitationCountByOrganization(context, { state }).load(id),
      });
    },
  }),
);

builder.objectField(ViewerType, 'membershipInvitations', (t) =>
  t.field({
    type: MembershipInvitationConnection,
    nullable: true,
    access: isPublic,
    description:
      'Places offered to you, by name or by an address that whoever you sign in with has checked; newest first, ' +
      'none where you come with a key. ' +
      'One by an address is told only while it is open, or accepted.',
    args: {
      ...pageArgs(t.arg),
      state: t.arg({ type: MembershipInvitationState, required: false, description: 'Only these.' }),
    },
    resolve: ({ actorId }, { state = null, ...args }, context) => {
      const list = { list: 'Viewer.membershipInvitations', parent: actorId, filter: state, order: 'NEWEST' };
      return readPage(context, args, list, newestInvitations, {
        rows: (page) => invitationRowsToViewer(context, { state }, page),
        count: () => invitationCountToViewer(context, { state }),
      });
    },
  }),
);

builder.queryFields((t) => ({
  membershipInvitation: t.field({
    type: MembershipInvitation,
    nullable: true,
    access: isPublic,
    description: 'One invitation, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the invitation.' }) },
    resolve: (_root, { id }, context) => invitationById(context).load(asId('MembershipInvitation', id)),
  }),
}));
