import { either, isAuditor, onParent } from '../../schema/access.ts';
import { isInRegion, regulatedRegions } from '../../schema/context.ts';
import type { Action } from '../../schema/viewer-may.ts';
import type { ParticipationRow } from './participation.store.ts';
import type { ProjectRow } from './project.store.ts';

const isParticipant = onParent<ProjectRow>('participant', ({ viewerTakesPart }) => viewerTakesPart);
const isRegulatorHere = onParent<ProjectRow>('regulator of the region', ({ region }, { viewer }) =>
  regulatedRegions(viewer).some((regulated) => isInRegion(region, regulated)),
);

const isFellow = onParent<ParticipationRow>('fellow participant', ({ viewerIsFellow }) => viewerIsFellow);
const isRegulatorOfIt = onParent<ParticipationRow>(
  'regulator of its region',
  ({ projectRegion }, { viewer }) =>
    regulatedRegions(viewer).some((regulated) => isInRegion(projectRegion, regulated)),
);

/** Money of a project. */
export const isParticipantOrSupervisor = either(isParticipant, isRegulatorHere, isAuditor);
/** What each brings, in their own words. */
export const isFellowOrSupervisor = either(isFellow, isRegulatorOfIt, isAuditor);

/** The initiator itself, or an administrator of the organisation that initiated. */
export const visibilityChange: Action<ProjectRow> = {
  name: 'projectVisibilityChange',
  requires: 'initiator of the project or its administrator',
  permits: ({ initiatorId }, { viewer }) =>
    viewer !== null &&
    (viewer.actorId === initiatorId ||
      viewer.organizations.some(({ id, role }) => id === initiatorId && role === 'ADMINISTRATOR')),
};
