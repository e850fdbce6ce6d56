import { isPublic, isSignedIn } from '../../../schema/access.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  allianceAdmit,
  allianceInvitationAccept,
  allianceInvite,
  allianceLeave,
  allianceMemberEnd,
  allianceRefuse,
} from './access.ts';
import { AllianceMemberKindEnum } from './alliance.enums.ts';
import { inName, theAlliance, usable } from './asked.ts';
import {
  AllianceByInvitation,
  AllianceMemberAlready,
  AllianceStepClosed,
  AllianceUnknown,
  AllianceUnusable,
} from './errors.ts';
import {
  allianceMembershipById,
  type AllianceMembershipRow,
  type MembershipMove,
  moveMembership,
  openMembership,
} from './membership.store.ts';
import { AllianceMembership } from './membership.ts';

const MembershipWishInput = (name: string, description: string, whose: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      allianceId: t.id({ description: 'The alliance.' }),
      organizationId: t.id({ description: whose }),
      kind: t.field({ type: AllianceMemberKindEnum, description: 'As what kind of member.' }),
    }),
  });
const AllianceApplyInput = MembershipWishInput(
  'AllianceApplyInput',
  'Who wants to join what.',
  'The organisation you administer.',
);
const AllianceInviteInput = MembershipWishInput(
  'AllianceInviteInput',
  'Who is invited to what.',
  'The organisation that is invited.',
);

const MembershipIdInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ membershipId: t.id({ description: 'The membership.' }) }),
  });
const MembershipReasonInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      membershipId: t.id({ description: 'The membership.' }),
      reason: t.string({ description: 'Why, for the organisation to read; at most 1,000 characters.' }),
    }),
  });
const AllianceAdmitInput = MembershipIdInput('AllianceAdmitInput', 'Which application is granted.');
const AllianceInvitationAcceptInput = MembershipIdInput(
  'AllianceInvitationAcceptInput',
  'Which invitation is taken up.',
);
const AllianceLeaveInput = MembershipIdInput(
  'AllianceLeaveInput',
  'Which membership the organisation gives up.',
);
const AllianceRefuseInput = MembershipReasonInput(
  'AllianceRefuseInput',
  'Which application is refused, and why.',
);
const AllianceMemberEndInput = MembershipReasonInput(
  'AllianceMemberEndInput',
  'Whose membership ends, and why.',
);

/** The membership after a change: read anew, past what loaders remember. */
async function membershipNow(context: Context, id: Id<'AllianceMembership'>): Promise<AllianceMembershipRow> {
  const row = await allianceMembershipById({ ...context }).load(id);
  invariant(row, 'Whoever changes a membership may know of it.');
  return row;
}

/** Takes a membership on, by whoever may. */
async function move(
  context: Context,
  membershipId: string,
  action: Action<AllianceMembershipRow>,
  by: readonly MembershipMove[],
  reason: string | null = null,
) {
  const row = await allianceMembershipById(context).load(asId('AllianceMembership', membershipId));
  if (!row) throw new AllianceUnknown();
  await demand(action, row, context);
  await moveMembership(context, row, by, reason === null ? null : usable(() => readReason(reason)));
  return membershipNow(context, row.id);
}

function readReason(text: string): string {
  const reason = parseText(text, { max: 1_000, lines: true });
  if (reason === '') throw new WrongValue('The reason is empty: say why.');
  return reason;
}

const dataField = {
  name: 'membership',
  access: isPublic,
  description: 'The membership as it now is.',
} as const;

