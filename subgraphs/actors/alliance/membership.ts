import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { readPage } from '../../../schema/page.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  allianceAdmit,
  allianceInvitationAccept,
  allianceLeave,
  allianceMemberEnd,
  allianceRefuse,
  isOneOfBothOrAuditor,
} from './access.ts';
import { AllianceMemberKindEnum, AllianceMembershipStateEnum } from './alliance.enums.ts';
import { allianceById } from './alliance.store.ts';
import { Alliance } from './alliance.ts';
import {
  type AllianceMembershipRow,
  allianceMembershipsOfOrganization,
  membershipsOfAlliance,
  newestMemberships,
} from './membership.store.ts';

const actions = [
  ...[allianceAdmit, allianceRefuse, allianceInvitationAccept, allianceLeave, allianceMemberEnd],
];

export const AllianceMembership = builder.objectRef<AllianceMembershipRow>('AllianceMembership').implement({
  description: "An organisation's membership of an alliance, from the application or invitation on.",
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    alliance: t.field({
      type: Alliance,
      nullable: true,
      access: isPublic,
      description: 'Of which alliance.',
      resolve: (row, _args, context) => allianceById(context).load(row.allianceId),
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Whose.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    kind: t.field({
      type: AllianceMemberKindEnum,
      access: isPublic,
      description: 'As what kind of member.',
      resolve: (row) => row.kind,
    }),
    state: t.field({
      type: AllianceMembershipStateEnum,
      access: isPublic,
      description: 'Where it stands.',
      resolve: (row) => row.state,
    }),
    createdAt: t.expose('createdAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When the organisation applied, was invited or joined.',
    }),
    answerBy: t.expose('answerBy', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'Until when an application or invitation waited; null for one that did not.',
    }),
    startsOn: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Since when it is or was a member; null for one that never was.',
      resolve: (row) => row.startsOn as CalendarDate | null,
    }),
    endsOn: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'When it ceased to be one; null for a present member.',
      resolve: (row) => row.endsOn as CalendarDate | null,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      access: isOneOfBothOrAuditor,
      description: 'Why it was refused or ended, in words of the secretariat; null where it gave none.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay(actions, row, context),
    }),
  }),
});

const MembershipConnection = connectionType(builder, {
  name: 'AllianceMembership',
  node: AllianceMembership,
});

builder.objectField(Alliance, 'memberships', (t) =>
  t.field({
    type: MembershipConnection,
    access: isPublic,
    description: 'Memberships in one state of which you may know, newest first.',
    args: {
      state: t.arg({
        type: AllianceMembershipStateEnum,
        defaultValue: 'PRESENT',
        description: 'In which state; present members unless told.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, { state, ...page }, context) => {
      const identity = { list: 'Alliance.memberships', parent: id, filter: state, order: 'NEWEST' };
      return readPage(
        context,
        page,
        identity,
        newestMemberships,
        membershipsOfAlliance.of(context, id, state),
      );
    },
  }),
);

builder.objectField(Organization, 'allianceMemberships', (t) =>
  t.field({
    type: MembershipConnection,
    access: isPublic,
    description: 'Its memberships of alliances in one state of which you may know, newest first.',
    args: {
      state: t.arg({
        type: AllianceMembershipStateEnum,
        defaultValue: 'PRESENT',
        description: 'In which state; present ones unless told.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, { state, ...page }, context) => {
      const identity = {
        list: 'Organization.allianceMemberships',
        parent: id,
        filter: state,
        order: 'NEWEST',
      };
      const list = allianceMembershipsOfOrganization.of(context, id, state);
      return readPage(context, page, identity, newestMemberships, list);
    },
  }),
);
