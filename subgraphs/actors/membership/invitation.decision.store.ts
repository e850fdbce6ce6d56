import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { membershipInvitation } from '../../../db/tables/actors/joining.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { personById } from '../person/person.store.ts';
import { PersonUnknown } from '../person/errors.ts';
import { closeOthers, enter } from './entry.store.ts';
import { AlreadyMember, OrganizationAdministered } from './errors.ts';
import {
  AlreadyInvited,
  InvitationClosed,
  InvitationsTooMany,
  InvitationToOneself,
} from './invitation.errors.ts';
import { areThese, isOverdue, settleInvitations } from './invitation.settle.store.ts';
import { columns, type InvitationRow } from './invitation.store.ts';
import { invitationDays } from './joining.steps.ts';
import { mustAdminister, personAsking, setRole } from './membership.change.store.ts';
import { administratorCountByOrganization, presentMembership } from './membership.store.ts';

/** A place to offer: to a person, or to whoever has proven to have the address. */
export interface InvitationWish {
  organizationId: Id<'Organization'>;
  personId: Id<'Person'> | null;
  /** In lower case. */
  email: string | null;
  role: MembershipRole;
  position: string | null;
  message: string | null;
  /** In whose name an administrator is appointed where there is none; null where an administrator invites. */
  platformId: Id<'Platform'> | null;
}

/** An organisation can have this many open invitations. */
export const invitationsMax = 200;
const dayMs = 24 * 60 * 60 * 1_000;

/** Offers a place. Throws what stands in the way: InvitationToOneself, PersonUnknown, AlreadyMember,
 *  AlreadyInvited, InvitationsTooMany, and for an appointment OrganizationAdministered. */
export function invite(context: Context, wish: InvitationWish): Promise<InvitationRow> {
  return inTransaction(context, async (inside) => {
    const { db, now } = inside;
    const { organizationId, role, platformId } = wish;
    const invitedBy = personAsking(inside);
    await takeTurns(db, [organizationId]);
    await (platformId
      ? mustBeUnadministered(inside, organizationId)
      : mustAdminister(inside, organizationId));
    await mustBeInvitable(inside, wish);
    const isOfThis = eq(membershipInvitation.organizationId, organizationId);
    await settleInvitations(db, and(isOfThis, isOverdue), { state: 'EXPIRED', now, actorId: null });
    const isOpen = and(isOfThis, eq(membershipInvitation.state, 'OPEN'));
    const isSame = wish.email
      ? eq(membershipInvitation.email, wish.email)
      : eq(membershipInvitation.personId, wish.personId!);
    if ((await db.$count(membershipInvitation, and(isOpen, isSame))) > 0) throw new AlreadyInvited();
    if ((await db.$count(membershipInvitation, isOpen)) >= invitationsMax)
      throw new InvitationsTooMany(invitationsMax);
    const [row] = await db
      .insert(membershipInvitation)
      .values({
        ...wish,
        ...{ id: newId('MembershipInvitation'), invitedBy, state: 'OPEN', createdAt: now },
        expiresAt: new Date(now.getTime() + invitationDays * dayMs),
      })
      .returning(columns);
    invariant(row, 'An insert returns its row.');
    const data = { organizationId, role, platformId };
    await record(db, now, { kind: 'membership.invited', subject: row.id, actorId: invitedBy, data });
    return row;
  });
}

/** Takes the offered place. Throws InvitationClosed, AlreadyMember, MembershipsTooMany, and for an
 *  appointment OrganizationAdministered where there is an administrator by now. */
export function acceptInvitation(context: Context, asked: InvitationRow): Promise<InvitationRow> {
  return inTransaction(context, async (inside) => {
    const { db } = inside;
    const personId = personAsking(inside);
    await takeTurns(db, [asked.organizationId, personId]);
    const open = await mustBeOpen(db, asked.id);
    const { organizationId, role, position, platformId } = open;
    if (platformId) await mustBeUnadministered(inside, organizationId);
    const accepted = await settle(inside, open, 'ACCEPTED', personId);
    const present = platformId ? await presentMembership({ ...inside }, organizationId, personId) : null;
    if (present) {
      await setRole(inside, present, role);
      await closeOthers(inside, { organizationId, personId });
    } else await enter(inside, { organizationId, personId, role, position });
    return accepted;
  });
}

/** Leaves the offered place, or takes the offer back. Throws InvitationClosed. */
export function endInvitation(
  context: Context,
  asked: InvitationRow,
  state: 'DECLINED' | 'WITHDRAWN',
): Promise<InvitationRow> {
  return inTransaction(context, async (inside) => {
    const { db } = inside;
    await takeTurns(db, [asked.organizationId]);
    const open = await mustBeOpen(db, asked.id);
    if (state === 'WITHDRAWN' && open.platformId === null) await mustAdminister(inside, open.organizationId);
    return settle(inside, open, state);
  });
}

/** Writes down which invitations have expired: at most a thousand at once, the longest overdue first. */
export async function expireInvitations(db: Db, now: Date): Promise<void> {
  const overdue = await db
    .select({ id: membershipInvitation.id, organizationId: membershipInvitation.organizationId })
    .from(membershipInvitation)
    .where(isOverdue)
    .orderBy(membershipInvitation.expiresAt)
    .limit(1_000);
  if (overdue.length === 0) return;
  await takeTurns(
    db,
    overdue.map(({ organizationId }) => organizationId),
  );
  const these = areThese(overdue.map(({ id }) => id));
  await settleInvitations(db, and(these, isOverdue), { state: 'EXPIRED', now, actorId: null });
}

async function mustBeUnadministered(inside: Context, organizationId: Id<'Organization'>): Promise<void> {
  const count = await administratorCountByOrganization({ ...inside }, null).load(organizationId);
  if (count > 0) throw new OrganizationAdministered();
}

async function mustBeInvitable(inside: Context, wish: InvitationWish): Promise<void> {
  const { personId, email, organizationId, platformId } = wish;
  if (personId !== null && !(await personById(inside).load(personId))) throw new PersonUnknown();
  const [found] = await inside.db.execute<{ is_own: boolean; is_member: boolean }>(sql`
    with invited as (
      select ${personId}::text as id where ${personId}::text is not null
      union select person_id from actors.sign_in where verified_email = ${email}
      union select id from actors.person
        where id = ${personAsking(inside)} and lower(contact_email) = ${email})
    select exists (select from invited where id = ${personAsking(inside)}) as is_own,
      exists (select from invited join actors.membership m on m.person_id = invited.id
        where m.organization_id = ${organizationId} and m.ends_on is null) as is_member`);
  if (found?.is_own) throw new InvitationToOneself();
  if (found?.is_member && platformId === null) throw new AlreadyMember();
}

async function mustBeOpen(db: Db, id: Id<'MembershipInvitation'>): Promise<InvitationRow> {
  const [row] = await db
    .select(columns)
    .from(membershipInvitation)
    .where(eq(membershipInvitation.id, id))
    .for('update');
  invariant(row, 'An invitation is never removed.');
  if (row.state !== 'OPEN') throw new InvitationClosed(row.state);
  return row;
}

async function settle(
  { db, now, viewer }: Context,
  { id }: InvitationRow,
  state: 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN',
  personId?: Id<'Person'>,
): Promise<InvitationRow> {
  const ending = { state, now, actorId: viewer?.actorId ?? null, ...(personId ? { personId } : {}) };
  const [row] = await settleInvitations(db, areThese([id]), ending);
  invariant(row, 'What is open can be closed.');
  return row;
}
