import type { ApplicationState } from '../../../db/tables/actors/joining.ts';
import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { asId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { isAdministratorHere } from '../key/access.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { ViewerType } from '../sign-in/viewer.ts';
import {
  membershipApplicationApprove,
  membershipApplicationRefuse,
  membershipApplicationWithdraw,
} from './access.ts';
import {
  applicationById,
  applicationCountByOrganization,
  applicationCountByViewer,
  type ApplicationRow,
  applicationRowsByOrganization,
  applicationRowsByViewer,
  newestApplications,
} from './application.store.ts';

const MembershipApplicationState = builder.enumType('MembershipApplicationState', {
  description: 'What became of an application.',
  values: {
    OPEN: { description: 'It waits for an answer.' },
    APPROVED: { description: 'The applicant is a member since.' },
    REFUSED: { description: 'The organisation does not take the applicant in, and says why.' },
    WITHDRAWN: { description: 'The applicant took it back, or was invited and accepted.' },
    LAPSED: { description: 'Its deadline passed without an answer.' },
  } satisfies Record<ApplicationState, { description: string }>,
});

const actions = [membershipApplicationApprove, membershipApplicationRefuse, membershipApplicationWithdraw];

export const MembershipApplication = builder.objectRef<ApplicationRow>('MembershipApplication').implement({
  description:
    'A place in an organisation that is asked for. For the applicant and those who administer the ' +
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
      description: 'Who applies.',
      resolve: (row, _args, context) => personById(context).load(row.personId),
    }),
    message: t.exposeString('message', {
      nullable: true,
      access: isPublic,
      description: 'What the applicant has to say; or null.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      access: isPublic,
      description: 'Why it was refused; null for any other.',
    }),
    state: t.field({
      type: MembershipApplicationState,
      access: isPublic,
      description: 'What became of it.',
      resolve: ({ state }) => state,
    }),
    createdAt: t.expose('createdAt', { type: 'Instant', access: isPublic, description: 'Since when.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When it lapses without an answer.',
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

const MembershipApplicationConnection = connectionType(builder, {
  name: 'MembershipApplication',
  node: MembershipApplication,
});

builder.objectField(Organization, 'membershipApplications', (t) =>
  t.field({
    type: MembershipApplicationConnection,
    nullable: true,
    access: isAdministratorHere,
    description: 'Who asks for a place, newest first.',
    args: {
      ...pageArgs(t.arg),
      state: t.arg({ type: MembershipApplicationState, required: false, description: 'Only these.' }),
    },
    resolve: ({ id }, { state = null, ...args }, context) => {
      const name = 'Organization.membershipApplications';
      const list = { list: name, parent: id, filter: state, order: 'NEWEST' };
      return readPage(context, args, list, newestApplications, {
        rows: (page) => applicationRowsByOrganization(context, { ...page, state }).load(id),
        count: () => applicationCountByOrganization(context, { state }).load(id),
      });
    },
  }),
);

builder.objectField(ViewerType, 'membershipApplications', (t) =>
  t.field({
    type: MembershipApplicationConnection,
    nullable: true,
    access: isPublic,
    description: 'Places you have asked for, newest first; none where you come with a key.',
    args: {
      ...pageArgs(t.arg),
      state: t.arg({ type: MembershipApplicationState, required: false, description: 'Only these.' }),
    },
    resolve: ({ actorId }, { state = null, ...args }, context) => {
      const list = { list: 'Viewer.membershipApplications', parent: actorId, filter: state, order: 'NEWEST' };
      return readPage(context, args, list, newestApplications, {
        rows: (page) => applicationRowsByViewer(context, { state }, page),
        count: () => applicationCountByViewer(context, { state }),
      });
    },
  }),
);

builder.queryFields((t) => ({
  membershipApplication: t.field({
    type: MembershipApplication,
    nullable: true,
    access: isPublic,
    description: 'One application, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the application.' }) },
    resolve: (_root, { id }, context) => applicationById(context).load(asId('MembershipApplication', id)),
  }),
}));
