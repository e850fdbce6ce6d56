import type { Db } from '../../db/client.ts';
import { coCreationRole } from '../../db/tables/actors/co-creation-role.ts';
import { event } from '../../db/tables/log.ts';
import type { CoCreationRole, CoCreationRoleState } from '../../schema/events.ts';
import { type ActorId, type Id, newId } from '../../schema/ids.ts';
import type { Graph } from './graph.ts';

type Place = Pick<Graph, 'database'>;
const day = 86_400_000;
/** Writes a role where it is to stand, past every rule but the database's own. */
export async function writeRole(
  tx: Db,
  facts: Partial<typeof coCreationRole.$inferInsert> & { actorId: ActorId; platformId: Id<'Platform'> },
  state: CoCreationRoleState,
): Promise<Id<'CoCreationRoleGrant'>> {
  const { role = 'NORM_GUIDE', ...rest } = facts;
  const id = newId('CoCreationRoleGrant');
  const now = new Date();
  const isHeld = state === 'GRANTED' || state === 'REVIEW_DUE';
  const waits = {
    dueAt: new Date(now.getTime() + (state === 'REVIEW_DUE' ? -1 : 1) * day),
    endsAt: new Date(now.getTime() + 2 * day),
  };
  const times = isHeld || state === 'REQUESTED' ? waits : { endedAt: now };
  const row = { ...rest, id, role, state, requestedAt: now, since: isHeld ? now : null, ...times };
  await tx.insert(coCreationRole).values(row);
  return id;
}

/** The same in a transaction of its own. */
export const putRole = (
  { database }: Place,
  facts: { actorId: ActorId; platformId: Id<'Platform'>; role?: CoCreationRole },
  state: CoCreationRoleState,
) => database.write((tx) => writeRole(tx, facts, state));

/** Every role and the number of events: equal before and after a "no". */
export const rolesStanding = async ({ database }: Place) => ({
  roles: await database.read.select().from(coCreationRole).orderBy(coCreationRole.id),
  events: await database.read.$count(event),
});
