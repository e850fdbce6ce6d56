import { onParent } from '../../../schema/access.ts';
import { administered, isInPerson } from '../../../schema/context.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import type { OrganizationRow } from '../organization/organization.store.ts';
import type { PersonRow } from '../person/person.store.ts';
import type { ApiKeyRow } from './key.store.ts';

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
