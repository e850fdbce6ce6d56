import { eq, like } from 'drizzle-orm';
import { membershipApplication, membershipInvitation } from '../../../db/tables/actors/joining.ts';
import { asId, newId } from '../../../schema/ids.ts';
import { applicationsMax } from '../../../subgraphs/actors/membership/application.decision.store.ts';
import { invitationsMax } from '../../../subgraphs/actors/membership/invitation.decision.store.ts';
import type { Base } from '../base/base.ts';
import type { Deed } from '../place.ts';
import {
  addApplication,
  addInvitation,
  addMember,
  newOpenOrganization,
  newOrganization,
  newPerson,
  type Prepare,
} from './membership.rows.ts';

/** Invitations and applications, and every refusal on the way. */
export function joiningDeeds(base: Base): Deed[] {
  const { other, fellow } = base.organization;
  const change = (policy: string, needs: string) =>
    `membershipPolicyChange(input: { organizationId: "${other}", policy: ${policy}, needs: ${needs} })`;
  return [
    {
      meets: 'Mutation.membershipPolicyChange',
      query: () => change('OPEN_TO_APPLICATIONS', '{ en: "Say why." }'),
      succeedsAs: 'MembershipPolicyChangeSuccess',
    },
    { meets: 'PolicyUnusable', query: () => change('CLOSED', '{ en: "" }') },
    ...applicationDeeds(base),
    { meets: 'ApplicationsClosed', query: () => apply(fellow) },
    ...invitationDeeds(base),
    ...ownInvitationDeeds,
  ];
}

const apply = (id: string, message = 'Me.') =>
  `membershipApply(input: { organizationId: "${id}", message: "${message}" })`;
const takeBack = (id: string) => `membershipApplicationWithdraw(input: { applicationId: "${id}" })`;

/** An application of whoever asks. */
const ownApplication =
  (state: 'OPEN' | 'WITHDRAWN'): Prepare =>
  async (context, viewer) => {
    const decidedAt = state === 'OPEN' ? null : context.now;
    const at = await newOpenOrganization(context);
    return viewer ? addApplication(context, at, asId('Person', viewer.actorId), { state, decidedAt }) : '';
  };

function applicationDeeds({ organization }: Base): Deed[] {
  const toOther: Prepare = async (context) =>
    addApplication(context, organization.other, await newPerson(context));
  const unknownAs = {
    ...{ refusal: 'ApplicationUnknown', row: 'APPLICATION', absent: newId('MembershipApplication') },
  };
  return [
    {
      meets: 'Mutation.membershipApply',
      prepare: newOpenOrganization,
      query: apply,
      succeedsAs: 'MembershipApplySuccess',
    },
    { meets: 'ApplicationUnusable', prepare: newOpenOrganization, query: (id) => apply(id, '<b>Me</b>') },
    {
      meets: 'AlreadyMember',
      prepare: async (context, viewer) => {
        const at = await newOpenOrganization(context);
        if (viewer) await addMember(context, at, asId('Person', viewer.actorId));
        return at;
      },
      query: apply,
    },
    {
      meets: 'AlreadyApplied',
      prepare: async (context, viewer) => {
        const at = await newOpenOrganization(context);
        if (viewer) await addApplication(context, at, asId('Person', viewer.actorId));
        return at;
      },
      query: apply,
    },
    {
      meets: 'ApplicationsTooMany',
      prepare: async (context, viewer) => {
        for (let count = 0; viewer && count < applicationsMax; count += 1) {
          const at = await newOrganization(context);
          await addApplication(context, at, asId('Person', viewer.actorId), { message: 'One of many' });
        }
        return newOpenOrganization(context);
      },
      undo: async ({ db }) =>
        void (await db.delete(membershipApplication).where(eq(membershipApplication.message, 'One of many'))),
      query: apply,
    },
    {
      meets: 'Mutation.membershipApplicationApprove',
      prepare: toOther,
      query: (id) => `membershipApplicationApprove(input: { applicationId: "${id}", role: MEMBER })`,
      succeedsAs: 'MembershipApplicationApproveSuccess',
      unknownAs,
    },
    {
      meets: 'Mutation.membershipApplicationRefuse',
      prepare: toOther,
      query: (id) => `membershipApplicationRefuse(input: { applicationId: "${id}", reason: "No." })`,
      succeedsAs: 'MembershipApplicationRefuseSuccess',
      unknownAs,
    },
    {
      meets: 'Mutation.membershipApplicationWithdraw',
      prepare: ownApplication('OPEN'),
      query: takeBack,
      succeedsAs: 'MembershipApplicationWithdrawSuccess',
    },
    { meets: 'ApplicationClosed', prepare: ownApplication('WITHDRAWN'), query: takeBack },
    { meets: 'ApplicationUnknown', query: () => takeBack(newId('MembershipApplication')) },
  ];
}

