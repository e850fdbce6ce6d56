import { and, asc, eq, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../../db/client.ts';
import { takeTurns } from '../../../db/events.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { platform, platformPartner } from '../../../db/tables/actors/platform.ts';
import { roleGrant } from '../../../db/tables/actors/role-grant.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';
import { grantRole, revokeOperator } from '../role/role-grant.store.ts';
import {
  PlatformLastOperator,
  PlatformNotActive,
  PlatformOperatorsTooMany,
  PlatformOperatorUnfit,
} from './errors.ts';

/** A platform has this many people who operate it. */
export const operatorsMax = 50;

/** The people who operate a platform, in order of appointment; at most `operatorsMax`. */
export const operatorIdsByPlatform = manyByKey(
  prepared((db) =>
    db
      .select({ platformId: sql<Id<'Platform'>>`${roleGrant.platformId}`, actorId: roleGrant.actorId })
      .from(roleGrant)
      .where(
        and(
          sql`${roleGrant.platformId} = any(${sql.placeholder('ids')}::text[])`,
          sql`${roleGrant.role} = 'OPERATOR'`,
        ),
      )
      .orderBy(asc(roleGrant.id)),
  ),
  (row) => row.platformId,
);

/** Whether the person is a present member of an organisation that operates the platform; their memberships
 *  stay as they are until the transaction ends. */
export async function seatOfOperators(
  db: Db,
  platformId: Id<'Platform'>,
  personId: Id<'Person'>,
): Promise<boolean> {
  const found = await db
    .select({ id: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.personId, personId),
        sql`${membership.endsOn} is null`,
        sql`${membership.organizationId} in (
          select operator_id from ${platform} where id = ${platformId}
          union all select organization_id from ${platformPartner} where platform_id = ${platformId})`,
      ),
    )
    .for('share');
  return found.length > 0;
}

/** Lets a person operate the platform; a second time changes nothing. Throws PlatformNotActive,
 *  PlatformOperatorUnfit and PlatformOperatorsTooMany. */
export function appointOperator(
  context: Context,
  platformId: Id<'Platform'>,
  personId: Id<'Person'>,
): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { db } = inside;
    await takeTurns(db, [platformId, personId]);
    const [row] = await db
      .select({ state: platform.state })
      .from(platform)
      .where(eq(platform.id, platformId));
    if (row?.state !== 'ACTIVE') throw new PlatformNotActive();
    const present = await operatorsOf(db, platformId);
    if (present.includes(personId)) return;
    if (!(await seatOfOperators(db, platformId, personId))) throw new PlatformOperatorUnfit();
    if (present.length >= operatorsMax) throw new PlatformOperatorsTooMany(operatorsMax);
    await grantRole(inside, { actorId: personId, role: 'OPERATOR', platformId });
  });
}

/** Ends that a person operates the platform; for one who does not it changes nothing. Throws
 *  PlatformLastOperator. */
export function dismissOperator(
  context: Context,
  platformId: Id<'Platform'>,
  personId: Id<'Person'>,
): Promise<void> {
  return inTransaction(context, async (inside) => {
    await takeTurns(inside.db, [platformId, personId]);
    const present = await operatorsOf(inside.db, platformId);
    if (!present.includes(personId)) return;
    if (present.length === 1) throw new PlatformLastOperator();
    await revokeOperator(inside, { actorId: personId, platformId });
  });
}

async function operatorsOf(db: Db, platformId: Id<'Platform'>): Promise<string[]> {
  const rows = await db
    .select({ actorId: roleGrant.actorId })
    .from(roleGrant)
    .where(and(eq(roleGrant.platformId, platformId), eq(roleGrant.role, 'OPERATOR')));
  return rows.map(({ actorId }) => actorId);
}
