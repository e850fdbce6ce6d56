import { either, isAuditor, onParent } from '../../../schema/access.ts';
import { administered } from '../../../schema/context.ts';
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
