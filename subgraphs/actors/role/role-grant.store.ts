import { record } from '../../../db/events.ts';
import { roleGrant } from '../../../db/tables/actors/role-grant.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { PlatformRole } from '../../../schema/events.ts';
import { type ActorId, type Id, newId } from '../../../schema/ids.ts';

/** Gives an actor a role for a platform (operator, partner), a region (regulator) or the whole graph
 *  (auditor). */
export function grantRole(
  context: Context,
  wish: { actorId: ActorId; role: PlatformRole; platformId?: Id<'Platform'>; region?: string },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { platformId = null, region = null } = wish;
    await db.insert(roleGrant).values({ ...wish, id: newId('RoleGrant') });
    await record(db, now, {
      kind: 'role.granted',
      subject: wish.actorId,
      actorId: viewer?.actorId ?? null,
      data: { role: wish.role, platformId, region },
    });
  });
}
