import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId } from '../../../schema/ids.ts';
import { parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { OrganizationUnknown } from '../organization/errors.ts';
import { organizationById } from '../organization/organization.store.ts';
import { PersonUnknown } from '../person/errors.ts';
import {
  administratorAppoint,
  membershipInvitationAccept,
  membershipInvitationDecline,
  membershipInvitationWithdraw,
  membershipInvite,
  platformsServing,
} from './access.ts';
import { AlreadyMember, MembershipsTooMany, OrganizationAdministered } from './errors.ts';
import { acceptInvitation, endInvitation, invite } from './invitation.decision.store.ts';
import {
  AlreadyInvited,
  InvitationClosed,
  InvitationsTooMany,
  InvitationToOneself,
  InvitationUnknown,
  InvitationUnusable,
} from './invitation.errors.ts';
import { MembershipInvitation } from './invitation.ts';
import { invitationById, type InvitationRow } from './invitation.store.ts';
import { MembershipRoleEnum } from './role.ts';

refusals(
  builder,
  ...[InvitationUnknown, InvitationUnusable, InvitationToOneself, AlreadyInvited, InvitationClosed],
  ...[InvitationsTooMany, OrganizationAdministered],
);

const toWhom = 'Give either `personId` or `email`.';
const messageWords = 'What you have to say; at most 1,000 characters.';
const MembershipInviteInput = builder.inputType('MembershipInviteInput', {
  description: `A place to offer. ${toWhom}`,
  fields: (t) => ({
    organizationId: t.id({ description: 'Where.' }),
    personId: t.id({ required: false, description: 'Who is invited.' }),
    email: t.field({
      type: 'Email',
      required: false,
      description: 'Or the address of whoever is; no letter is sent. Kept while the invitation is open.',
    }),
    role: t.field({ type: MembershipRoleEnum, description: 'What the person would do there.' }),
    position: t.string({ required: false, description: 'Title or function; at most 100 characters.' }),
    message: t.string({ required: false, description: messageWords }),
  }),
});
const AdministratorAppointInput = builder.inputType('AdministratorAppointInput', {
  description: `Whom to offer the administration of an organisation that nobody administers. ${toWhom}`,
  fields: (t) => ({
    organizationId: t.id({ description: 'Where.' }),
    personId: t.id({ required: false, description: 'Who is to administer it.' }),
    email: t.field({ type: 'Email', required: false, description: 'Or the address of whoever is.' }),
    message: t.string({ required: false, description: messageWords }),
  }),
});

const invitationId = 'The invitation.';
const MembershipInvitationAcceptInput = builder.inputType('MembershipInvitationAcceptInput', {
  description: 'Which offered place you take.',
  fields: (t) => ({ invitationId: t.id({ description: invitationId }) }),
});
const MembershipInvitationDeclineInput = builder.inputType('MembershipInvitationDeclineInput', {
  description: 'Which offered place you do not take.',
  fields: (t) => ({ invitationId: t.id({ description: invitationId }) }),
});
const MembershipInvitationWithdrawInput = builder.inputType('MembershipInvitationWithdrawInput', {
  description: 'Which offer is taken back.',
  fields: (t) => ({ invitationId: t.id({ description: invitationId }) }),
});

interface InviteAsked {
  personId?: string | null;
  email?: string | null;
  position?: string | null;
  message?: string | null;
}

/** To whom and in which words, checked; what cannot be used is a refusal. */
function checked({ personId, email, position, message }: InviteAsked) {
  if ((personId == null) === (email == null))
    throw new InvitationUnusable('Say who is invited: give either `personId` or `email`, not both.');
  try {
    return {
      personId: personId == null ? null : asId('Person', personId),
      email: email?.toLowerCase() ?? null,
      position: parseText(position ?? '', { max: 100 }) || null,
      message: parseText(message ?? '', { max: 1_000, lines: true }) || null,
    };
  } catch (error) {
    throw error instanceof WrongValue ? new InvitationUnusable(error.message) : error;
  }
}

/** The organisation, or the refusal that there is none. */
async function organizationAsked(id: string, context: Context) {
  const row = await organizationById(context).load(asId('Organization', id));
  if (!row) throw new OrganizationUnknown();
  return row;
}

/** The invitation, which the viewer may do this to. */
async function demanded(action: Action<InvitationRow>, id: string, context: Context) {
  const row = await invitationById(context).load(asId('MembershipInvitation', id));
  if (!row) throw new InvitationUnknown();
  await demand(action, row, context);
  return row;
}

const result = { access: isPublic };
const dataField = { name: 'invitation', access: isPublic, description: 'The invitation as it now is.' };

builder.mutationFields((t) => ({
  membershipInvite: t.field({
    type: MembershipInvitation,
    nullable: true,
    access: isHere,
    description:
      'Offers a place in an organisation for 30 days. For its administrators. Whoever is invited finds it under ' +
      '`viewer.membershipInvitations`.',
    args: { input: t.arg({ type: MembershipInviteInput, description: 'The offer.' }) },
    errors: {
      types: [
        ...[OrganizationUnknown, InvitationUnusable, InvitationToOneself, PersonUnknown, AlreadyMember],
        ...[AlreadyInvited, InvitationsTooMany],
      ],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await organizationAsked(input.organizationId, context);
      await demand(membershipInvite, row, context);
      const { role } = input;
      return invite(context, { ...checked(input), organizationId: row.id, role, platformId: null });
    },
  }),
  administratorAppoint: t.field({
    type: MembershipInvitation,
    nullable: true,
    access: isHere,
    description:
      'Offers the administration of an organisation that nobody administers, for 30 days; nobody is made to ' +
      'administer. For operators of a platform that serves its region.',
    args: { input: t.arg({ type: AdministratorAppointInput, description: 'The offer.' }) },
    errors: {
      types: [
        ...[OrganizationUnknown, OrganizationAdministered, InvitationUnusable, InvitationToOneself],
        ...[PersonUnknown, AlreadyInvited, InvitationsTooMany],
      ],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await organizationAsked(input.organizationId, context);
      await demand(administratorAppoint, row, context);
      const [platformId] = await platformsServing(row.region, context);
      invariant(platformId, 'Whoever may appoint operates a platform there.');
      const role = 'ADMINISTRATOR';
      return invite(context, { ...checked(input), organizationId: row.id, role, platformId });
    },
  }),
  membershipInvitationAccept: t.field({
    type: MembershipInvitation,
    nullable: true,
    access: isHere,
    description: 'Takes an offered place: you are a member at once. For whoever is invited.',
    args: { input: t.arg({ type: MembershipInvitationAcceptInput, description: 'Which.' }) },
    errors: {
      types: [
        ...[InvitationUnknown, InvitationClosed, AlreadyMember, MembershipsTooMany],
        OrganizationAdministered,
      ],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) =>
      acceptInvitation(context, await demanded(membershipInvitationAccept, input.invitationId, context)),
  }),
  membershipInvitationDecline: t.field({
    type: MembershipInvitation,
    nullable: true,
    access: isHere,
    description: 'Leaves an offered place. For whoever is invited.',
    args: { input: t.arg({ type: MembershipInvitationDeclineInput, description: 'Which.' }) },
    errors: { types: [InvitationUnknown, InvitationClosed], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipInvitationDecline, input.invitationId, context);
      return endInvitation(context, row, 'DECLINED');
    },
  }),
  membershipInvitationWithdraw: t.field({
    type: MembershipInvitation,
    nullable: true,
    access: isHere,
    description:
      'Takes an offer back. For administrators of the organisation, and where a platform appoints for its ' +
      'operators.',
    args: { input: t.arg({ type: MembershipInvitationWithdrawInput, description: 'Which.' }) },
    errors: { types: [InvitationUnknown, InvitationClosed], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipInvitationWithdraw, input.invitationId, context);
      return endInvitation(context, row, 'WITHDRAWN');
    },
  }),
}));
