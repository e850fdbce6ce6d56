import { and, eq, inArray, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { recordAll, takeTurns } from '../../../db/events.ts';
import { alliance, allianceMemberKind, allianceMembership } from '../../../db/tables/actors/alliance.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { AllianceMemberKind, AllianceMembershipState } from '../../../schema/events.alliance.ts';
import type { EventKind } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { listUnder } from '../../../schema/lists.ts';
import { oneByKey, viewerPlaceholder, type ViewerSql } from '../../../schema/loader.ts';
import type { Order } from '../../../schema/page.ts';
import { isAllianceKnowable } from './alliance.store.ts';
import { AllianceMemberAlready, AllianceStepClosed, AllianceUnusable } from './errors.ts';
import { refusedBy, requireFounded } from './founding.store.ts';

/** A membership as it stands at this moment, with whose word counts in its alliance. */
export type AllianceMembershipRow = typeof allianceMembership.$inferSelect & {
  secretariatId: Id<'Organization'>;
};

/** How long an application or an invitation waits for its answer. */
export const answerDays = 60;
const dayMs = 24 * 60 * 60 * 1_000;
const open: AllianceMembershipState[] = ['APPLIED', 'INVITED', 'PRESENT'];

const stateNow = sql<AllianceMembershipState>`case
  when "alliance_membership"."state" in ('APPLIED', 'INVITED')
    and "alliance_membership"."answer_by" <= db_now()
  then 'LAPSED' else "alliance_membership"."state" end`;
const secretariatId = sql<Id<'Organization'>>`(select holder.secretariat_id from ${alliance} holder
  where holder.id = "alliance_membership"."alliance_id")`;
const columns = {
  id: allianceMembership.id,
  allianceId: allianceMembership.allianceId,
  organizationId: allianceMembership.organizationId,
  kind: allianceMembership.kind,
  state: stateNow,
  createdAt: allianceMembership.createdAt,
  answerBy: allianceMembership.answerBy,
  startsOn: allianceMembership.startsOn,
  endsOn: allianceMembership.endsOn,
  reason: allianceMembership.reason,
  secretariatId,
};

/** Who is or was a member is known to whoever may know of the alliance; who asked or was asked in vain, or
 *  waits, to the two sides and auditors. */
const isKnowable = (viewer: ViewerSql) => sql`(
  exists (select from ${alliance} where "alliance"."id" = "alliance_membership"."alliance_id"
    and ${isAllianceKnowable(viewer)})
  and ("alliance_membership"."state" in ('PRESENT', 'ENDED')
    or ${viewer('viewerIsAuditor')}::boolean
    or "alliance_membership"."organization_id" = any(${viewer('viewerActors')}::text[])
    or ${secretariatId} = any(${viewer('viewerActors')}::text[])))`;

export const allianceMembershipById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(allianceMembership)
      .where(
        and(
          sql`${allianceMembership.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** Newest first. */
export const newestMemberships: Order<AllianceMembershipRow> = {
  columns: [allianceMembership.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

const inState = (viewer: ViewerSql, state: AllianceMembershipState) =>
  and(isKnowable(viewer), sql`${stateNow} = ${state}`);
export const membershipsOfAlliance = listUnder<AllianceMembershipRow, AllianceMembershipState>({
  table: allianceMembership,
  columns: () => columns,
  belongs: sql`${allianceMembership.allianceId} = parent.id`,
  where: inState,
  order: newestMemberships,
});
export const allianceMembershipsOfOrganization = listUnder<AllianceMembershipRow, AllianceMembershipState>({
  table: allianceMembership,
  columns: () => columns,
  belongs: sql`${allianceMembership.organizationId} = parent.id`,
  where: inState,
  order: newestMemberships,
});

/** Whose membership of what. */
export interface MembershipWish {
  allianceId: Id<'Alliance'>;
  organizationId: Id<'Organization'>;
  kind: AllianceMemberKind;
}

const begun = { APPLIED: 'applied', INVITED: 'invited', PRESENT: 'begun' } as const;

/** Opens a membership: by application, by invitation, or at once. Throws AllianceMemberAlready where one is
 *  open, AllianceUnusable for a kind the alliance does not offer. */
export function openMembership(
  context: Context,
  wish: MembershipWish,
  state: 'APPLIED' | 'INVITED' | 'PRESENT',
): Promise<Id<'AllianceMembership'>> {
  return inTransaction(context, async (inside) => {
    const { db, now } = inside;
    // With one who applies and is invited at the same moment, the second must see the first.
    await takeTurns(db, [`${wish.allianceId} ${wish.organizationId}`]);
    await requireFounded(inside, wish.allianceId);
    const { allianceId, organizationId, kind } = wish;
    const offered = and(eq(allianceMemberKind.allianceId, allianceId), eq(allianceMemberKind.kind, kind));
    if ((await db.$count(allianceMemberKind, offered)) === 0)
      throw new AllianceUnusable('The alliance has no members of this kind: see what joining opens.');
    const mine = and(
      eq(allianceMembership.allianceId, allianceId),
      eq(allianceMembership.organizationId, organizationId),
      inArray(allianceMembership.state, open),
    );
    const former = await db.select(columns).from(allianceMembership).where(mine);
    if (former.some(({ state: standing }) => standing !== 'LAPSED')) throw new AllianceMemberAlready();
    // What has run out stands in the way no longer, also before the job came by.
    await settle(inside, former, 'LAPSED', 'lapsed');
    const id = newId('AllianceMembership');
    const answerBy = state === 'PRESENT' ? null : new Date(now.getTime() + answerDays * dayMs);
    const startsOn = state === 'PRESENT' ? today(now) : null;
    await refusedBy(
      'alliance_membership_one_open',
      () => new AllianceMemberAlready(),
      () => db.insert(allianceMembership).values({ ...wish, id, state, createdAt: now, answerBy, startsOn }),
    );
    await tell(inside, [{ ...wish, id }], begun[state]);
    return id;
  });
}

/** How an open membership goes on, from what to what. */
const moves = {
  admit: { from: ['APPLIED'], to: 'PRESENT', told: 'begun' },
  accept: { from: ['INVITED'], to: 'PRESENT', told: 'begun' },
  refuse: { from: ['APPLIED'], to: 'REFUSED', told: 'refused' },
  withdraw: { from: ['APPLIED'], to: 'WITHDRAWN', told: 'withdrawn' },
  decline: { from: ['INVITED'], to: 'DECLINED', told: 'declined' },
  end: { from: ['PRESENT'], to: 'ENDED', told: 'ended' },
} as const;
export type MembershipMove = keyof typeof moves;

/** Takes an open membership one step on. Throws AllianceStepClosed where it does not stand at that step any
 *  more: of two steps at the same moment the first counts. */
export function moveMembership(
  context: Context,
  { id, allianceId, organizationId }: Pick<AllianceMembershipRow, 'id' | 'allianceId' | 'organizationId'>,
  by: readonly MembershipMove[],
  reason: string | null = null,
): Promise<void> {
  return inTransaction(context, async (inside) => {
    await takeTurns(inside.db, [`${allianceId} ${organizationId}`]);
    const [row] = await inside.db
      .select(columns)
      .from(allianceMembership)
      .where(eq(allianceMembership.id, id));
    const move = by.map((name) => moves[name]).find(({ from }) => from.some((state) => state === row?.state));
    if (!row || !move) throw new AllianceStepClosed('The membership does not stand at this step any more.');
    if (move.to === 'ENDED' && row.organizationId === row.secretariatId)
      throw new AllianceStepClosed(
        'An alliance is not without its secretariat: its membership does not end.',
      );
    await settle(inside, [row], move.to, move.told, reason);
  });
}

type Told = 'applied' | 'invited' | 'begun' | 'refused' | 'withdrawn' | 'declined' | 'lapsed' | 'ended';

/** Writes where these memberships now stand, and records it. */
export async function settle(
  inside: Pick<Context, 'db' | 'now' | 'viewer'>,
  rows: readonly (MembershipWish & { id: Id<'AllianceMembership'> })[],
  state: AllianceMembershipState,
  told: Told,
  reason: string | null = null,
): Promise<void> {
  if (rows.length === 0) return;
  const { db, now } = inside;
  const day = today(now);
  await db
    .update(allianceMembership)
    .set({
      ...{ state, reason },
      ...(state === 'PRESENT' ? { startsOn: day } : {}),
      ...(state === 'ENDED' ? { endsOn: sql`greatest(${allianceMembership.startsOn}, ${day}::date)` } : {}),
    })
    .where(sql`${allianceMembership.id} = any(${sql.param(rows.map(({ id }) => id))}::text[])`);
  await tell(inside, rows, told);
}

const today = (now: Date) => now.toISOString().slice(0, 10);

async function tell(
  { db, now, viewer }: Pick<Context, 'db' | 'now' | 'viewer'>,
  rows: readonly (MembershipWish & { id: Id<'AllianceMembership'> })[],
  told: Told,
): Promise<void> {
  await recordAll(
    db,
    now,
    rows.map(({ id, allianceId, organizationId, kind }) => ({
      kind: `allianceMembership.${told}` satisfies EventKind,
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { allianceId, organizationId, kind },
    })),
  );
}
