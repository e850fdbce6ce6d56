import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { recordAll } from '../../../db/events.ts';
import { type InvitationState, membershipInvitation } from '../../../db/tables/actors/joining.ts';
import type { EventKind } from '../../../schema/events.ts';
import type { ActorId, Id } from '../../../schema/ids.ts';
import { columns, type InvitationRow, stateNow } from './invitation.store.ts';

type Ending = Exclude<InvitationState, 'OPEN'>;

const kinds = {
  ACCEPTED: 'membership.invitationAccepted',
  DECLINED: 'membership.invitationDeclined',
  WITHDRAWN: 'membership.invitationWithdrawn',
  EXPIRED: 'membership.invitationExpired',
} as const satisfies Record<Ending, EventKind>;

/** Those of these open invitations that are kept from now on as ended so, each recorded, without the address.
 *  In a turn of their organisations. */
export async function settleInvitations(
  db: Db,
  which: SQL | undefined,
  ending: { state: Ending; now: Date; actorId: ActorId | null; personId?: Id<'Person'> },
): Promise<InvitationRow[]> {
  const { state, now, actorId, personId } = ending;
  const rows = await db
    .update(membershipInvitation)
    .set({ state, email: null, decidedAt: now, ...(personId ? { personId } : {}) })
    .where(and(eq(membershipInvitation.state, 'OPEN'), which))
    .returning(columns);
  await recordAll(
    db,
    now,
    rows.map(({ id, organizationId }) => ({
      ...{ kind: kinds[state], subject: id, actorId, data: { organizationId } },
    })),
  );
  return rows;
}

/** Which open invitations are to this person, by name or by an address they have proven to have. */
export const invitedPerson = (personId: Id<'Person'>): SQL =>
  sql`(${membershipInvitation.personId} = ${personId} or ${membershipInvitation.email} in (
    select verified_email from actors.sign_in where person_id = ${personId} and verified_email is not null))`;

/** Which have passed their deadline without that being written. */
export const isOverdue = and(eq(membershipInvitation.state, 'OPEN'), sql`${stateNow} = 'EXPIRED'`);

/** Which are these. */
export const areThese = (ids: readonly Id<'MembershipInvitation'>[]): SQL =>
  inArray(membershipInvitation.id, [...ids]);
