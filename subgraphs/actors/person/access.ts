import { either, isAuditor, isSignedIn, onParent } from '../../../schema/access.ts';
import { administered, isInPerson } from '../../../schema/context.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import { membershipsByPerson } from '../membership/membership.store.ts';
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

/** Those who let everybody see it, else for whoever is signed in. */
export const isShownAvailability = either(
  onParent<PersonRow>(
    'leave of the person',
    ({ availabilityVisibility }) => availabilityVisibility === 'PUBLIC',
  ),
  isSignedIn,
);

/** What a person says of themselves is theirs alone to say. */
export const personDescribe: Action<PersonRow> = {
  name: 'personDescribe',
  requires: 'the person, not through a key',
  permits: ({ id }, { viewer }) => isInPerson(viewer) && viewer?.actorId === id,
};

/** What `Person.viewerMay` answers for: one line per mutation that is done to a person. */
export const personActions: readonly Action<PersonRow>[] = [personDescribe];
