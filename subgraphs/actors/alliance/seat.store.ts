import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../../db/client.ts';
import { record, recordAll, takeTurns } from '../../../db/events.ts';
import {
  alliance,
  allianceMemberKind,
  allianceMembership,
  allianceOrgan,
  allianceSeat,
  type AllianceSeatState,
} from '../../../db/tables/actors/alliance.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { manyByKey, oneByKey, viewerPlaceholder, type ViewerSql } from '../../../schema/loader.ts';
import { isAllianceKnowable } from './alliance.store.ts';
import { AllianceStepClosed, AllianceUnusable } from './errors.ts';
import { refusedBy } from './founding.store.ts';
import type { OrganRow } from './organ.store.ts';

/** A seat as it stands at this moment, with the same. */
export type SeatRow = typeof allianceSeat.$inferSelect & {
  allianceId: Id<'Alliance'>;
  secretariatId: Id<'Organization'>;
};

/** An organ has this many seats that are held or waited for. */
export const seatsMax = 100;
const answerDays = 60;
const dayMs = 24 * 60 * 60 * 1_000;
/** As many go in one round; the next takes the rest. */
const lapsesMax = 500;

const seatState = sql<AllianceSeatState>`case
  when ${allianceSeat.state} = 'NOMINATED' and ${allianceSeat.answerBy} <= db_now() then 'LAPSED'
  when ${allianceSeat.state} = 'HELD' and ${allianceSeat.endsOn} < (db_now() at time zone 'UTC')::date
    then 'ENDED'
  else ${allianceSeat.state} end`;
const seatColumns = {
  id: allianceSeat.id,
  organId: allianceSeat.organId,
  organizationId: allianceSeat.organizationId,
  personId: allianceSeat.personId,
  state: seatState,
  createdAt: allianceSeat.createdAt,
  answerBy: allianceSeat.answerBy,
  startsOn: allianceSeat.startsOn,
  endsOn: allianceSeat.endsOn,
  allianceId: allianceOrgan.allianceId,
  secretariatId: alliance.secretariatId,
};

/** A seat that is or was held is known with its alliance; a nomination to both sides, the one nominated and
 *  auditors. */
const isSeatKnowable = (viewer: ViewerSql) => sql`(${isAllianceKnowable(viewer)}
  and (${allianceSeat.state} in ('HELD', 'ENDED')
    or ${viewer('viewerIsAuditor')}::boolean
    or ${allianceSeat.organizationId} = any(${viewer('viewerActors')}::text[])
    or ${allianceSeat.personId} = any(${viewer('viewerActors')}::text[])
    or ${alliance.secretariatId} = any(${viewer('viewerActors')}::text[])))`;

