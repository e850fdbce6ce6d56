import { either, isAuditor, onParent } from '../../../schema/access.ts';
import { administered } from '../../../schema/context.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import { qualificationReviewRequest } from '../review/access.ts';
import { coCreationRoleRequest } from '../role/access.ts';
import {
  administratorAppoint,
  membershipApply,
  membershipInvite,
  membershipPolicyChange,
} from '../membership/access.ts';
import type { OrganizationRow } from './organization.store.ts';
import type { RelationRow } from './relation.store.ts';

/** What an organisation says of itself is its administrators' to say, themselves or through a key. */
export const organizationDescribe: Action<OrganizationRow> = {
  name: 'organizationDescribe',
  requires: 'administrator of the organisation',
  permits: ({ id }, { viewer }) => administered(viewer).includes(id),
};

/** What stands below says above whom. */
export const organizationRelationAdd: Action<OrganizationRow> = {
  name: 'organizationRelationAdd',
  requires: 'administrator of the organisation that stands below',
  permits: ({ id }, { viewer }) => administered(viewer).includes(id),
};

/** What `Organization.viewerMay` answers for: one line per mutation that is done to an organisation. */
export const organizationActions: readonly Action<OrganizationRow>[] = [
  organizationDescribe,
  organizationRelationAdd,
  qualificationReviewRequest,
  coCreationRoleRequest,
  membershipApply,
  membershipInvite,
  membershipPolicyChange,
  administratorAppoint,
];

/** How many work somewhere is shown where the organisation consented. */
export const isShownEmployees = either(
  onParent<OrganizationRow>('consent of the organisation', ({ isEmployeesPublic }) => isEmployeesPublic),
  onParent<OrganizationRow>('administrator of the organisation', ({ id }, { viewer }) =>
    administered(viewer).includes(id),
  ),
  isAuditor,
);

/** The upper one agrees to what the lower one said. */
export const organizationRelationConfirm: Action<RelationRow> = {
  name: 'organizationRelationConfirm',
  requires: 'administrator of the organisation that stands above',
  permits: ({ upperId }, { viewer }) => administered(viewer).includes(upperId),
};

/** Either side may end it. */
export const organizationRelationEnd: Action<RelationRow> = {
  name: 'organizationRelationEnd',
  requires: 'administrator of one of the two organisations',
  permits: ({ upperId, lowerId }, { viewer }) =>
    administered(viewer).some((id) => id === upperId || id === lowerId),
};
