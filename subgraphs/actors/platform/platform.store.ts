import { asc, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import { platform, platformRegion } from '../../../db/tables/actors/platform.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { manyByKey, oneByKey } from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';

export type PlatformRow = typeof platform.$inferSelect;
export type PlatformWish = Omit<PlatformRow, 'id' | 'createdAt'> & { regions: string[] };

export const platformById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(platform)
      .where(sql`${platform.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id,
);

export const regionsByPlatform = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(platformRegion)
      .where(sql`${platformRegion.platformId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(platformRegion.region)),
  ),
  (row) => row.platformId,
);

/** Newest first. */
export const newestPlatforms: Order<PlatformRow> = {
  columns: [platform.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** One page of platforms. */
export function platformRows({ db }: Context, page: PageRequest): Promise<PlatformRow[]> {
  const { where, orderBy, limit } = keyset(page, newestPlatforms);
  return db
    .select()
    .from(platform)
    .where(where)
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many platforms there are. */
export const platformCount = ({ db }: Context): Promise<number> => db.$count(platform);

/** Registers a platform with the regions it serves. */
export function declarePlatform(context: Context, { regions, ...wish }: PlatformWish): Promise<PlatformRow> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const [row] = await db
      .insert(platform)
      .values({ ...wish, id: newId('Platform'), createdAt: now })
      .returning();
    if (!row) throw new Error('An insert must return its row.');
    await db.insert(platformRegion).values(regions.map((region) => ({ platformId: row.id, region })));
    await record(db, now, {
      kind: 'platform.declared',
      subject: row.id,
      actorId: viewer?.actorId ?? null,
      data: { operatorId: row.operatorId, regions },
    });
    return row;
  });
}
