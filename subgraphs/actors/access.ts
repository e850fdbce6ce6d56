import { either, isAuditor, onParent } from '../../schema/access.ts';
import { membershipsByPerson } from './membership.store.ts';
import type { PersonRow } from './person.store.ts';

const isSelf = onParent<PersonRow>('the person', (row, { viewer }) => viewer?.actorId === row.id);

const isAdministratorOfThem = onParent<PersonRow>(
  'administrator of an organisation of theirs',
  async (row, context) => {
    const administered = context.viewer?.organizations.filter(({ role }) => role === 'ADMINISTRATOR') ?? [];
    if (administered.length === 0) return false;
    const memberships = await membershipsByPerson(context).load(row.id);
    return memberships.some(({ organizationId }) => administered.some(({ id }) => id === organizationId));
  },
);

/** Private contact data of a person. */
export const isSelfOrKeeper = either(isSelf, isAdministratorOfThem, isAuditor);
