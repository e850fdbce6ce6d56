import { either, isAuditor, onParent } from '../../../schema/access.ts';
import { administered, type Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import type { ActivityRow } from './activity.store.ts';
import { type AllianceRow, foundersByAlliance } from './alliance.store.ts';
import type { AllianceMembershipRow } from './membership.store.ts';
import type { OrganRow } from './organ.store.ts';
import type { SeatRow } from './seat.store.ts';

const administers = ({ viewer }: Context, id: Id<'Organization'>) => administered(viewer).includes(id);
const administersVerified = ({ viewer }: Context, id: Id<'Organization'>) =>
  viewer?.organizations.some(
    (each) => each.id === id && each.role === 'ADMINISTRATOR' && each.isVerified === true,
  ) ?? false;
/** What the secretariat alone may do with a row of its alliance. */
const bySecretariat = <Row extends { secretariatId: Id<'Organization'> }>(name: string): Action<Row> => ({
  name,
  requires: 'administrator of the secretariat of the alliance',
  permits: ({ secretariatId }, context) => administers(context, secretariatId),
});
/** What the organisation itself may do with its membership. */
const byOrganization = (name: string): Action<AllianceMembershipRow> => ({
  name,
  requires: 'administrator of the organisation',
  permits: ({ organizationId }, context) => administers(context, organizationId),
});
/** What every organisation may do, by whoever administers one. */
const byAnyOrganization = <Row>(name: string): Action<Row> => ({
  name,
  requires: 'administrator of an organisation',
  permits: (_row, { viewer }) => administered(viewer).length > 0,
});

/** For the organisation in whose name one acts. */
export const inTheNameOf: Action<Id<'Organization'>> = {
  name: 'actFor',
  requires: 'administrator of the organisation',
  permits: (id, context) => administers(context, id),
};

/** The same for founding: who founds has passed a qualification review. */
export const inTheNameOfFounder: Action<Id<'Organization'>> = {
  name: 'found',
  requires: 'administrator of the organisation, which is verified',
  permits: (id, context) => administersVerified(context, id),
};

export const allianceFoundingConfirm: Action<AllianceRow> = {
  name: 'allianceFoundingConfirm',
  requires: 'administrator of a verified founder that has not confirmed',
  permits: async ({ id }, context) =>
    (await foundersByAlliance(context).load(id)).some(
      ({ organizationId, confirmedAt }) =>
        confirmedAt === null && administersVerified(context, organizationId),
    ),
};
export const allianceCharterAdopt = bySecretariat<AllianceRow>('allianceCharterAdopt');
export const allianceApply = byAnyOrganization<AllianceRow>('allianceApply');
export const allianceInvite = bySecretariat<AllianceRow>('allianceInvite');
export const allianceOrganCreate = bySecretariat<AllianceRow>('allianceOrganCreate');
export const allianceActivityAnnounce = bySecretariat<AllianceRow>('allianceActivityAnnounce');

export const allianceAdmit = bySecretariat<AllianceMembershipRow>('allianceAdmit');
export const allianceRefuse = bySecretariat<AllianceMembershipRow>('allianceRefuse');
export const allianceMemberEnd = bySecretariat<AllianceMembershipRow>('allianceMemberEnd');
export const allianceInvitationAccept = byOrganization('allianceInvitationAccept');
export const allianceLeave = byOrganization('allianceLeave');

export const allianceSeatNominate = byAnyOrganization<OrganRow>('allianceSeatNominate');
export const allianceSeatConfirm = bySecretariat<SeatRow>('allianceSeatConfirm');
export const allianceSeatEnd: Action<SeatRow> = {
  name: 'allianceSeatEnd',
  requires: 'administrator of the secretariat or of the organisation that named, or the one who sits',
  permits: ({ secretariatId, organizationId, personId }, context) =>
    administers(context, secretariatId) ||
    administers(context, organizationId) ||
    (personId !== null && context.viewer?.actorId === personId),
};
export const allianceActivityCancel = bySecretariat<ActivityRow>('allianceActivityCancel');

/** Why a membership was refused or ended is between the two sides. */
const isOneOfBoth = onParent<AllianceMembershipRow>(
  'member of the organisation or of the secretariat',
  ({ organizationId, secretariatId }, { viewer }) =>
    viewer?.organizations.some(({ id }) => id === organizationId || id === secretariatId) ?? false,
);
export const isOneOfBothOrAuditor = either(isOneOfBoth, isAuditor);
