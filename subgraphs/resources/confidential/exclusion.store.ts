import { and, asc, eq, sql } from 'drizzle-orm';
import { record } from '../../../db/events.ts';
import { publishedActor } from '../../../db/tables/actors/published.ts';
import { competitorExclusion } from '../../../db/tables/resources/confidential.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { ActorId } from '../../../schema/ids.ts';
import { ExclusionUnusable } from './errors.ts';

export type ExclusionRow = typeof competitorExclusion.$inferSelect;

/** An owner can keep out this many. */
export const exclusionsMax = 100;

/** Whom an owner keeps out, in the order in which it began. For who acts for the owner. */
export function exclusionsOf({ db }: Context, ownerId: ActorId): Promise<ExclusionRow[]> {
  return db
    .select()
    .from(competitorExclusion)
    .where(eq(competitorExclusion.ownerId, ownerId))
    .orderBy(asc(competitorExclusion.since), asc(competitorExclusion.actorId))
    .limit(exclusionsMax);
}

/** Keeps an actor, and who belongs to it, out of what the owner keeps confidential, from now on. Twice
 *  changes nothing. */
export function excludeCompetitor(
  context: Context,
  { ownerId, actorId }: { ownerId: ActorId; actorId: ActorId },
): Promise<ExclusionRow> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    if (ownerId === actorId) throw new ExclusionUnusable('An owner is not kept out of what is its own.');
    const [known] = await db
      .select({ id: publishedActor.id })
      .from(publishedActor)
      .where(eq(publishedActor.id, actorId));
    if (!known) throw new ExclusionUnusable('There is no such actor.');
    // Two that exclude at once would both count the same: the second waits for the first.
    await db.execute(sql`select pg_advisory_xact_lock(hashtext(${`competitor_exclusion ${ownerId}`}))`);
    const mine = eq(competitorExclusion.ownerId, ownerId);
    const its = and(mine, eq(competitorExclusion.actorId, actorId));
    const [there] = await db.select().from(competitorExclusion).where(its);
    if (there) return there;
    if ((await db.$count(competitorExclusion, mine)) >= exclusionsMax)
      throw new ExclusionUnusable(`An owner keeps out at most ${exclusionsMax}: admit one first.`);
    const row = { ownerId, actorId, since: now };
    await db.insert(competitorExclusion).values(row);
    await record(db, now, {
      kind: 'competitor.excluded',
      subject: ownerId,
      actorId: viewer?.actorId ?? null,
      data: { actorId },
    });
    return row;
  });
}

/** Lets an actor in again who was kept out. One who was not changes nothing. */
export function admitCompetitor(
  context: Context,
  { ownerId, actorId }: { ownerId: ActorId; actorId: ActorId },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const gone = await db
      .delete(competitorExclusion)
      .where(and(eq(competitorExclusion.ownerId, ownerId), eq(competitorExclusion.actorId, actorId)))
      .returning({ actorId: competitorExclusion.actorId });
    if (gone.length === 0) return;
    await record(db, now, {
      kind: 'competitor.admitted',
      subject: ownerId,
      actorId: viewer?.actorId ?? null,
      data: { actorId },
    });
  });
}
