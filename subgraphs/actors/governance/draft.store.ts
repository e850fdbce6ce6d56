import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { platformRules } from '../../../db/tables/actors/governance.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { CommitteeComplete, RulesDecided, RulesNotDraft } from './errors.ts';
import { today } from './rules.store.ts';
import type { RulesRow } from './rules.store.ts';
import type { RulesWords } from './rules.what.ts';
import { sidesOf } from './seat.store.ts';
import { committeeSides } from './vote.what.ts';

type Which = Pick<RulesRow, 'id' | 'platformId'>;

/** Writes a first draft of rules. */
export function draftRules(
  context: Context,
  wish: RulesWords & { platformId: Id<'Platform'>; isByOperator: boolean },
): Promise<Which> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const authorId = (viewer?.actorId ?? null) as Id<'Person'> | null;
    const row = { ...wish, id: newId('PlatformRules'), state: 'DRAFT' as const, authorId };
    await db.insert(platformRules).values({ ...row, createdAt: now, changedAt: now });
    const data = { platformId: wish.platformId };
    await record(db, now, { kind: 'platformRules.drafted', subject: row.id, actorId: authorId, data });
    return row;
  });
}

/** Replaces the words of a draft. Throws RulesNotDraft. */
export function reviseRules(context: Context, { id, platformId }: Which, words: RulesWords): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [platformId]);
    const changed = await db
      .update(platformRules)
      .set({ ...words, changedAt: now })
      .where(and(eq(platformRules.id, id), eq(platformRules.state, 'DRAFT')))
      .returning({ id: platformRules.id });
    if (changed.length === 0) throw new RulesNotDraft();
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'platformRules.revised', subject: id, actorId, data: { platformId } });
  });
}

/** Takes back a draft, or a proposal that can still be voted on. Throws RulesDecided. */
export function withdrawRules(context: Context, { id, platformId }: Which): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [platformId]);
    const changed = await db
      .update(platformRules)
      .set({ state: 'WITHDRAWN', changedAt: now, decidedAt: now })
      .where(
        and(
          eq(platformRules.id, id),
          inArray(platformRules.state, ['DRAFT', 'PROPOSED']),
          sql`(${platformRules.closesAt} is null or ${platformRules.closesAt} > db_now())`,
        ),
      )
      .returning({ id: platformRules.id });
    if (changed.length === 0) throw new RulesDecided();
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'platformRules.withdrawn', subject: id, actorId, data: { platformId } });
  });
}

/** Puts a draft in force without a vote, where no complete committee could hold one. Throws CommitteeComplete
 *  and RulesNotDraft. */
export function adoptProvisionally(context: Context, { id, platformId }: Which): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { db } = inside;
    await takeTurns(db, [platformId]);
    const [row] = await db
      .select({ state: platformRules.state })
      .from(platformRules)
      .where(eq(platformRules.id, id));
    if (row?.state !== 'DRAFT') throw new RulesNotDraft();
    if ((await sidesOf(db, platformId)).length === committeeSides.length) throw new CommitteeComplete();
    await adopt(db, inside, { id, platformId }, true);
  });
}

/** Gives a version the next number of its platform, and a day no earlier than today. Inside a transaction
 *  that took its turn for the platform. */
export async function adopt(
  db: Db,
  { now, viewer }: Pick<Context, 'now' | 'viewer'>,
  { id, platformId }: Which,
  isProvisional: boolean,
): Promise<void> {
  const [row] = await db
    .update(platformRules)
    .set({
      state: 'ADOPTED',
      isProvisional,
      ...{ decidedAt: now, changedAt: now },
      effectiveOn: sql`greatest(${platformRules.effectiveOn}, ${today})`,
      number: sql`1 + (select count(*) from ${platformRules} other
        where other.platform_id = ${platformId} and other.number is not null)`,
    })
    .where(eq(platformRules.id, id))
    .returning({ number: platformRules.number, effectiveOn: platformRules.effectiveOn });
  if (!row?.number) throw new Error('A version that was adopted has a number.');
  await record(db, now, {
    kind: 'platformRules.adopted',
    subject: id,
    actorId: viewer?.actorId ?? null,
    data: { platformId, number: row.number, isProvisional, effectiveOn: row.effectiveOn },
  });
}
