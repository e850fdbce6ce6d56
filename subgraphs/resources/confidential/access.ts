import { either, isAuditor, onParent } from '../../../schema/access.ts';
import { isInPerson, type Viewer } from '../../../schema/context.ts';
import type { ActorId } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import type { ResourceRow } from '../resource.store.ts';
import type { ConfidentialPartRow } from './confidential.store.ts';

const keeperRoles: readonly string[] = ['ADMINISTRATOR', 'RESOURCE_MANAGER'];

/** Whether the viewer answers for what this provider keeps confidential. */
const isKeeperOf = (viewer: Viewer | null, providerId: ActorId): boolean =>
  viewer !== null &&
  (viewer.actorId === providerId ||
    viewer.organizations.some(({ id, role }) => id === providerId && keeperRoles.includes(role)));

const isOfProvider = onParent<ConfidentialPartRow>(
  'member of the resource’s provider',
  ({ providerId }, { viewer }) =>
    viewer !== null &&
    (viewer.actorId === providerId || viewer.organizations.some(({ id }) => id === providerId)),
);

const hasSigned = onParent<ConfidentialPartRow>(
  'signer of its confidentiality agreement, not through a key',
  ({ isSigned }, { viewer }) => isInPerson(viewer) && isSigned,
);

const isKeeper = onParent<ConfidentialPartRow>(
  'administrator or resource manager of the provider',
  ({ providerId }, { viewer }) => isKeeperOf(viewer, providerId),
);

/** What is confidential. */
export const isConfidant = either(isOfProvider, hasSigned, isAuditor);
/** Who has opened what is confidential. */
export const isKeeperOrAuditor = either(isKeeper, isAuditor);

/** Writing and removing what is confidential of a resource. */
const keeps = (name: string): Action<Pick<ResourceRow, 'providerId'>> => ({
  name,
  requires: 'administrator or resource manager of the provider',
  permits: ({ providerId }, { viewer }) => isKeeperOf(viewer, providerId),
});
export const confidentialPartSet = keeps('confidentialPartSet');
export const confidentialPartRemove = keeps('confidentialPartRemove');

/** A signature is a person's own. */
export const confidentialitySign: Action<ConfidentialPartRow> = {
  name: 'confidentialitySign',
  requires: 'signed in, not through a key',
  permits: (_row, { viewer }) => isInPerson(viewer),
};

const isOwnerOf = (viewer: Viewer | null, ownerId: ActorId): boolean =>
  isInPerson(viewer) &&
  (viewer?.actorId === ownerId ||
    (viewer?.organizations.some(({ id, role }) => id === ownerId && role === 'ADMINISTRATOR') ?? false));

/** Whom an owner fears. */
export const isOwnerInPerson = onParent<{ ownerId: ActorId }>(
  'administrator of the owner, not through a key',
  ({ ownerId }, { viewer }) => isOwnerOf(viewer, ownerId),
);

/** Whoever answers for all that an owner offers. */
export const competitorExclude: Action<{ ownerId: ActorId }> = {
  name: 'competitorExclude',
  requires: 'administrator of the owner, not through a key',
  permits: ({ ownerId }, { viewer }) => isOwnerOf(viewer, ownerId),
};
