import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { platform, platformRegion } from '../../../db/tables/actors/platform.ts';
import { platformFrontResource } from '../../../db/tables/actors/regional-view.ts';
import { publishedResource } from '../../../db/tables/resources.ts';
import { mayKnow } from '../../../schema/audience.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id, ResourceId } from '../../../schema/ids.ts';
import { manyByKey, viewerPlaceholder, viewerValue } from '../../../schema/loader.ts';
import { regionParents, regionPrefix } from '../../../schema/values/region.ts';
import { type PlatformRow } from '../platform/platform.store.ts';
import { FrontResourcesUnusable } from './errors.ts';

/** How many platforms one view shows. */
export const platformsMax = 20;
/** How many resources a platform puts in front. */
export const frontMax = 20;

/** What a platform puts in front and the viewer may know of, in its order: what is hidden leaves no hole. */
export const frontResourcesByPlatform = manyByKey(
  prepared((db) =>
    db
      .select({
        platformId: platformFrontResource.platformId,
        place: platformFrontResource.place,
        resourceId: platformFrontResource.resourceId,
      })
      .from(platformFrontResource)
      .innerJoin(publishedResource, eq(publishedResource.id, platformFrontResource.resourceId))
      .where(
        and(
          sql`${platformFrontResource.platformId} = any(${sql.placeholder('ids')}::text[])`,
          mayKnow(publishedResource, viewerPlaceholder),
        ),
      )
      .orderBy(asc(platformFrontResource.platformId), asc(platformFrontResource.place)),
  ),
  (row) => row.platformId,
);

/** The platforms that serve a region: those for the region itself, for what it lies in, or for a part of it;
 *  the oldest first, at most `platformsMax`. */
export function platformsServing({ db }: Context, region: string): Promise<PlatformRow[]> {
  const above = regionParents(region);
  return db
    .select(getTableColumns(platform))
    .from(platform)
    .where(
      and(
        eq(platform.state, 'ACTIVE'),
        sql`exists (select from ${platformRegion} served where served.platform_id = "platform"."id"
          and (served.region = any(${sql.param(above)}::text[])
            or served.region like ${`${regionPrefix(region)}%`}))`,
      ),
    )
    .orderBy(asc(platform.id))
    .limit(platformsMax);
}

/** How many active organisations of each kind are seated in these regions. */
export function organizationsSeated(
  { db }: Context,
  regions: readonly string[],
): Promise<{ kind: string; count: number }[]> {
  const prefixes = regions.map((region) => `${regionPrefix(region)}%`);
  return db
    .select({ kind: organization.kind, count: sql<number>`count(*)::int` })
    .from(organization)
    .where(
      and(
        eq(organization.status, 'ACTIVE'),
        sql`${organization.region} like any(${sql.param(prefixes)}::text[])`,
      ),
    )
    .groupBy(organization.kind)
    .orderBy(asc(organization.kind));
}

/** Puts these resources in front, in this order, in place of those that stood there. What is already so
 *  changes and records nothing. Throws FrontResourcesUnusable where the viewer may not know of one. */
export function chooseFrontResources(
  context: Context,
  platformId: Id<'Platform'>,
  ids: readonly ResourceId[],
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [platformId]);
    const known = await db
      .select({ id: publishedResource.id })
      .from(publishedResource)
      .where(
        and(
          inArray(publishedResource.id, [...ids, '' as ResourceId]),
          mayKnow(publishedResource, viewerValue(context)),
        ),
      );
    if (known.length < ids.length)
      throw new FrontResourcesUnusable('One of them is no resource that you may know of.');
    const ofPlatform = eq(platformFrontResource.platformId, platformId);
    const before = await db
      .select({ id: platformFrontResource.resourceId })
      .from(platformFrontResource)
      .where(ofPlatform)
      .orderBy(asc(platformFrontResource.place));
    if (JSON.stringify(before.map(({ id }) => id)) === JSON.stringify(ids)) return;
    await db.delete(platformFrontResource).where(ofPlatform);
    if (ids.length > 0)
      await db
        .insert(platformFrontResource)
        .values(ids.map((resourceId, at) => ({ platformId, place: at + 1, resourceId })));
    await record(db, now, {
      kind: 'platform.frontChosen',
      subject: platformId,
      actorId: viewer?.actorId ?? null,
      data: { resourceIds: [...ids] },
    });
  });
}