export const seatById = oneByKey(
  prepared((db) =>
    db
      .select(seatColumns)
      .from(allianceSeat)
      .innerJoin(allianceOrgan, eq(allianceOrgan.id, allianceSeat.organId))
      .innerJoin(alliance, eq(alliance.id, allianceOrgan.allianceId))
      .where(
        and(
          sql`${allianceSeat.id} = any(${sql.placeholder('ids')}::text[])`,
          isSeatKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** The seats that are held or for which somebody is named; at most `seatsMax`. */
export const openSeatsByOrgan = manyByKey(
  prepared((db) =>
    db
      .select(seatColumns)
      .from(allianceSeat)
      .innerJoin(allianceOrgan, eq(allianceOrgan.id, allianceSeat.organId))
      .innerJoin(alliance, eq(alliance.id, allianceOrgan.allianceId))
      .where(
        and(
          sql`${allianceSeat.organId} = any(${sql.placeholder('ids')}::text[])`,
          sql`${seatState} in ('NOMINATED', 'HELD')`,
          isSeatKnowable(viewerPlaceholder),
        ),
      )
      .orderBy(asc(allianceSeat.id)),
  ),
  (row) => row.organId,
);

/** Who is to sit where, and until when. */
export interface SeatWish {
  organ: OrganRow;
  /** The organisation that names: itself, or a person of its own. */
  organizationId: Id<'Organization'>;
  personId: Id<'Person'> | null;
  startsOn: string;
  endsOn: string | null;
}

/** Whether this organisation may name who is to sit in organs: the secretariat, and members of a kind with
 *  that right. */
export async function mayNominate(
  { db }: Pick<Context, 'db'>,
  { allianceId, secretariatId }: Pick<OrganRow, 'allianceId' | 'secretariatId'>,
  organizationId: Id<'Organization'>,
): Promise<boolean> {
  if (organizationId === secretariatId) return true;
  const [found] = await db
    .select({ id: allianceMembership.id })
    .from(allianceMembership)
    .innerJoin(
      allianceMemberKind,
      and(
        eq(allianceMemberKind.allianceId, allianceMembership.allianceId),
        eq(allianceMemberKind.kind, allianceMembership.kind),
        sql`'NOMINATE' = any(${allianceMemberKind.rights})`,
      ),
    )
    .where(
      and(
        eq(allianceMembership.allianceId, allianceId),
        eq(allianceMembership.organizationId, organizationId),
        eq(allianceMembership.state, 'PRESENT'),
      ),
    );
  return found !== undefined;
}

/** Names who is to sit in an organ: the secretariat with effect, a member until the secretariat confirms.
 *  Throws AllianceUnusable for a person who is no present member of the organisation that names them. */
export function nominateSeat(context: Context, wish: SeatWish): Promise<Id<'AllianceSeat'>> {
  const { organ, organizationId, personId, startsOn, endsOn } = wish;
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    await takeTurns(db, [organ.id]);
    // What has run out stands in the way no longer, also before the job came by.
    await lapseSeats(db, now, organ.id);
    if (!(await mayNominate(inside, organ, organizationId)))
      throw new AllianceStepClosed('Only the secretariat and members with that right name who is to sit.');
    if (personId && !(await isOwn(inside, personId, organizationId)))
      throw new AllianceUnusable('The person is no present member of the organisation that names them.');
    const inOrgan = and(
      eq(allianceSeat.organId, organ.id),
      inArray(allianceSeat.state, ['NOMINATED', 'HELD']),
    );
    if ((await db.$count(allianceSeat, inOrgan)) >= seatsMax)
      throw new AllianceUnusable(`An organ has at most ${seatsMax} seats.`);
    const isSettled = organizationId === organ.secretariatId;
    const id = newId('AllianceSeat');
    await refusedBy(
      'alliance_seat_one_open',
      () => new AllianceStepClosed('This seat is held, or waits for the secretariat already.'),
      () =>
        db.insert(allianceSeat).values({
          ...{ id, organId: organ.id, organizationId, personId, startsOn, endsOn, createdAt: now },
          state: isSettled ? 'HELD' : 'NOMINATED',
          answerBy: isSettled ? null : new Date(now.getTime() + answerDays * dayMs),
        }),
    );
    await record(db, now, {
      kind: isSettled ? 'allianceSeat.begun' : 'allianceSeat.nominated',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { organId: organ.id, organizationId },
    });
    return id;
  });
}

const seatMoves = {
  confirm: { from: ['NOMINATED'], to: 'HELD', told: 'allianceSeat.begun' },
  end: { from: ['NOMINATED', 'HELD'], to: 'ENDED', told: 'allianceSeat.ended' },
} as const;

/** Confirms a nomination, or ends a seat. Throws AllianceStepClosed where it does not stand at that step. */
export function moveSeat(context: Context, seat: SeatRow, by: keyof typeof seatMoves): Promise<void> {
  const { from, to, told } = seatMoves[by];
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [seat.organId]);
    const endsOn = sql`greatest(${allianceSeat.startsOn}, ${now.toISOString().slice(0, 10)}::date)`;
    const moved = await db
      .update(allianceSeat)
      .set({ state: to, answerBy: null, ...(to === 'ENDED' ? { endsOn } : {}) })
      .where(and(eq(allianceSeat.id, seat.id), sql`${seatState} = any(${sql.param(from)}::text[])`))
      .returning({ id: allianceSeat.id });
    if (moved.length === 0) throw new AllianceStepClosed('The seat does not stand at this step any more.');
    const { organId, organizationId } = seat;
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: told, subject: seat.id, actorId, data: { organId, organizationId } });
  });
}

/** Writes down which nominations and terms have run out, in one organ or in all. Returns how many. */
export async function lapseSeats(db: Db, now: Date, organId: Id<'AllianceOrgan'> | null): Promise<number> {
  const rows = await db.execute<SeatFacts>(sql`
    update actors.alliance_seat set state = case state when 'HELD' then 'ENDED' else 'LAPSED' end
    where id in (
      select id from actors.alliance_seat
      where (${organId}::text is null or organ_id = ${organId})
        and ((state = 'NOMINATED' and answer_by <= db_now())
          or (state = 'HELD' and ends_on < (db_now() at time zone 'UTC')::date))
      order by id limit ${lapsesMax} for update)
    returning id, organ_id, organization_id, state`);
  await recordAll(
    db,
    now,
    rows.map(({ id, organ_id, organization_id, state }) => ({
      kind: state === 'ENDED' ? 'allianceSeat.ended' : 'allianceSeat.lapsed',
      subject: id,
      actorId: null,
      data: { organId: organ_id, organizationId: organization_id },
    })),
  );
  return rows.length;
}

type SeatFacts = {
  id: Id<'AllianceSeat'>;
  organ_id: Id<'AllianceOrgan'>;
  organization_id: Id<'Organization'>;
  state: string;
};

const isOwn = async (
  { db }: Pick<Context, 'db'>,
  personId: Id<'Person'>,
  organizationId: Id<'Organization'>,
): Promise<boolean> =>
  (await db.$count(
    membership,
    and(
      eq(membership.personId, personId),
      eq(membership.organizationId, organizationId),
      sql`${membership.endsOn} is null`,
    ),
  )) > 0;
