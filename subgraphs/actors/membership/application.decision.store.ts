import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { membershipApplication } from '../../../db/tables/actors/joining.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { invariant, type Refusal } from '../../../schema/errors.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, nameOfId, newId } from '../../../schema/ids.ts';
import type { OrganizationRow } from '../organization/organization.store.ts';
import {
  AlreadyApplied,
  ApplicationClosed,
  ApplicationsClosed,
  ApplicationsTooMany,
} from './application.errors.ts';
import { isOverdue, settleApplications } from './application.settle.store.ts';
import { type ApplicationRow, columns, openApplicationsByPerson } from './application.store.ts';
import { enter } from './entry.store.ts';
import { AlreadyMember } from './errors.ts';
import { applicationDays, isOpenToApplications } from './joining.steps.ts';
import { howToJoin } from './joining.store.ts';
import { mustAdminister, personAsking } from './membership.change.store.ts';
import { presentMembership } from './membership.store.ts';

/** A person can have this many open applications. */
export const applicationsMax = 20;
const dayMs = 24 * 60 * 60 * 1_000;

/** What stands in the way of an application of whoever asks, or null. */
export async function hindranceToApply(
  organization: OrganizationRow,
  context: Context,
): Promise<Refusal | null> {
  const { viewer } = context;
  if (!viewer || nameOfId(viewer.actorId) !== 'Person') return null;
  const personId = personAsking(context);
  const [how, present, open] = await Promise.all([
    howToJoin(context, organization),
    presentMembership(context, organization.id, personId),
    openApplicationsByPerson(context).load(personId),
  ]);
  if (present) return new AlreadyMember();
  if (open.some(({ organizationId }) => organizationId === organization.id)) return new AlreadyApplied();
  if (!isOpenToApplications(how)) return new ApplicationsClosed();
  return open.length >= applicationsMax ? new ApplicationsTooMany(applicationsMax) : null;
}

/** Asks for a place. Throws what stands in the way, as `hindranceToApply` tells it. */
export function apply(
  context: Context,
  organization: OrganizationRow,
  message: string,
): Promise<ApplicationRow> {
  return inTransaction(context, async (inside) => {
    const { db, now } = inside;
    const organizationId = organization.id;
    const personId = personAsking(inside);
    await takeTurns(db, [organizationId, personId]);
    const hindrance = await hindranceToApply(organization, { ...inside });
    if (hindrance) throw hindrance;
    const isSame = and(
      eq(membershipApplication.organizationId, organizationId),
      eq(membershipApplication.personId, personId),
      isOverdue,
    );
    await settleApplications(db, isSame, { state: 'LAPSED', now, actorId: null });
    const [row] = await db
      .insert(membershipApplication)
      .values({
        ...{ id: newId('MembershipApplication'), organizationId, personId, message: message || null },
        ...{ state: 'OPEN', createdAt: now, expiresAt: new Date(now.getTime() + applicationDays * dayMs) },
      })
      .returning(columns);
    invariant(row, 'An insert returns its row.');
    const data = { organizationId, personId };
    await record(db, now, { kind: 'membership.applied', subject: row.id, actorId: personId, data });
    return row;
  });
}

/** Takes the applicant in. Throws ApplicationClosed, AlreadyMember and MembershipsTooMany. */
export function approve(
  context: Context,
  asked: ApplicationRow,
  given: { role: MembershipRole; position: string | null },
): Promise<ApplicationRow> {
  return inTransaction(context, async (inside) => {
    const { db, now } = inside;
    const { id, organizationId, personId } = asked;
    await takeTurns(db, [organizationId, personId]);
    await mustAdminister(inside, organizationId);
    await mustBeOpen(db, id);
    const decidedBy = personAsking(inside);
    const [row] = await db
      .update(membershipApplication)
      .set({ state: 'APPROVED', decidedAt: now, decidedBy })
      .where(eq(membershipApplication.id, id))
      .returning(columns);
    invariant(row, 'What is open can be closed.');
    const data = { organizationId, personId, role: given.role };
    await record(db, now, {
      ...{ kind: 'membership.applicationApproved', subject: id, actorId: decidedBy, data },
    });
    await enter(inside, { organizationId, personId, ...given });
    return row;
  });
}

/** Refuses the applicant, who learns why. Throws ApplicationClosed. */
export function refuse(context: Context, asked: ApplicationRow, reason: string): Promise<ApplicationRow> {
  return inTransaction(context, async (inside) => {
    await takeTurns(inside.db, [asked.organizationId]);
    await mustAdminister(inside, asked.organizationId);
    return settle(inside, asked, { state: 'REFUSED', reason, decidedBy: personAsking(inside) });
  });
}

/** Takes one's own application back. Throws ApplicationClosed. */
export function withdraw(context: Context, asked: ApplicationRow): Promise<ApplicationRow> {
  return inTransaction(context, async (inside) => {
    await takeTurns(inside.db, [asked.organizationId]);
    return settle(inside, asked, { state: 'WITHDRAWN' });
  });
}

/** Writes down which applications have lapsed: at most a thousand at once, the longest overdue first. */
export async function lapseApplications(db: Db, now: Date): Promise<void> {
  const overdue = await db
    .select({ id: membershipApplication.id, organizationId: membershipApplication.organizationId })
    .from(membershipApplication)
    .where(isOverdue)
    .orderBy(membershipApplication.expiresAt)
    .limit(1_000);
  if (overdue.length === 0) return;
  await takeTurns(
    db,
    overdue.map(({ organizationId }) => organizationId),
  );
  const ids = overdue.map(({ id }) => id);
  const these = and(inArray(membershipApplication.id, ids), isOverdue);
  await settleApplications(db, these, { state: 'LAPSED', now, actorId: null });
}

async function mustBeOpen(db: Db, id: Id<'MembershipApplication'>): Promise<void> {
  const [row] = await db
    .select({ state: columns.state })
    .from(membershipApplication)
    .where(eq(membershipApplication.id, id))
    .for('update');
  invariant(row, 'An application is never removed.');
  if (row.state !== 'OPEN') throw new ApplicationClosed(row.state);
}

async function settle(
  { db, now, viewer }: Context,
  { id }: ApplicationRow,
  how: { state: 'REFUSED'; reason: string; decidedBy: Id<'Person'> } | { state: 'WITHDRAWN' },
): Promise<ApplicationRow> {
  await mustBeOpen(db, id);
  const ending = { ...how, now, actorId: viewer?.actorId ?? null };
  const [row] = await settleApplications(db, eq(membershipApplication.id, id), ending);
  invariant(row, 'What is open can be closed.');
  return row;
}
