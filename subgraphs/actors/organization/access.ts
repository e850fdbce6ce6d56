import { administered } from '../../../schema/context.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import type { OrganizationRow } from './organization.store.ts';

/** What an organisation says of itself is its administrators' to say, themselves or through a key. */
export const organizationDescribe: Action<OrganizationRow> = {
  name: 'organizationDescribe',
  requires: 'administrator of the organisation',
  permits: ({ id }, { viewer }) => administered(viewer).includes(id),
};

/** What `Organization.viewerMay` answers for: one line per mutation that is done to an organisation. */
export const organizationActions: readonly Action<OrganizationRow>[] = [organizationDescribe];
