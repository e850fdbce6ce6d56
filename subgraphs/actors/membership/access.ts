import { either, isAuditor, nameOf, onParent } from '../../../schema/access.ts';
import { administered, type Context, isInPerson, isInRegion } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { isAdministratorHere } from '../key/access.ts';
import type { OrganizationRow } from '../organization/organization.store.ts';
import { regionsByPlatform } from '../platform/platform.store.ts';
import { hindranceToApply } from './application.decision.store.ts';
import { ApplicationClosed } from './application.errors.ts';
import type { ApplicationRow } from './application.store.ts';
import { LastAdministrator, MembershipOver, OrganizationAdministered } from './errors.ts';
import { InvitationClosed } from './invitation.errors.ts';
import { type InvitationRow, invitationToViewer } from './invitation.store.ts';
import { administratorInPerson, isLastAdministrator } from './membership.change.store.ts';
import { administratorCountByOrganization, type MembershipRow } from './membership.store.ts';

const isFellow = onParent<MembershipRow>('fellow member', ({ organizationId }, { viewer }) =>
  (viewer?.organizations ?? []).some(({ id }) => id === organizationId),
);
const isThatMember = onParent<MembershipRow>(
  'the member',
  ({ personId }, { viewer }) => viewer?.actorId === personId,
);
/** What somebody does for an organisation. */
export const isFellowOrAuditor = either(isFellow, isThatMember, isAuditor);

/** Who belonged to an organisation once. */
export const isKeeperOfMembers = either(isAdministratorHere, isAuditor);

const administersHere = (organizationId: Id<'Organization'>, { viewer }: Context) =>
  isInPerson(viewer) && administered(viewer).includes(organizationId);
const isMe = (personId: Id<'Person'> | null, { viewer }: Context) =>
  isInPerson(viewer) && viewer?.actorId === personId;

/** The platforms that the viewer operates and that serve this region. */
export async function platformsServing(region: string | null, context: Context): Promise<Id<'Platform'>[]> {
  const { viewer } = context;
  const operated = (viewer?.roles ?? []).flatMap(({ role, platformId }) =>
    role === 'OPERATOR' && platformId ? [platformId] : [],
  );
  const served = await Promise.all(operated.map((id) => regionsByPlatform(context).load(id)));
  return operated.filter((_id, index) => served[index]!.some((each) => isInRegion(region, each.region)));
}

/** For whoever is signed in; the rule of the mutation says the same. */
export const membershipApply: Action<OrganizationRow> = {
  name: 'membershipApply',
  requires: nameOf(isHere),
  permits: (_row, { viewer }) => isInPerson(viewer),
  hindrance: hindranceToApply,
};
export const membershipInvite: Action<OrganizationRow> = {
  name: 'membershipInvite',
  requires: administratorInPerson,
  permits: ({ id }, context) => administersHere(id, context),
};
export const membershipPolicyChange: Action<OrganizationRow> = {
  name: 'membershipPolicyChange',
  requires: administratorInPerson,
  permits: ({ id }, context) => administersHere(id, context),
};
export const administratorAppoint: Action<OrganizationRow> = {
  name: 'administratorAppoint',
  requires: 'operator of a platform that serves its region, not through a key',
  permits: async ({ region }, context) =>
    isInPerson(context.viewer) && (await platformsServing(region, context)).length > 0,
  hindrance: async ({ id }, context) =>
    (await administratorCountByOrganization(context, null).load(id)) > 0
      ? new OrganizationAdministered()
      : null,
};

const whatKeeps = async (row: MembershipRow, context: Context) => {
  if (row.endsOn !== null) return new MembershipOver();
  return (await isLastAdministrator(context, row)) ? new LastAdministrator() : null;
};
const whatIsOver = ({ endsOn }: MembershipRow) => (endsOn === null ? null : new MembershipOver());
export const membershipRoleChange: Action<MembershipRow> = {
  name: 'membershipRoleChange',
  requires: administratorInPerson,
  permits: ({ organizationId }, context) => administersHere(organizationId, context),
  hindrance: whatKeeps,
};
/** Oneself leaves. */
export const membershipEnd: Action<MembershipRow> = {
  name: 'membershipEnd',
  requires: 'administrator of the organisation, of another member, not through a key',
  permits: ({ organizationId, personId }, context) =>
    administersHere(organizationId, context) && !isMe(personId, context),
  hindrance: whatKeeps,
};
export const membershipLeave: Action<MembershipRow> = {
  name: 'membershipLeave',
  requires: 'the member, not through a key',
  permits: ({ personId }, context) => isMe(personId, context),
  hindrance: whatKeeps,
};
export const administrationTransfer: Action<MembershipRow> = {
  ...membershipEnd,
  name: 'administrationTransfer',
  hindrance: whatIsOver,
};

const whatClosedInvitation = ({ state }: InvitationRow) =>
  state === 'OPEN' ? null : new InvitationClosed(state);
const isInvited = async ({ id }: InvitationRow, context: Context) =>
  (await invitationToViewer(context).load(id)) !== null;
export const membershipInvitationAccept: Action<InvitationRow> = {
  name: 'membershipInvitationAccept',
  requires: 'whoever is invited, not through a key',
  permits: isInvited,
  hindrance: whatClosedInvitation,
};
export const membershipInvitationDecline: Action<InvitationRow> = {
  ...membershipInvitationAccept,
  name: 'membershipInvitationDecline',
};
export const membershipInvitationWithdraw: Action<InvitationRow> = {
  name: 'membershipInvitationWithdraw',
  requires: 'administrator of the organisation, or operator of the platform that appoints, not through a key',
  permits: ({ organizationId, platformId }, context) =>
    administersHere(organizationId, context) ||
    (isInPerson(context.viewer) &&
      platformId !== null &&
      context.viewer!.roles.some((each) => each.role === 'OPERATOR' && each.platformId === platformId)),
  hindrance: whatClosedInvitation,
};

const whatClosedApplication = ({ state }: ApplicationRow) =>
  state === 'OPEN' ? null : new ApplicationClosed(state);
export const membershipApplicationApprove: Action<ApplicationRow> = {
  name: 'membershipApplicationApprove',
  requires: administratorInPerson,
  permits: ({ organizationId }, context) => administersHere(organizationId, context),
  hindrance: whatClosedApplication,
};
export const membershipApplicationRefuse: Action<ApplicationRow> = {
  ...membershipApplicationApprove,
  name: 'membershipApplicationRefuse',
};
export const membershipApplicationWithdraw: Action<ApplicationRow> = {
  name: 'membershipApplicationWithdraw',
  requires: 'the applicant, not through a key',
  permits: ({ personId }, context) => isMe(personId, context),
  hindrance: whatClosedApplication,
};
