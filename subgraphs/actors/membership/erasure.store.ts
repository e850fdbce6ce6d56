import { and, eq, isNull, sql } from 'drizzle-orm';
import { recordAll, takeTurns } from '../../../db/events.ts';
import {
  membershipApplication,
  membershipInvitation,
  organizationFounding,
} from '../../../db/tables/actors/joining.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { settleApplications } from './application.settle.store.ts';
import { invitedPerson, settleInvitations } from './invitation.settle.store.ts';
import { unadministeredOf } from './membership.change.store.ts';

/** For the erasure of a person, in its transaction and before their sign-ins go: ends every membership of
 *  theirs, takes back what is open, and empties what they wrote or was written to them. Nobody can be made to
 *  stay, so this alone may leave an organisation without an administrator, which is then recorded: operators
 *  of a platform there can appoint another. A second time changes nothing. */
export function forgetMembershipsOf(context: Context, personId: Id<'Person'>): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const actorId = viewer?.actorId ?? null;
    const isTheirs = eq(membership.personId, personId);
    const isPresent = and(isTheirs, isNull(membership.endsOn));
    const known = await db.select({ id: membership.organizationId }).from(membership).where(isPresent);
    await takeTurns(db, [personId, ...known.map(({ id }) => id)]);
    const endsOn = sql`greatest(${now.toISOString().slice(0, 10)}::date, ${membership.startsOn})`;
    await db.execute(sql`select set_config('cograph.leaves_unadministered', 'on', true)`);
    const ended = await db.update(membership).set({ endsOn }).where(isPresent).returning();
    await db.execute(sql`select set_config('cograph.leaves_unadministered', 'off', true)`);
    await db.update(membership).set({ position: null }).where(isTheirs);
    await recordAll(
      db,
      now,
      ended.map(({ organizationId }) => ({
        ...{ kind: 'membership.ended', subject: personId, actorId },
        data: { organizationId, how: 'ERASED' },
      })),
    );
    const administered = ended.filter(({ role }) => role === 'ADMINISTRATOR');
    const left = await unadministeredOf(
      db,
      administered.map(({ organizationId }) => organizationId),
    );
    await recordAll(
      db,
      now,
      left.map((subject) => ({ kind: 'organization.leftUnadministered', subject, actorId, data: {} })),
    );

    const ending = { state: 'WITHDRAWN', now, actorId } as const;
    await settleInvitations(db, invitedPerson(personId), ending);
    await settleApplications(db, eq(membershipApplication.personId, personId), ending);
    await db
      .update(membershipInvitation)
      .set({ position: null, message: null })
      .where(eq(membershipInvitation.personId, personId));
    await db
      .update(membershipInvitation)
      .set({ invitedBy: null, message: null })
      .where(eq(membershipInvitation.invitedBy, personId));
    await db
      .update(membershipApplication)
      .set({ message: null, reason: null })
      .where(eq(membershipApplication.personId, personId));
    await db
      .update(membershipApplication)
      .set({ decidedBy: null, reason: null })
      .where(eq(membershipApplication.decidedBy, personId));
    await db.delete(organizationFounding).where(eq(organizationFounding.personId, personId));
  });
}
