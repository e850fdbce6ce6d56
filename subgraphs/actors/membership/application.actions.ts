import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { asId } from '../../../schema/ids.ts';
import { parseText, type TextLimits } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { OrganizationUnknown } from '../organization/errors.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  membershipApplicationApprove,
  membershipApplicationRefuse,
  membershipApplicationWithdraw,
  membershipApply,
} from './access.ts';
import { apply, approve, refuse, withdraw } from './application.decision.store.ts';
import {
  AlreadyApplied,
  ApplicationClosed,
  ApplicationsClosed,
  ApplicationsTooMany,
  ApplicationUnknown,
  ApplicationUnusable,
} from './application.errors.ts';
import { MembershipApplication } from './application.ts';
import { applicationById, type ApplicationRow } from './application.store.ts';
import { AlreadyMember, MembershipsTooMany } from './errors.ts';
import { MembershipRoleEnum } from './role.ts';

refusals(
  builder,
  ...[ApplicationUnknown, ApplicationUnusable, ApplicationsClosed, AlreadyApplied, ApplicationClosed],
  ApplicationsTooMany,
);

const MembershipApplyInput = builder.inputType('MembershipApplyInput', {
  description: 'A place to ask for.',
  fields: (t) => ({
    organizationId: t.id({ description: 'Where.' }),
    message: t.string({
      required: false,
      description: 'Who you are and why you ask; at most 1,000 characters.',
    }),
  }),
});

const applicationId = 'The application.';
const MembershipApplicationApproveInput = builder.inputType('MembershipApplicationApproveInput', {
  description: 'Whom the organisation takes in, and as what.',
  fields: (t) => ({
    applicationId: t.id({ description: applicationId }),
    role: t.field({ type: MembershipRoleEnum, description: 'What the person is to do there.' }),
    position: t.string({ required: false, description: 'Title or function; at most 100 characters.' }),
  }),
});
const MembershipApplicationRefuseInput = builder.inputType('MembershipApplicationRefuseInput', {
  description: 'Whom the organisation does not take in, and why.',
  fields: (t) => ({
    applicationId: t.id({ description: applicationId }),
    reason: t.string({ description: 'For the applicant; at most 500 characters.' }),
  }),
});
const MembershipApplicationWithdrawInput = builder.inputType('MembershipApplicationWithdrawInput', {
  description: 'Which application of yours is taken back.',
  fields: (t) => ({ applicationId: t.id({ description: applicationId }) }),
});

/** The words, checked; what cannot be used is a refusal. */
function wordsOf(text: string | null | undefined, limits: TextLimits): string {
  try {
    return parseText(text ?? '', limits);
  } catch (error) {
    throw error instanceof WrongValue ? new ApplicationUnusable(error.message) : error;
  }
}

/** The application, which the viewer may do this to. */
async function demanded(action: Action<ApplicationRow>, id: string, context: Context) {
  const row = await applicationById(context).load(asId('MembershipApplication', id));
  if (!row) throw new ApplicationUnknown();
  await demand(action, row, context);
  return row;
}

const result = { access: isPublic };
const dataField = { name: 'application', access: isPublic, description: 'The application as it now is.' };

builder.mutationFields((t) => ({
  membershipApply: t.field({
    type: MembershipApplication,
    nullable: true,
    access: isHere,
    description:
      'Asks for a place in an organisation that takes applications. Its administrators see it; without an ' +
      'answer within 60 days it lapses.',
    args: { input: t.arg({ type: MembershipApplyInput, description: 'The application.' }) },
    errors: {
      types: [
        ...[OrganizationUnknown, ApplicationUnusable, AlreadyMember, AlreadyApplied, ApplicationsClosed],
        ApplicationsTooMany,
      ],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await organizationById(context).load(asId('Organization', input.organizationId));
      if (!row) throw new OrganizationUnknown();
      await demand(membershipApply, row, context);
      return apply(context, row, wordsOf(input.message, { max: 1_000, lines: true }));
    },
  }),
  membershipApplicationApprove: t.field({
    type: MembershipApplication,
    nullable: true,
    access: isHere,
    description: 'Takes the applicant in: a member at once. For administrators of the organisation.',
    args: { input: t.arg({ type: MembershipApplicationApproveInput, description: 'Whom.' }) },
    errors: {
      types: [
        ...[ApplicationUnknown, ApplicationUnusable, ApplicationClosed, AlreadyMember],
        MembershipsTooMany,
      ],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipApplicationApprove, input.applicationId, context);
      const position = wordsOf(input.position, { max: 100 }) || null;
      return approve(context, row, { role: input.role, position });
    },
  }),
  membershipApplicationRefuse: t.field({
    type: MembershipApplication,
    nullable: true,
    access: isHere,
    description: 'Refuses an applicant, who reads why. For administrators of the organisation.',
    args: { input: t.arg({ type: MembershipApplicationRefuseInput, description: 'Whom.' }) },
    errors: { types: [ApplicationUnknown, ApplicationUnusable, ApplicationClosed], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipApplicationRefuse, input.applicationId, context);
      const reason = wordsOf(input.reason, { max: 500, lines: true });
      if (reason === '') throw new ApplicationUnusable('The reason is empty: tell the applicant why.');
      return refuse(context, row, reason);
    },
  }),
  membershipApplicationWithdraw: t.field({
    type: MembershipApplication,
    nullable: true,
    access: isHere,
    description: 'Takes your own application back.',
    args: { input: t.arg({ type: MembershipApplicationWithdrawInput, description: 'Which.' }) },
    errors: { types: [ApplicationUnknown, ApplicationClosed], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await demanded(membershipApplicationWithdraw, input.applicationId, context);
      return withdraw(context, row);
    },
  }),
}));
