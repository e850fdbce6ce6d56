import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { record, recordAll, takeTurns } from '../../../db/events.ts';
import { coCreationRole } from '../../../db/tables/actors/co-creation-role.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { RoleFacts } from '../../../schema/events.ts';
import { asId, type Id, nameOfId, newId } from '../../../schema/ids.ts';
import { isVerifiedNow } from '../review/verification.store.ts';
import {
  CoCreationRoleMovedOn,
  CoCreationRoleTaken,
  CoCreationRoleUnknown,
  VerificationNeeded,
} from './errors.ts';
import { type CoCreationRoleRow, roleColumns } from './co-creation-role.store.ts';
import { roleGuides } from './role.guide.ts';
import { grantLasts, heldStates, requestWaits, type RoleAct, roleActs } from './role.states.ts';

/** At most so many are written at once; the next run takes the rest. */
const batchMax = 500;

const factsOf = ({ actorId, role, platformId }: RoleFacts): RoleFacts => ({ actorId, role, platformId });

/** Asks for a role; that of a final consumer is granted at once. Throws CoCreationRoleTaken where the actor
 *  holds it or has asked, and VerificationNeeded. */
export function requestRole(
  context: Context,
  wish: RoleFacts & { statement: string | null },
): Promise<Id<'CoCreationRoleGrant'>> {
  return inTransaction(context, async (inside) => {
    const { db, now } = inside;
    await takeTurns(db, [wish.actorId]);
    await endByTime(db, now, sameRole(wish));
    const current = inArray(coCreationRole.state, ['REQUESTED', ...heldStates]);
    if ((await db.$count(coCreationRole, and(sameRole(wish), current))) > 0) throw new CoCreationRoleTaken();
    const isOpen = !roleGuides[wish.role].needsVerification;
    if (!isOpen && !(await isVerifiedNow(inside, wish.actorId))) throw new VerificationNeeded();
    const id = newId('CoCreationRoleGrant');
    const asked = { ...wish, id, requestedAt: now, requestedBy: personOf(inside) };
    const platformId = isOpen ? null : wish.platformId;
    await db
      .insert(coCreationRole)
      .values(
        isOpen
          ? { ...asked, platformId, state: 'GRANTED', since: now }
          : { ...asked, state: 'REQUESTED', since: null, ...requestWaits(now) },
      );
    await tell(inside, { ...wish, platformId, id }, isOpen ? 'granted' : 'requested');
    return id;
  });
}

/** Gives the role, or lets it stay where it is due for review. Throws VerificationNeeded where the actor is
 *  no longer verified. */
export function grantRoleAsked(context: Context, row: CoCreationRoleRow): Promise<void> {
  return step(context, row, 'grant', async (inside, { state, since }) => {
    const { now } = inside;
    if (roleGuides[row.role].needsVerification && !(await isVerifiedNow(inside, row.actorId)))
      throw new VerificationNeeded();
    const held = { since: since ?? now, decidedBy: personOf(inside), ...grantLasts(now) };
    await write(inside, row, { state: 'GRANTED', ...held });
    await tell(inside, row, state === 'REQUESTED' ? 'granted' : 'confirmed');
  });
}

/** Ends a request without the role. */
export const refuseRole = (context: Context, row: CoCreationRoleRow, reason: string): Promise<void> =>
  step(context, row, 'refuse', (inside) => end(inside, row, 'REFUSED', { reason }));

/** Takes a role back. */
export const revokeRole = (context: Context, row: CoCreationRoleRow, reason: string): Promise<void> =>
  step(context, row, 'revoke', (inside) => end(inside, row, 'REVOKED', { reason }));

/** Takes a request back, or lays the role down. */
export const withdrawRole = (context: Context, row: CoCreationRoleRow): Promise<void> =>
  step(context, row, 'withdraw', (inside) => end(inside, row, 'WITHDRAWN', {}));

