import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../../db/client.ts';
import { recordAll, takeTurns } from '../../../db/events.ts';
import { committeeSeat } from '../../../db/tables/actors/governance.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { platform } from '../../../db/tables/actors/platform.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { CommitteeSide } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import {
  countByKey,
  manyByKey,
  oneByKey,
  pageByKey,
  viewerPlaceholder,
  type ViewerSql,
  viewerValue,
} from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import { isKnowablePlatform } from '../platform/platform.store.ts';
import {
  CommitteeSeatEnded,
  CommitteeSeatsTooMany,
  CommitteeSeatTaken,
  CommitteeSeatUnfit,
} from './errors.ts';
import { acceptDays, inDays, seatsMax } from './rules.what.ts';

export type SeatRow = typeof committeeSeat.$inferSelect;
export type SeatWish = Pick<
  SeatRow,
  'platformId' | 'side' | 'organizationId' | 'personId' | 'startsAt' | 'endsAt'
>;

const columns = getTableColumns(committeeSeat);
/** Held, and within its term at this moment. */
export const isCurrentSeat = sql`(${committeeSeat.state} = 'HELD'
  and ${committeeSeat.startsAt} <= db_now() and ${committeeSeat.endsAt} > db_now())`;
const isPending = sql`${committeeSeat.state} in ('NOMINATED', 'HELD')`;

/** A seat that was ever held is public; one that was only offered is for the operators, the organisation, the
 *  person and auditors. Nothing of a platform that the viewer may not know of. */
const isKnowableSeat = (viewer: ViewerSql) => sql`(exists (select from ${platform}
    where "platform"."id" = "committee_seat"."platform_id" and ${isKnowablePlatform(viewer)})
  and (${committeeSeat.acceptedAt} is not null
    or ${viewer('viewerIsAuditor')}::boolean
    or ${committeeSeat.platformId} = any(${viewer('viewerPlatforms')}::text[])
    or ${committeeSeat.organizationId} = any(${viewer('viewerActors')}::text[])
    or ${committeeSeat.personId} = any(${viewer('viewerActors')}::text[])))`;

