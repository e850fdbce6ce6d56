import { and, eq, sql } from 'drizzle-orm';
import { type Db, violates } from '../../../db/client.ts';
import { record, recordAll, takeTurns } from '../../../db/events.ts';
import { platform, platformRegion } from '../../../db/tables/actors/platform.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { PlatformNotWaiting, PlatformUnknown, PlatformWaiting } from './errors.ts';
import { seatOfOperators } from './platform.operators.store.ts';
import { insertPlatform, type PlatformRow, type PlatformWish } from './platform.store.ts';
import { admissionDays, type PlatformWords } from './platform.what.ts';
import { grantRole } from '../role/role-grant.store.ts';

const dayMs = 24 * 60 * 60 * 1_000;

/** Puts down a platform that waits for an auditor. Throws PlatformWaiting where the organisation in the lead
 *  has another that waits. */
export async function registerPlatform(context: Context, wish: PlatformWish): Promise<PlatformRow> {
  try {
    return await inTransaction(context, async (inside) => {
      const { db, now, viewer } = inside;
      const registeredBy = (viewer?.actorId ?? null) as Id<'Person'> | null;
      const decideBy = new Date(now.getTime() + admissionDays * dayMs);
      const row = await insertPlatform(inside, { ...wish, state: 'REGISTERED', registeredBy, decideBy });
      const { regions, partnerIds = [] } = wish;
      await record(db, now, {
        kind: 'platform.registered',
        subject: row.id,
        actorId: registeredBy,
        data: { operatorId: row.operatorId, partnerIds, regions },
      });
      return row;
    });
  } catch (error) {
    throw violates(error, 'platform_one_waiting') ? new PlatformWaiting() : error;
  }
}

/** Makes a platform that waits one of the graph's; who registered it operates it, as long as they belong to
 *  an organisation that does. Throws PlatformNotWaiting. */
export function admitPlatform(context: Context, id: Id<'Platform'>): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { registeredBy } = await decide(inside, id, 'ACTIVE');
    if (registeredBy && (await seatOfOperators(inside.db, id, registeredBy)))
      await grantRole(inside, { actorId: registeredBy, role: 'OPERATOR', platformId: id });
  });
}

/** Refuses a platform that waits. Throws PlatformNotWaiting. */
export async function declinePlatform(context: Context, id: Id<'Platform'>): Promise<void> {
  await inTransaction(context, (inside) => decide(inside, id, 'DECLINED'));
}

async function decide({ db, now, viewer }: Context, id: Id<'Platform'>, state: 'ACTIVE' | 'DECLINED') {
  await takeTurns(db, [id]);
  const [row] = await db
    .update(platform)
    .set({ state, decidedAt: now })
    .where(and(eq(platform.id, id), eq(platform.state, 'REGISTERED'), sql`${platform.decideBy} > db_now()`))
    .returning({ registeredBy: platform.registeredBy });
  if (!row) throw new PlatformNotWaiting();
  await record(db, now, {
    kind: state === 'ACTIVE' ? 'platform.admitted' : 'platform.declined',
    subject: id,
    actorId: viewer?.actorId ?? null,
    data: {},
  });
  return row;
}

/** Ends what waited to its deadline. A second time changes nothing. */
export async function lapsePlatforms(db: Db, now: Date): Promise<void> {
  const late = and(eq(platform.state, 'REGISTERED'), sql`${platform.decideBy} <= db_now()`);
  const waiting = await db.select({ id: platform.id }).from(platform).where(late);
  await takeTurns(
    db,
    waiting.map(({ id }) => id),
  );
  const lapsed = await db
    .update(platform)
    .set({ state: 'LAPSED', decidedAt: now })
    .where(late)
    .returning({ id: platform.id });
  await recordAll(
    db,
    now,
    lapsed.map(({ id }) => ({ kind: 'platform.lapsed' as const, subject: id, actorId: null, data: {} })),
  );
}

/** Replaces what a platform says of itself by what is made of it as it then is. What is already so changes
 *  and records nothing. */
export function describePlatform(
  context: Context,
  id: Id<'Platform'>,
  describe: (before: PlatformRow & { regions: string[] }) => PlatformWords,
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [id]);
    const [row] = await db.select().from(platform).where(eq(platform.id, id));
    if (!row) throw new PlatformUnknown();
    const served = await db
      .select({ region: platformRegion.region })
      .from(platformRegion)
      .where(eq(platformRegion.platformId, id))
      .orderBy(platformRegion.region);
    const before = { ...row, regions: served.map(({ region }) => region) };
    const words = describe(before);
    const isSame = (name: keyof PlatformWords) =>
      JSON.stringify(before[name]) === JSON.stringify(words[name]);
    if ((Object.keys(words) as (keyof PlatformWords)[]).every(isSame)) return;
    const { regions, ...columns } = words;
    await db.update(platform).set(columns).where(eq(platform.id, id));
    if (!isSame('regions')) {
      await db.delete(platformRegion).where(eq(platformRegion.platformId, id));
      await db.insert(platformRegion).values(regions.map((region) => ({ platformId: id, region })));
    }
    await record(db, now, {
      kind: 'platform.described',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { regions, languages: words.languages },
    });
  });
}