/** Writes what time has made of requests and grants: due for review, or lapsed. Readers have gone by the
 *  clock all along. Safe to repeat. */
export async function endByTime(tx: Db, at: Date, among?: SQL): Promise<void> {
  const isDue = sql`${coCreationRole.state} = 'GRANTED' and ${coCreationRole.dueAt} <= db_now()`;
  const isOver = sql`${coCreationRole.endsAt} <= db_now()`;
  // In the order of ids, as for everybody who locks several.
  const some = (is: SQL) =>
    tx
      .select({ id: coCreationRole.id })
      .from(coCreationRole)
      .where(and(isNotNull(coCreationRole.endsAt), is, among))
      .orderBy(coCreationRole.id)
      .limit(batchMax)
      .for('update');
  const due = await tx
    .update(coCreationRole)
    .set({ state: 'REVIEW_DUE' })
    .where(inArray(coCreationRole.id, some(isDue)))
    .returning();
  const over = await tx
    .update(coCreationRole)
    .set({ state: 'LAPSED', endedAt: at, dueAt: null, endsAt: null })
    .where(inArray(coCreationRole.id, some(isOver)))
    .returning();
  const told = (kind: 'coCreationRole.reviewDue' | 'coCreationRole.lapsed') => (row: CoCreationRoleRow) => ({
    ...{ kind, subject: row.id, actorId: null },
    data: factsOf(row),
  });
  await recordAll(tx, at, [
    ...due.map(told('coCreationRole.reviewDue')),
    ...over.map(told('coCreationRole.lapsed')),
  ]);
}

/** Does the act where it begins, or throws CoCreationRoleMovedOn. All that is done about one actor takes
 *  turns. */
function step(
  context: Context,
  { id, actorId }: CoCreationRoleRow,
  act: RoleAct,
  work: (inside: Context, current: CoCreationRoleRow) => Promise<void>,
): Promise<void> {
  return inTransaction(context, async (inside) => {
    await takeTurns(inside.db, [actorId]);
    const [current] = await inside.db
      .select(roleColumns)
      .from(coCreationRole)
      .where(eq(coCreationRole.id, id))
      .for('update');
    if (!current) throw new CoCreationRoleUnknown();
    const from: readonly string[] = roleActs[act];
    if (!from.includes(current.state)) throw new CoCreationRoleMovedOn(current.state, from);
    await work(inside, current);
  });
}

async function end(
  inside: Context,
  row: CoCreationRoleRow,
  state: 'REFUSED' | 'REVOKED' | 'WITHDRAWN',
  { reason = null }: { reason?: string | null },
): Promise<void> {
  const decidedBy = state === 'WITHDRAWN' ? row.decidedBy : personOf(inside);
  await write(inside, row, { state, reason, decidedBy, endedAt: inside.now, dueAt: null, endsAt: null });
  const word = { REFUSED: 'refused', REVOKED: 'revoked', WITHDRAWN: 'withdrawn' } as const;
  await tell(inside, row, word[state]);
}

const sameRole = ({ actorId, role }: RoleFacts) =>
  and(eq(coCreationRole.actorId, actorId), eq(coCreationRole.role, role));

const write = (
  { db }: Context,
  { id }: CoCreationRoleRow,
  set: Partial<typeof coCreationRole.$inferInsert>,
) => db.update(coCreationRole).set(set).where(eq(coCreationRole.id, id));

type Told = 'requested' | 'granted' | 'confirmed' | 'refused' | 'withdrawn' | 'revoked';
function tell({ db, now, viewer }: Context, row: RoleFacts & { id: Id<'CoCreationRoleGrant'> }, what: Told) {
  const told = { subject: row.id, actorId: viewer?.actorId ?? null, data: factsOf(row) };
  return record(db, now, { kind: `coCreationRole.${what}` as const, ...told });
}

function personOf({ viewer }: Context): Id<'Person'> | null {
  return viewer && nameOfId(viewer.actorId) === 'Person' ? asId('Person', viewer.actorId) : null;
}
