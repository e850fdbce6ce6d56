import { and, asc, eq, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import {
  committeeSeat,
  platformRules,
  ruleVote,
  ruleVoteCast,
} from '../../../db/tables/actors/governance.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { VoteChoice } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';
import { adopt } from './draft.store.ts';
import {
  CommitteeIncomplete,
  CommitteeSeatEnded,
  CommitteeSeatUnfit,
  RulesNotDraft,
  RulesProposalOpen,
  VoteClosed,
} from './errors.ts';
import type { RulesRow } from './rules.store.ts';
import { inDays } from './rules.what.ts';
import { belongs, isCurrentSeat } from './seat.store.ts';
import { committeeSides, outcomeOf, tallyOf, voteDays } from './vote.what.ts';

export type VoteRow = typeof ruleVote.$inferSelect;
type Which = Pick<RulesRow, 'id' | 'platformId'>;

/** The votes a viewer may know of: each once the vote is closed, until then their own. At most 45. */
export const votesByRules = manyByKey(
  prepared((db) =>
    db
      .select({
        rulesId: ruleVote.rulesId,
        seatId: ruleVote.seatId,
        side: ruleVote.side,
        organizationId: ruleVote.organizationId,
        personId: ruleVote.personId,
        choice: ruleVote.choice,
        reason: ruleVote.reason,
        castAt: ruleVote.castAt,
      })
      .from(ruleVote)
      .innerJoin(platformRules, eq(platformRules.id, ruleVote.rulesId))
      .where(
        and(
          sql`${ruleVote.rulesId} = any(${sql.placeholder('ids')}::text[])`,
          sql`(${platformRules.state} in ('ADOPTED', 'REJECTED')
            or (${platformRules.state} = 'PROPOSED' and ${platformRules.closesAt} <= db_now())
            or ${ruleVote.personId} = any(${sql.placeholder('viewerActors')}::text[]))`,
        ),
      )
      .orderBy(asc(ruleVote.seatId)),
  ),
  (row) => row.rulesId,
);

/** Opens the vote on a draft for the seats of this moment. Throws RulesNotDraft, RulesProposalOpen and
 *  CommitteeIncomplete. */
export function proposeRules(context: Context, { id, platformId }: Which): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [platformId]);
    await settleVotes(db, now, platformId);
    const [draft] = await db.select().from(platformRules).where(eq(platformRules.id, id));
    if (draft?.state !== 'DRAFT') throw new RulesNotDraft();
    const open = and(eq(platformRules.platformId, platformId), eq(platformRules.state, 'PROPOSED'));
    if ((await db.$count(platformRules, open)) > 0) throw new RulesProposalOpen();
    const seats = await db
      .select()
      .from(committeeSeat)
      .where(and(eq(committeeSeat.platformId, platformId), isCurrentSeat));
    if (!committeeSides.every((side) => seats.some((seat) => seat.side === side)))
      throw new CommitteeIncomplete();
    const closesAt = inDays(now, voteDays);
    await db
      .update(platformRules)
      .set({ state: 'PROPOSED', proposedAt: now, changedAt: now, closesAt })
      .where(eq(platformRules.id, id));
    await db.insert(ruleVote).values(
      seats.map(({ id: seatId, side, organizationId, personId }) => ({
        ...{ rulesId: id, seatId, side, organizationId, personId },
      })),
    );
    await record(db, now, {
      kind: 'platformRules.proposed',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { platformId, seatIds: seats.map((seat) => seat.id), closesAt: closesAt.toISOString() },
    });
  });
}

/** Casts the vote of one seat, or casts it anew. Decides at once where those who have not voted can no longer
 *  change the outcome. Throws VoteClosed, CommitteeSeatEnded and CommitteeSeatUnfit. */
export function castVote(
  context: Context,
  { id: rulesId, platformId }: Which,
  { seatId, choice, reason }: { seatId: Id<'CommitteeSeat'>; choice: VoteChoice; reason: string | null },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [platformId]);
    const isOpen = sql`${platformRules.state} = 'PROPOSED' and ${platformRules.closesAt} > db_now()`;
    if ((await db.$count(platformRules, and(eq(platformRules.id, rulesId), isOpen))) === 0)
      throw new VoteClosed();
    const [seat] = await db
      .select()
      .from(committeeSeat)
      .where(and(eq(committeeSeat.id, seatId), isCurrentSeat));
    if (!seat) throw new CommitteeSeatEnded();
    if (!(await belongs(db, seat))) throw new CommitteeSeatUnfit();
    const ofSeat = and(eq(ruleVote.rulesId, rulesId), eq(ruleVote.seatId, seatId));
    await db.update(ruleVote).set({ choice, reason, castAt: now }).where(ofSeat);
    const before = await db.$count(
      ruleVoteCast,
      and(eq(ruleVoteCast.rulesId, rulesId), eq(ruleVoteCast.seatId, seatId)),
    );
    const number = before + 1;
    await db.insert(ruleVoteCast).values({ rulesId, seatId, number, choice, reason, castAt: now });
    // How a seat voted is nobody's business until the close: the event says only that it did.
    const actorId = viewer?.actorId ?? null;
    await record(db, now, {
      kind: 'vote.cast',
      subject: rulesId,
      actorId,
      data: { platformId, seatId, number },
    });
    await settle(db, now, { id: rulesId, platformId }, false);
  });
}

/** Decides the votes whose time is over, of one platform or of all. A second time changes nothing. */
export async function settleVotes(db: Db, now: Date, platformId: Id<'Platform'> | null): Promise<void> {
  const isOver = and(
    eq(platformRules.state, 'PROPOSED'),
    sql`${platformRules.closesAt} <= db_now()`,
    platformId ? eq(platformRules.platformId, platformId) : undefined,
  );
  const over = await db
    .select({ id: platformRules.id, platformId: platformRules.platformId })
    .from(platformRules)
    .where(isOver);
  if (over.length === 0) return;
  await takeTurns(
    db,
    over.map((rules) => rules.platformId),
  );
  for (const rules of over) {
    const still = and(eq(platformRules.id, rules.id), isOver);
    if ((await db.$count(platformRules, still)) > 0) await settle(db, now, rules, true);
  }
}

/** Decides where the votes do. The system itself decides, so that no actor stands beside the outcome. */
async function settle(db: Db, now: Date, { id, platformId }: Which, isClosed: boolean): Promise<void> {
  const ballots = await db
    .select({ side: ruleVote.side, choice: ruleVote.choice })
    .from(ruleVote)
    .where(eq(ruleVote.rulesId, id));
  const outcome = outcomeOf(ballots, isClosed);
  if (outcome === null) return;
  if (outcome === 'ADOPTED') return adopt(db, { now, viewer: null }, { id, platformId }, false);
  await db
    .update(platformRules)
    .set({ state: 'REJECTED', decidedAt: now, changedAt: now })
    .where(eq(platformRules.id, id));
  const data = { platformId, tally: tallyOf(ballots) };
  await record(db, now, { kind: 'platformRules.rejected', subject: id, actorId: null, data });
}
