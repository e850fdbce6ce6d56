import { and, eq, inArray, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { platform } from '../../../db/tables/actors/platform.ts';
import { platformNews } from '../../../db/tables/actors/regional-view.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import {
  countByKey,
  oneByKey,
  pageByKey,
  viewerPlaceholder,
  type ViewerSql,
  viewerValue,
} from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import { isKnowablePlatform } from '../platform/platform.store.ts';
import { NewsNotInState } from './errors.ts';

export type NewsRow = typeof platformNews.$inferSelect;
export type NewsWords = Pick<NewsRow, 'titleZh' | 'titleEn' | 'textZh' | 'textEn'>;

/** What is told now. */
const isTold = sql`(${platformNews.state} = 'PUBLISHED' and ${platformNews.expiresAt} > db_now())`;

/** What is told now is for everybody who may know of the platform; drafts, what was withdrawn and what is
 *  over for its operators and auditors. */
const isKnowableNews = (viewer: ViewerSql) => sql`(exists (select from ${platform}
    where "platform"."id" = "platform_news"."platform_id" and ${isKnowablePlatform(viewer)})
  and (${isTold}
    or ${viewer('viewerIsAuditor')}::boolean
    or ${platformNews.platformId} = any(${viewer('viewerPlatforms')}::text[])))`;

export const newsById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(platformNews)
      .where(
        and(
          sql`${platformNews.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowableNews(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

const toldAt = sql`coalesce(${platformNews.publishedAt}, ${platformNews.createdAt})`;

/** By when it was published, drafts by when they were begun; newest first. */
export const newestNews: Order<NewsRow> = {
  columns: [toldAt, platformNews.id],
  isDescending: true,
  keyOf: (row) => [(row.publishedAt ?? row.createdAt).toISOString(), row.id],
};

export const newsRowsByPlatform = pageByKey<PageRequest, string, NewsRow>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, newestNews);
    const some = context.db
      .select({ id: platformNews.id })
      .from(platformNews)
      .where(and(sql`${platformNews.platformId} = parent.id`, isKnowableNews(viewerValue(context)), where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select({ row: platformNews })
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(platformNews, eq(platformNews.id, some.id))
      .orderBy(...orderBy)
      .then((rows) => rows.map(({ row }) => row));
  },
  (row) => row.platformId,
);

export const newsCountByPlatform = countByKey<null, string>((context, _args, ids) =>
  context.db
    .select({ key: sql<string>`${platformNews.platformId}`, count: sql<number>`count(*)::int` })
    .from(platformNews)
    .where(
      and(
        sql`${platformNews.platformId} = any(${sql.param(ids)}::text[])`,
        isKnowableNews(viewerValue(context)),
      ),
    )
    .groupBy(platformNews.platformId),
);

const isOf = (platformIds: readonly string[]) =>
  sql`${platformNews.platformId} = any(${sql.param(platformIds)}::text[])`;

/** One page of what several platforms tell now, operators' drafts apart. */
export function newsRows(
  { db }: Context,
  platformIds: readonly string[],
  page: PageRequest,
): Promise<NewsRow[]> {
  const { where, orderBy, limit } = keyset(page, newestNews);
  return db
    .select()
    .from(platformNews)
    .where(and(isOf(platformIds), isTold, where))
    .orderBy(...orderBy)
    .limit(limit);
}

export const newsCount = ({ db }: Context, platformIds: readonly string[]): Promise<number> =>
  db.$count(platformNews, and(isOf(platformIds), isTold));

/** Writes a draft. */
export function draftNews(
  context: Context,
  wish: NewsWords & { platformId: Id<'Platform'> },
): Promise<{ id: Id<'PlatformNews'> }> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const authorId = (viewer?.actorId ?? null) as Id<'Person'> | null;
    const row = { ...wish, id: newId('PlatformNews'), state: 'DRAFT' as const, authorId };
    await db.insert(platformNews).values({ ...row, createdAt: now });
    const data = { platformId: wish.platformId };
    await record(db, now, { kind: 'news.drafted', subject: row.id, actorId: authorId, data });
    return row;
  });
}

const steps = {
  PUBLISHED: { from: ['DRAFT'], kind: 'news.published' },
  WITHDRAWN: { from: ['DRAFT', 'PUBLISHED'], kind: 'news.withdrawn' },
} as const;

/** Publishes a draft until it ends, or withdraws what is a draft or published. Throws NewsNotInState. */
export function moveNews(
  context: Context,
  { id, platformId }: Pick<NewsRow, 'id' | 'platformId'>,
  to: { state: 'PUBLISHED'; expiresAt: Date } | { state: 'WITHDRAWN' },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [id]);
    const { from, kind } = steps[to.state];
    const changed = await db
      .update(platformNews)
      .set(to.state === 'PUBLISHED' ? { ...to, publishedAt: now } : to)
      .where(and(eq(platformNews.id, id), inArray(platformNews.state, [...from])))
      .returning({ id: platformNews.id });
    if (changed.length === 0) throw new NewsNotInState();
    await record(db, now, { kind, subject: id, actorId: viewer?.actorId ?? null, data: { platformId } });
  });
}
