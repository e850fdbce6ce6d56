import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { denial } from '../../../schema/guard.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { LastAdministrator, MembershipOver, RoleUnusable } from './errors.ts';
import {
  administratorCountByOrganization,
  type MembershipRow,
  presentMembership,
} from './membership.store.ts';

/** Who administers, in the words of every action of theirs. */
export const administratorInPerson = 'administrator of the organisation, not through a key';

/** Who asks, as a person. */
export function personAsking({ viewer }: Context): Id<'Person'> {
  invariant(viewer, 'Only who is signed in may act.');
  return asId('Person', viewer.actorId);
}

/** Throws the one top-level error unless who asks administers the organisation at this moment. What the
 *  gateway knows of them may be five seconds old. Asked after the turn was taken. */
export async function mustAdminister(inside: Context, organizationId: Id<'Organization'>): Promise<void> {
  const own = await presentMembership({ ...inside }, organizationId, personAsking(inside));
  if (own?.role !== 'ADMINISTRATOR') throw denial(inside, administratorInPerson);
}

/** Whether nobody would administer the organisation without this one. */
export async function isLastAdministrator(
  context: Context,
  { organizationId, role, endsOn }: MembershipRow,
): Promise<boolean> {
  if (role !== 'ADMINISTRATOR' || endsOn !== null) return false;
  return (await administratorCountByOrganization(context, null).load(organizationId)) === 1;
}

/** Gives a present member another role. Says whether that changed anything. Throws MembershipOver, and
 *  LastAdministrator where nobody would administer any more. */
export function changeRole(context: Context, id: Id<'Membership'>, role: MembershipRole): Promise<boolean> {
  return inTransaction(context, async (inside) => {
    const row = await inTurn(inside, id);
    await mustAdminister(inside, row.organizationId);
    return setRole(inside, row, role);
  });
}

/** Ends another's membership, in the name of the organisation. Throws as `changeRole`. */
export function endMembership(context: Context, id: Id<'Membership'>): Promise<void> {
  return inTransaction(context, async (inside) => {
    const row = await inTurn(inside, id);
    await mustAdminister(inside, row.organizationId);
    await end(inside, row, 'ENDED');
  });
}

/** Ends one's own membership. Throws as `changeRole`. */
export function leave(context: Context, id: Id<'Membership'>): Promise<void> {
  return inTransaction(context, async (inside) => end(inside, await inTurn(inside, id), 'LEFT'));
}

/** Makes a present member administrator, and gives who asks another role, both or neither. Throws
 *  MembershipOver, and RoleUnusable where the other role is none. */
export function transferAdministration(
  context: Context,
  to: Id<'Membership'>,
  role: MembershipRole,
): Promise<void> {
  if (role === 'ADMINISTRATOR') throw new RoleUnusable();
  return inTransaction(context, async (inside) => {
    const row = await inTurn(inside, to);
    await mustAdminister(inside, row.organizationId);
    const own = await presentMembership({ ...inside }, row.organizationId, personAsking(inside));
    invariant(own, 'Who administers is a member.');
    await setRole(inside, row, 'ADMINISTRATOR');
    await setRole({ ...inside }, own, role);
  });
}

/** Gives this present member that role, in a turn of the organisation. Says whether that changed anything. */
export async function setRole(inside: Context, row: MembershipRow, role: MembershipRole): Promise<boolean> {
  const { db, now, viewer } = inside;
  const { id, organizationId, personId, role: before } = row;
  if (before === role) return false;
  if (await isLastAdministrator({ ...inside }, row)) throw new LastAdministrator();
  await db.update(membership).set({ role }).where(eq(membership.id, id));
  await record(db, now, {
    kind: 'membership.roleChanged',
    subject: personId,
    actorId: viewer?.actorId ?? null,
    data: { organizationId, role, before },
  });
  return true;
}

async function end(inside: Context, row: MembershipRow, how: 'LEFT' | 'ENDED'): Promise<void> {
  const { db, now, viewer } = inside;
  const { id, organizationId, personId } = row;
  if (await isLastAdministrator({ ...inside }, row)) throw new LastAdministrator();
  const endsOn = sql`greatest(${now.toISOString().slice(0, 10)}::date, ${membership.startsOn})`;
  await db.update(membership).set({ endsOn }).where(eq(membership.id, id));
  await record(db, now, {
    kind: 'membership.ended',
    subject: personId,
    actorId: viewer?.actorId ?? null,
    data: { organizationId, how },
  });
}

/** The membership as it is once all who change its organisation before have ended. */
async function inTurn({ db }: Context, id: Id<'Membership'>): Promise<MembershipRow> {
  const isThis = eq(membership.id, id);
  const [known] = await db.select().from(membership).where(isThis);
  invariant(known, 'A membership is never removed.');
  await takeTurns(db, [known.organizationId, known.personId]);
  const [row] = await db
    .select()
    .from(membership)
    .where(and(isThis, isNull(membership.endsOn)));
  if (!row) throw new MembershipOver();
  return row;
}

/** Which of these organisations nobody administers. */
export async function unadministeredOf(
  db: Db,
  ids: readonly Id<'Organization'>[],
): Promise<Id<'Organization'>[]> {
  const rows = await db.execute<{ id: Id<'Organization'> }>(sql`
    select o.id from unnest(${sql.param(ids)}::text[]) as o(id)
    where not exists (select from ${membership} where organization_id = o.id and role = 'ADMINISTRATOR'
      and ends_on is null) order by o.id`);
  return rows.map(({ id }) => id);
}
