import { either, isAuditor, onParent, onViewer } from '../../schema/access.ts';
import { administered, isInPerson } from '../../schema/context.ts';
import type { Action } from '../../schema/viewer-may.ts';
import type { ApiKeyRow } from './key.store.ts';
import { membershipsByPerson } from './membership.store.ts';
import type { OrganizationRow } from './organization.store.ts';
import type { PersonRow } from './person.store.ts';

const isSelf = onParent<PersonRow>('the person', (row, { viewer }) => viewer?.actorId === row.id);

const isAdministratorOfThem = onParent<PersonRow>(
  'administrator of an organisation of theirs',
  async (row, context) => {
    const own = administered(context.viewer);
    if (own.length === 0) return false;
    const memberships = await membershipsByPerson(context).load(row.id);
    return memberships.some(({ organizationId }) => own.includes(organizationId));
  },
);

/** Private contact data of a person. */
export const isSelfOrKeeper = either(isSelf, isAdministratorOfThem, isAuditor);

/** Whoever makes and revokes keys: with one key, nobody makes another. */
export const isHere = onViewer('signed in, not through a key', isInPerson);

/** A person's own keys. */
export const isSelfHere = onParent<PersonRow>(
  'the person, not through a key',
  ({ id }, { viewer }) => isInPerson(viewer) && viewer?.actorId === id,
);

/** Keys with which others ask in the name of an organisation. */
export const isAdministratorHere = onParent<OrganizationRow>(
  'administrator of the organisation, not through a key',
  ({ id }, { viewer }) => isInPerson(viewer) && administered(viewer).includes(id),
);

/** The owner, or an administrator of the organisation the key is narrowed to. */
export const apiKeyRevoke: Action<ApiKeyRow> = {
  name: 'apiKeyRevoke',
  requires: 'owner of the key, or administrator of its organisation, not through a key',
  permits: ({ ownerId, organizationId }, { viewer }) =>
    isInPerson(viewer) &&
    (viewer?.actorId === ownerId ||
      (organizationId !== null && administered(viewer).includes(organizationId))),
};
