import { and, eq, sql } from 'drizzle-orm';
import { membershipApplication, membershipInvitation } from '../../../db/tables/actors/joining.ts';
import type { Context } from '../../../schema/context.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import { settleApplications } from './application.settle.store.ts';
import { invitedPerson, settleInvitations } from './invitation.settle.store.ts';
import { beginMembership } from './membership.store.ts';

/** Makes the person a member, and closes what else is open between the two: whoever is in neither waits nor
 *  is waited for. In the transaction that has closed what led here. */
export async function enter(
  inside: Context,
  wish: {
    organizationId: Id<'Organization'>;
    personId: Id<'Person'>;
    role: MembershipRole;
    position?: string | null;
  },
): Promise<void> {
  await beginMembership(inside, wish);
  await closeOthers(inside, wish);
}

/** Withdraws what is open between a person and an organisation. */
export async function closeOthers(
  { db, now, viewer }: Context,
  { organizationId, personId }: { organizationId: Id<'Organization'>; personId: Id<'Person'> },
): Promise<void> {
  const ending = { state: 'WITHDRAWN', now, actorId: viewer?.actorId ?? null } as const;
  await settleInvitations(
    db,
    and(eq(membershipInvitation.organizationId, organizationId), invitedPerson(personId)),
    ending,
  );
  await settleApplications(
    db,
    sql`${membershipApplication.organizationId} = ${organizationId}
      and ${membershipApplication.personId} = ${personId}`,
    ending,
  );
}