builder.mutationFields((t) => ({
  allianceApply: t.field({
    type: AllianceMembership,
    nullable: true,
    access: isSignedIn,
    description: 'Applies for membership; where admission is open, the organisation is a member at once.',
    args: { input: t.arg({ type: AllianceApplyInput, description: 'Who, for what.' }) },
    errors: {
      types: [
        ...[AllianceUnknown, AllianceUnusable, AllianceStepClosed],
        ...[AllianceMemberAlready, AllianceByInvitation],
      ],
      result: { access: isPublic },
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const { id: allianceId, admission } = await theAlliance(context, input.allianceId);
      const organizationId = await inName(context, input.organizationId);
      if (admission === 'INVITATION') throw new AllianceByInvitation();
      const wish = { allianceId, organizationId, kind: input.kind };
      const state = admission === 'OPEN' ? 'PRESENT' : 'APPLIED';
      return membershipNow(context, await openMembership(context, wish, state));
    },
  }),
  allianceInvite: t.field({
    type: AllianceMembership,
    nullable: true,
    access: isSignedIn,
    description: 'Invites an organisation to be a member. For the secretariat.',
    args: { input: t.arg({ type: AllianceInviteInput, description: 'Whom, to what.' }) },
    errors: {
      types: [AllianceUnknown, AllianceUnusable, AllianceStepClosed, AllianceMemberAlready],
      result: { access: isPublic },
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await theAlliance(context, input.allianceId);
      await demand(allianceInvite, row, context);
      const organizationId = asId('Organization', input.organizationId);
      if (!(await organizationById(context).load(organizationId)))
        throw new AllianceUnusable('There is no such organisation to invite: check its id.');
      const wish = { allianceId: row.id, organizationId, kind: input.kind };
      return membershipNow(context, await openMembership(context, wish, 'INVITED'));
    },
  }),
  allianceAdmit: t.field({
    type: AllianceMembership,
    nullable: true,
    access: isSignedIn,
    description: 'Grants an application: the organisation is a member from today. For the secretariat.',
    args: { input: t.arg({ type: AllianceAdmitInput, description: 'Which.' }) },
    errors: { types: [AllianceUnknown, AllianceStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) => move(context, input.membershipId, allianceAdmit, ['admit']),
  }),
  allianceRefuse: t.field({
    type: AllianceMembership,
    nullable: true,
    access: isSignedIn,
    description: 'Refuses an application. For the secretariat.',
    args: { input: t.arg({ type: AllianceRefuseInput, description: 'Which, and why.' }) },
    errors: {
      types: [AllianceUnknown, AllianceUnusable, AllianceStepClosed],
      result: { access: isPublic },
      dataField,
    },
    resolve: (_root, { input }, context) =>
      move(context, input.membershipId, allianceRefuse, ['refuse'], input.reason),
  }),
  allianceInvitationAccept: t.field({
    type: AllianceMembership,
    nullable: true,
    access: isSignedIn,
    description: 'Takes an invitation up: the organisation is a member from today.',
    args: { input: t.arg({ type: AllianceInvitationAcceptInput, description: 'Which.' }) },
    errors: { types: [AllianceUnknown, AllianceStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) =>
      move(context, input.membershipId, allianceInvitationAccept, ['accept']),
  }),
  allianceLeave: t.field({
    type: AllianceMembership,
    nullable: true,
    access: isSignedIn,
    description:
      'Gives a membership up: a present one ends today, an application is taken back, an invitation turned down.',
    args: { input: t.arg({ type: AllianceLeaveInput, description: 'Which.' }) },
    errors: { types: [AllianceUnknown, AllianceStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) =>
      move(context, input.membershipId, allianceLeave, ['end', 'withdraw', 'decline']),
  }),
  allianceMemberEnd: t.field({
    type: AllianceMembership,
    nullable: true,
    access: isSignedIn,
    description: 'Ends a membership today, with a reason. For the secretariat.',
    args: { input: t.arg({ type: AllianceMemberEndInput, description: 'Whose, and why.' }) },
    errors: {
      types: [AllianceUnknown, AllianceUnusable, AllianceStepClosed],
      result: { access: isPublic },
      dataField,
    },
    resolve: (_root, { input }, context) =>
      move(context, input.membershipId, allianceMemberEnd, ['end'], input.reason),
  }),
}));
