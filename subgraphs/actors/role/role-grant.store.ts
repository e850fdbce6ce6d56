import { and, eq, sql } from 'drizzle-orm';
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

/** Takes from an actor the role of an operator of this platform. Says whether there was one to take. */
export function revokeOperator(
  context: Context,
  { actorId, platformId }: { actorId: ActorId; platformId: Id<'Platform'> },
): Promise<boolean> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const taken = await db
      .delete(roleGrant)
      .where(
        and(
          eq(roleGrant.actorId, actorId),
          eq(roleGrant.platformId, platformId),
          sql`${roleGrant.role} = 'OPERATOR'`,
        ),
      )
      .returning({ id: roleGrant.id });
    if (taken.length === 0) return false;
    await record(db, now, {
      kind: 'role.revoked',
      subject: actorId,
      actorId: viewer?.actorId ?? null,
      data: { role: 'OPERATOR', platformId, region: null },
    });
    return true;
  });
}
