import { and, asc, getTableColumns, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import { platform, platformPartner, platformRegion } from '../../../db/tables/actors/platform.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import {
  manyByKey,
  oneByKey,
  viewerPlaceholder,
  type ViewerSql,
  viewerValue,
} from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';

export type PlatformRow = typeof platform.$inferSelect;
export type PlatformWish = Pick<PlatformRow, 'nameZh' | 'nameEn' | 'kind' | 'operatorId' | 'website'> &
  Partial<Omit<PlatformRow, 'id' | 'createdAt'>> & { regions: string[]; partnerIds?: Id<'Organization'>[] };

/** One that was admitted is for everybody; until then for those who operate it and for auditors. */
export const isKnowablePlatform = (viewer: ViewerSql) => sql`(${platform.state} = 'ACTIVE'
  or ${viewer('viewerIsAuditor')}::boolean
  or ${platform.id} = any(${viewer('viewerPlatforms')}::text[])
  or ${platform.operatorId} = any(${viewer('viewerActors')}::text[])
  or exists (select from ${platformPartner} partner
    where partner.platform_id = "platform"."id"
    and partner.organization_id = any(${viewer('viewerActors')}::text[])))`;

export const platformById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(platform)
      .where(
        and(
          sql`${platform.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowablePlatform(viewerPlaceholder),
        ),
      ),
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

export const partnersByPlatform = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(platformPartner)
      .where(sql`${platformPartner.platformId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(platformPartner.organizationId)),
  ),
  (row) => row.platformId,
);

/** Newest first. */
export const newestPlatforms: Order<PlatformRow> = {
  columns: [platform.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** One page of the platforms this viewer may know of. */
export function platformRows(context: Context, page: PageRequest): Promise<PlatformRow[]> {
  const { where, orderBy, limit } = keyset(page, newestPlatforms);
  return context.db
    .select(getTableColumns(platform))
    .from(platform)
    .where(and(isKnowablePlatform(viewerValue(context)), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many platforms this viewer may know of. */
export const platformCount = (context: Context): Promise<number> =>
  context.db.$count(platform, isKnowablePlatform(viewerValue(context)));

/** Puts down a platform that is admitted as it is, with the regions it serves. */
export function declarePlatform(context: Context, wish: PlatformWish): Promise<PlatformRow> {
  return inTransaction(context, async (inside) => {
    const row = await insertPlatform(inside, wish);
    const { db, now, viewer } = inside;
    await record(db, now, {
      kind: 'platform.declared',
      subject: row.id,
      actorId: viewer?.actorId ?? null,
      data: { operatorId: row.operatorId, regions: wish.regions },
    });
    return row;
  });
}

/** The row with its regions and partners. Inside a transaction whose caller records what it means. */
export async function insertPlatform(
  { db, now }: Context,
  { regions, partnerIds = [], ...wish }: PlatformWish,
): Promise<PlatformRow> {
  const [row] = await db
    .insert(platform)
    .values({ ...wish, id: newId('Platform'), createdAt: now })
    .returning();
  if (!row) throw new Error('An insert must return its row.');
  await db.insert(platformRegion).values(regions.map((region) => ({ platformId: row.id, region })));
  if (partnerIds.length > 0)
    await db
      .insert(platformPartner)
      .values(partnerIds.map((organizationId) => ({ platformId: row.id, organizationId })));
  return row;
}
