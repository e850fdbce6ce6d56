import { either, hasRole, isAuditor, onParent } from '../../../schema/access.ts';
import { administered, type Context, isInPerson, type Viewer } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import type { PlatformRow } from './platform.store.ts';

/** Whether the viewer operates this platform, themselves or through a key. */
export const operates = (viewer: Viewer | null, platformId: Id<'Platform'>): boolean =>
  viewer?.roles.some((each) => each.role === 'OPERATOR' && each.platformId === platformId) ?? false;

const isLead = ({ operatorId }: PlatformRow, { viewer }: Context) =>
  isInPerson(viewer) && administered(viewer).includes(operatorId);

const isOperatorHere = onParent<PlatformRow>('operator of the platform', ({ id }, { viewer }) =>
  operates(viewer, id),
);
const isLeadHere = onParent<PlatformRow>(
  'administrator of the organisation in the lead, not through a key',
  isLead,
);

/** Who the people are that operate it. */
export const isKeeper = either(isOperatorHere, isLeadHere, isAuditor);

const byAuditor = (name: string): Action<PlatformRow> => ({
  name,
  requires: 'auditor, not through a key',
  permits: (_row, { viewer }) => isInPerson(viewer) && hasRole(viewer, 'AUDITOR'),
});
const byLead = (name: string): Action<PlatformRow> => ({
  name,
  requires: 'administrator of the organisation in the lead, not through a key',
  permits: isLead,
});

export const platformAdmit = byAuditor('platformAdmit');
export const platformDecline = byAuditor('platformDecline');
export const operatorAppoint = byLead('platformOperatorAppoint');
export const operatorDismiss = byLead('platformOperatorDismiss');

/** Whoever runs it; before it is admitted that is the organisation in the lead. */
export const platformDescribe: Action<PlatformRow> = {
  name: 'platformDescribe',
  requires: 'operator of the platform, or administrator of the organisation in the lead, or auditor',
  permits: (row, context) =>
    operates(context.viewer, row.id) || isLead(row, context) || hasRole(context.viewer, 'AUDITOR'),
};

/** In the order in which `viewerMay` tells them. */
export const platformActions: readonly Action<PlatformRow>[] = [
  platformAdmit,
  platformDecline,
  platformDescribe,
  operatorAppoint,
  operatorDismiss,
];
