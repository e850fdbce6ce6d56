import { and, asc, isNull, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';

export type MembershipRow = typeof membership.$inferSelect;
/** A person can be a present member of this many organisations. */
const currentMax = 20;

export const membershipsByPerson = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(membership)
      .where(
        and(sql`${membership.personId} = any(${sql.placeholder('ids')}::text[])`, isNull(membership.endsOn)),
      )
      .orderBy(asc(membership.id)),
  ),
  (row) => row.personId,
);

/** Makes the person a present member. The database refuses a second present membership in one
 *  organisation. */
export function beginMembership(
  context: Context,
  wish: {
    organizationId: Id<'Organization'>;
    personId: Id<'Person'>;
    role: MembershipRole;
    position?: string;
  },
): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    const present = await membershipsByPerson(inside).load(wish.personId);
    if (present.length >= currentMax)
      throw new Error(`A person is in at most ${currentMax} organisations at a time.`);
    const startsOn = now.toISOString().slice(0, 10);
    await db.insert(membership).values({ ...wish, id: newId('Membership'), startsOn });
    await record(db, now, {
      kind: 'membership.begun',
      subject: wish.personId,
      actorId: viewer?.actorId ?? null,
      data: { organizationId: wish.organizationId, role: wish.role },
    });
  });
}