export const seatById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(committeeSeat)
      .where(
        and(
          sql`${committeeSeat.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowableSeat(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** The seats that can vote now; at most fifteen a side. */
export const currentSeatsByPlatform = manyByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(committeeSeat)
      .where(
        and(
          sql`${committeeSeat.platformId} = any(${sql.placeholder('ids')}::text[])`,
          isCurrentSeat,
          isKnowableSeat(viewerPlaceholder),
        ),
      )
      .orderBy(asc(committeeSeat.id)),
  ),
  (row) => row.platformId,
);

/** Newest first. */
export const newestSeats: Order<SeatRow> = {
  columns: [committeeSeat.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

export const seatRowsByPlatform = pageByKey<PageRequest, string, SeatRow>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, newestSeats);
    const some = context.db
      .select({ id: committeeSeat.id })
      .from(committeeSeat)
      .where(and(sql`${committeeSeat.platformId} = parent.id`, isKnowableSeat(viewerValue(context)), where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select(columns)
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(committeeSeat, eq(committeeSeat.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.platformId,
);

export const seatCountByPlatform = countByKey<null, string>((context, _args, ids) =>
  context.db
    .select({ key: sql<string>`${committeeSeat.platformId}`, count: sql<number>`count(*)::int` })
    .from(committeeSeat)
    .where(
      and(
        sql`${committeeSeat.platformId} = any(${sql.param(ids)}::text[])`,
        isKnowableSeat(viewerValue(context)),
      ),
    )
    .groupBy(committeeSeat.platformId),
);

/** The sides that can vote on a platform at this moment. */
export async function sidesOf(db: Db, platformId: Id<'Platform'>): Promise<CommitteeSide[]> {
  const rows = await db
    .selectDistinct({ side: committeeSeat.side })
    .from(committeeSeat)
    .where(and(eq(committeeSeat.platformId, platformId), isCurrentSeat));
  return rows.map(({ side }) => side);
}

/** Whether the person is a present member of the organisation; it stays so until the transaction ends. */
export async function belongs(
  db: Db,
  { personId, organizationId }: Pick<SeatRow, 'personId' | 'organizationId'>,
) {
  const found = await db
    .select({ id: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.personId, personId),
        eq(membership.organizationId, organizationId),
        sql`${membership.endsOn} is null`,
      ),
    )
    .for('share');
  return found.length > 0;
}

/** Offers an organisation a seat. Throws CommitteeSeatUnfit, CommitteeSeatTaken and CommitteeSeatsTooMany. */
export function fillSeat(context: Context, wish: SeatWish): Promise<SeatRow> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { platformId, side, organizationId, personId } = wish;
    await takeTurns(db, [platformId]);
    if (!(await belongs(db, wish))) throw new CommitteeSeatUnfit();
    await endSeats(db, now, platformId);
    const taken = await db
      .select(columns)
      .from(committeeSeat)
      .where(and(eq(committeeSeat.platformId, platformId), isPending));
    if (taken.some((seat) => seat.organizationId === organizationId || seat.personId === personId))
      throw new CommitteeSeatTaken();
    if (taken.filter((seat) => seat.side === side).length >= seatsMax)
      throw new CommitteeSeatsTooMany(seatsMax);
    const nominatedBy = (viewer?.actorId ?? null) as Id<'Person'> | null;
    const acceptBy = inDays(now, acceptDays);
    const values = { ...wish, id: newId('CommitteeSeat'), state: 'NOMINATED' as const, nominatedBy };
    const [row] = await db
      .insert(committeeSeat)
      .values({ ...values, createdAt: now, acceptBy })
      .returning();
    if (!row) throw new Error('An insert must return its row.');
    await recordAll(db, now, [
      {
        kind: 'committeeSeat.filled',
        subject: row.id,
        actorId: nominatedBy,
        data: { platformId, side, organizationId, personId },
      },
    ]);
    return row;
  });
}

const answers = {
  HELD: { from: 'NOMINATED', kind: 'committeeSeat.accepted' },
  DECLINED: { from: 'NOMINATED', kind: 'committeeSeat.declined' },
  RESIGNED: { from: 'HELD', kind: 'committeeSeat.resigned' },
} as const;

/** Accepts or declines a nomination, or gives a seat up. Throws CommitteeSeatEnded where it is in another
 *  state or past its time, and CommitteeSeatUnfit where whoever is to vote has left the organisation. */
export function answerSeat(context: Context, seat: SeatRow, state: keyof typeof answers): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [seat.platformId]);
    if (state === 'HELD' && !(await belongs(db, seat))) throw new CommitteeSeatUnfit();
    const { from, kind } = answers[state];
    const changed = await db
      .update(committeeSeat)
      .set(state === 'HELD' ? { state, acceptedAt: now } : { state, endedAt: now })
      .where(
        and(
          eq(committeeSeat.id, seat.id),
          eq(committeeSeat.state, from),
          sql`${committeeSeat.endsAt} > db_now()`,
          from === 'NOMINATED' ? sql`${committeeSeat.acceptBy} > db_now()` : undefined,
        ),
      )
      .returning({ id: committeeSeat.id });
    if (changed.length === 0) throw new CommitteeSeatEnded();
    const { platformId } = seat;
    await recordAll(db, now, [
      { kind, subject: seat.id, actorId: viewer?.actorId ?? null, data: { platformId } },
    ]);
  });
}

/** Ends the nominations nobody answered and the seats whose term is over, of one platform or of all. */
export async function endSeats(db: Db, now: Date, platformId: Id<'Platform'> | null): Promise<void> {
  const isOver = and(
    sql`((${committeeSeat.state} = 'NOMINATED'
        and least(${committeeSeat.acceptBy}, ${committeeSeat.endsAt}) <= db_now())
      or (${committeeSeat.state} = 'HELD' and ${committeeSeat.endsAt} <= db_now()))`,
    platformId ? eq(committeeSeat.platformId, platformId) : undefined,
  );
  const over = await db.select(columns).from(committeeSeat).where(isOver);
  if (over.length === 0) return;
  await takeTurns(
    db,
    over.map((seat) => seat.platformId),
  );
  const ended = await db
    .update(committeeSeat)
    .set({ state: sql`case state when 'HELD' then 'EXPIRED' else 'LAPSED' end`, endedAt: now })
    .where(
      and(
        isOver,
        inArray(
          committeeSeat.id,
          over.map(({ id }) => id),
        ),
      ),
    )
    .returning();
  await recordAll(
    db,
    now,
    ended.map((seat) => ({
      kind: seat.state === 'EXPIRED' ? ('committeeSeat.expired' as const) : ('committeeSeat.lapsed' as const),
      subject: seat.id,
      actorId: null,
      data: { platformId: seat.platformId },
    })),
  );
}
