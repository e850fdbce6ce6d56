import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import {
  qualificationDocument,
  qualificationMark,
  qualificationReview,
} from '../../../db/tables/actors/review.ts';
import type { Context } from '../../../schema/context.ts';
import type { QualificationReviewState } from '../../../schema/events.ts';
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

/** `state` and `dueAt` are what they are by the clock. */
export type QualificationReviewRow = typeof qualificationReview.$inferSelect & { isOverdue: boolean };
export type QualificationDocumentRow = typeof qualificationDocument.$inferSelect;
export type QualificationMarkRow = typeof qualificationMark.$inferSelect;

/** Where a review stands by the clock: what has run out counts as ended before the job has written it. */
export const stateNow = sql<QualificationReviewState>`(case
  when ${qualificationReview.endsAt} > db_now() or ${qualificationReview.endsAt} is null
    then ${qualificationReview.state}
  when ${qualificationReview.state} = 'APPROVED' then 'EXPIRED' else 'LAPSED' end)`;
const stillDue = sql<Date | null>`(case
  when ${qualificationReview.endsAt} > db_now() then ${qualificationReview.dueAt} end)`;
/** Whether the platform is late. Who waits for the applicant is not. */
const isOverdue = sql<boolean>`coalesce(${stateNow} in ('REQUESTED', 'IN_REVIEW')
  and ${qualificationReview.dueAt} <= db_now(), false)`;

/** A row as it is by the clock. */
export const reviewColumns = {
  ...getTableColumns(qualificationReview),
  state: stateNow,
  dueAt: stillDue.mapWith(qualificationReview.dueAt),
  isOverdue,
};

/** For who asked (the person, the administrators of the organisation), the operators of the platform, and
 *  auditors. */
const isKnowable = (viewer: ViewerSql) => sql`(${viewer('viewerIsAuditor')}::boolean
  or ${qualificationReview.actorId} = ${viewer('viewerActor')}::text
  or ${qualificationReview.actorId} = any(${viewer('viewerAdministers')}::text[])
  or ${qualificationReview.platformId} = any(${viewer('viewerPlatforms')}::text[]))`;

export const qualificationReviewById = oneByKey(
  prepared((db) =>
    db
      .select(reviewColumns)
      .from(qualificationReview)
      .where(
        and(
          sql`${qualificationReview.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** At most 20 each, in the order given. Whoever has the review may read them. */
export const documentsByReview = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(qualificationDocument)
      .where(sql`${qualificationDocument.reviewId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(qualificationDocument.reviewId), asc(qualificationDocument.place)),
  ),
  (row) => row.reviewId,
);

/** At most one for each item of a checklist. */
export const marksByReview = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(qualificationMark)
      .where(sql`${qualificationMark.reviewId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(qualificationMark.reviewId), asc(qualificationMark.item)),
  ),
  (row) => row.reviewId,
);

/** Which reviews a list asks for; what is absent does not narrow it. */
export interface ReviewFilter {
  state: QualificationReviewState | null;
  isLate: boolean | null;
}

/** Newest first. */
export const newestReviews: Order<QualificationReviewRow> = {
  columns: [qualificationReview.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

type Parent = typeof qualificationReview.actorId | typeof qualificationReview.platformId;
type ListArgs = { page: PageRequest; filter: ReviewFilter };

const listBy = (parent: Parent, keyOf: (row: QualificationReviewRow) => string) => ({
  rows: pageByKey<ListArgs, string, QualificationReviewRow>(
    (context, args, ids) => pagesBy(parent, context, args, ids),
    keyOf,
  ),
  count: countByKey<ReviewFilter, string>((context, filter, ids) => countsBy(parent, context, filter, ids)),
});
export const reviewsByActor = listBy(qualificationReview.actorId, (row) => row.actorId);
export const reviewsByPlatform = listBy(qualificationReview.platformId, (row) => row.platformId);

const matching = (context: Context, { state, isLate }: ReviewFilter) =>
  and(
    isKnowable(viewerValue(context)),
    state === null ? undefined : sql`${stateNow} = ${state}`,
    isLate === null ? undefined : sql`${isOverdue} = ${isLate}`,
  );

/** A page per parent in one lateral statement. */
function pagesBy(parent: Parent, context: Context, { page, filter }: ListArgs, ids: readonly string[]) {
  const { where, orderBy, limit } = keyset(page, newestReviews);
  const some = context.db
    .select({ id: qualificationReview.id })
    .from(qualificationReview)
    .where(and(sql`${parent} = parent.id`, matching(context, filter), where))
    .orderBy(...orderBy)
    .limit(limit)
    .as('some');
  return context.db
    .select(reviewColumns)
    .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
    .crossJoinLateral(some)
    .innerJoin(qualificationReview, eq(qualificationReview.id, some.id))
    .orderBy(...orderBy);
}

function countsBy(parent: Parent, context: Context, filter: ReviewFilter, ids: readonly string[]) {
  return context.db
    .select({ key: sql<string>`${parent}`, count: sql<number>`count(*)::int` })
    .from(qualificationReview)
    .where(and(sql`${parent} = any(${sql.param(ids)}::text[])`, matching(context, filter)))
    .groupBy(parent);
}