function invitationDeeds({ organization, person }: Base): Deed[] {
  const { other } = organization;
  const invite = (id: string, more = '') =>
    `membershipInvite(input: { organizationId: "${other}", personId: "${id}", role: MEMBER${more} })`;
  const appoint = (at: string, id: string) =>
    `administratorAppoint(input: { organizationId: "${at}", personId: "${id}" })`;
  return [
    {
      meets: 'Mutation.membershipInvite',
      prepare: newPerson,
      query: (id) => invite(id),
      succeedsAs: 'MembershipInviteSuccess',
    },
    { meets: 'InvitationUnusable', query: () => invite(person.stranger, ', position: "<b>Boss</b>"') },
    { meets: 'InvitationToOneself', query: () => invite(person.otherProvider) },
    {
      meets: 'AlreadyInvited',
      prepare: async (context) => {
        const personId = await newPerson(context);
        await addInvitation(context, other, { personId });
        return personId;
      },
      query: (id) => invite(id),
    },
    {
      meets: 'InvitationsTooMany',
      prepare: async (context) => {
        for (let count = 0; count < invitationsMax; count += 1)
          await addInvitation(context, other, { email: `${count}@many.example` });
        return newPerson(context);
      },
      undo: async ({ db }) =>
        void (await db
          .delete(membershipInvitation)
          .where(like(membershipInvitation.email, '%@many.example'))),
      query: (id) => invite(id),
    },
    {
      meets: 'Mutation.membershipInvitationWithdraw',
      prepare: async (context) => addInvitation(context, other, { personId: await newPerson(context) }),
      query: (id) => `membershipInvitationWithdraw(input: { invitationId: "${id}" })`,
      succeedsAs: 'MembershipInvitationWithdrawSuccess',
      unknownAs: {
        ...{ refusal: 'InvitationUnknown', row: 'INVITATION', absent: newId('MembershipInvitation') },
      },
    },
    {
      meets: 'Mutation.administratorAppoint',
      prepare: newOrganization,
      query: (id) => appoint(id, person.stranger),
      succeedsAs: 'AdministratorAppointSuccess',
    },
    { meets: 'OrganizationAdministered', query: () => appoint(other, person.stranger) },
  ];
}

/** An invitation to whoever asks. */
const toAsker =
  (state: 'OPEN' | 'WITHDRAWN'): Prepare =>
  async (context, viewer) => {
    const decidedAt = state === 'OPEN' ? null : context.now;
    const at = await newOpenOrganization(context);
    const wish = { state, decidedAt };
    return viewer ? addInvitation(context, at, { ...wish, personId: asId('Person', viewer.actorId) }) : '';
  };
const decline = (id: string) => `membershipInvitationDecline(input: { invitationId: "${id}" })`;

const ownInvitationDeeds: Deed[] = [
  {
    meets: 'Mutation.membershipInvitationAccept',
    prepare: toAsker('OPEN'),
    query: (id) => `membershipInvitationAccept(input: { invitationId: "${id}" })`,
    succeedsAs: 'MembershipInvitationAcceptSuccess',
  },
  {
    meets: 'Mutation.membershipInvitationDecline',
    prepare: toAsker('OPEN'),
    query: decline,
    succeedsAs: 'MembershipInvitationDeclineSuccess',
  },
  { meets: 'InvitationClosed', prepare: toAsker('WITHDRAWN'), query: decline },
  { meets: 'InvitationUnknown', query: () => decline(newId('MembershipInvitation')) },
];
