import { either, isAuditor, onParent } from '../../schema/access.ts';
import { isInRegion, regulatedRegions } from '../../schema/context.ts';
import type { ResourceRow } from './resource.store.ts';

const isProviderMember = onParent<ResourceRow>(
  'member of the provider',
  ({ providerId }, { viewer }) =>
    viewer !== null &&
    (viewer.actorId === providerId || viewer.organizations.some(({ id }) => id === providerId)),
);

const isProviderAdministrator = onParent<ResourceRow>(
  'administrator of the provider',
  ({ providerId }, { viewer }) =>
    viewer !== null &&
    (viewer.actorId === providerId ||
      viewer.organizations.some(({ id, role }) => id === providerId && role === 'ADMINISTRATOR')),
);

const isRegulatorHere = onParent<ResourceRow>('regulator of the region', ({ region }, { viewer }) =>
  regulatedRegions(viewer).some((regulated) => isInRegion(region, regulated)),
);

/** What helps thieves: serial numbers. */
export const isProviderMemberOrAuditor = either(isProviderMember, isAuditor);
/** What competitors want: internal costs. */
export const isCostReader = either(isProviderAdministrator, isRegulatorHere, isAuditor);
