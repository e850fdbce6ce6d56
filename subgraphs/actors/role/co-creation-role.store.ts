import { asc, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { coCreationRole } from '../../../db/tables/actors/co-creation-role.ts';
import type { Context } from '../../../schema/context.ts';
import type { CoCreationRole } from '../../../schema/events.ts';
import type { ActorId } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';

export const coCreationRolesByActor = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(coCreationRole)
      .where(sql`${coCreationRole.actorId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(coCreationRole.role)),
  ),
  (row) => row.actorId,
);

/** Gives an actor a co-creation role in general; giving it twice changes nothing. Inside a transaction. */
export async function grantCoCreationRole(
  { db }: Context,
  actorId: ActorId,
  role: CoCreationRole,
): Promise<void> {
  await db.insert(coCreationRole).values({ actorId, role }).onConflictDoNothing();
}
