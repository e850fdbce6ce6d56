import { hasRole, onParent } from '../../../schema/access.ts';
import { isInPerson } from '../../../schema/context.ts';
import type { ActorId } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import { operates } from '../platform/access.ts';
import { byApplicant, byReviewer, speaksFor } from '../review/access.ts';
import type { CoCreationRoleRow } from './co-creation-role.store.ts';

/** What was written beside a request, and who acted. */
export const isPartyToRole = onParent<CoCreationRoleRow>(
  'the person, or administrator of the organisation, or operator of the platform, or auditor',
  ({ actorId, platformId }, { viewer }) =>
    speaksFor(viewer, actorId) ||
    (platformId !== null && operates(viewer, platformId)) ||
    hasRole(viewer, 'AUDITOR'),
);

/** For an actor that one speaks for, whether it is a person or an organisation. */
export const coCreationRoleRequest: Action<{ id: ActorId }> = {
  name: 'coCreationRoleRequest',
  requires: 'the person, or administrator of the organisation, not through a key',
  permits: ({ id }, { viewer }) => isInPerson(viewer) && speaksFor(viewer, id),
};

export const coCreationRoleWithdraw = byApplicant('coCreationRoleWithdraw');
export const coCreationRoleGrant = byReviewer('coCreationRoleGrant');
export const coCreationRoleRefuse = byReviewer('coCreationRoleRefuse');
export const coCreationRoleRevoke = byReviewer('coCreationRoleRevoke');

/** What `CoCreationRoleGrant.viewerMay` answers for. */
export const roleActions: readonly Action<CoCreationRoleRow>[] = [
  ...[coCreationRoleWithdraw, coCreationRoleGrant, coCreationRoleRefuse, coCreationRoleRevoke],
];
