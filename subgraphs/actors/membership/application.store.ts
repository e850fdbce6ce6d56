import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { type ApplicationState, membershipApplication } from '../../../db/tables/actors/joining.ts';
import type { Context } from '../../../schema/context.ts';
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

export type ApplicationRow = typeof membershipApplication.$inferSelect;

/** Past its deadline an application has lapsed, whether or not that was written yet. */
export const stateNow = sql<ApplicationState>`case when ${membershipApplication.state} = 'OPEN'
  and ${membershipApplication.expiresAt} <= db_now() then 'LAPSED' else ${membershipApplication.state} end`;
export const columns = { ...getTableColumns(membershipApplication), state: stateNow };

/** For the applicant; never through a key. */
const isBy = (viewer: ViewerSql) => sql`(${viewer('viewerIsInPerson')}::boolean
  and ${membershipApplication.personId} = any(${viewer('viewerActors')}::text[]))`;

/** For the applicant and those who administer the organisation; never through a key. */
const isKnowable = (viewer: ViewerSql) => sql`(${viewer('viewerIsInPerson')}::boolean and (${isBy(viewer)}
  or ${membershipApplication.organizationId} = any(${viewer('viewerAdministers')}::text[])))`;

export const applicationById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(membershipApplication)
      .where(
        and(
          sql`${membershipApplication.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** The open applications of each person: at most 20. */
export const openApplicationsByPerson = manyByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(membershipApplication)
      .where(
        and(
          sql`${membershipApplication.personId} = any(${sql.placeholder('ids')}::text[])`,
          sql`${stateNow} = 'OPEN'`,
        ),
      ),
  ),
  (row) => row.personId,
);

/** Newest first. */
export const newestApplications: Order<ApplicationRow> = {
  columns: [membershipApplication.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** Which applications a list asks for; null for all. */
export interface ApplicationFilter {
  state: ApplicationState | null;
}
const inState = ({ state }: ApplicationFilter): SQL | undefined =>
  state === null ? undefined : sql`${stateNow} = ${state}`;

export const applicationRowsByOrganization = pageByKey<
  PageRequest & ApplicationFilter,
  string,
  ApplicationRow
>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, newestApplications);
    const isMeant = and(sql`${membershipApplication.organizationId} = parent.id`, inState(page), where);
    const some = context.db
      .select({ id: membershipApplication.id })
      .from(membershipApplication)
      .where(and(isMeant, isKnowable(viewerValue(context))))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select(columns)
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(membershipApplication, eq(membershipApplication.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.organizationId,
);

export const applicationCountByOrganization = countByKey<ApplicationFilter, string>((context, filter, ids) =>
  context.db
    .select({ key: sql<string>`${membershipApplication.organizationId}`, count: sql<number>`count(*)::int` })
    .from(membershipApplication)
    .where(
      and(
        sql`${membershipApplication.organizationId} = any(${sql.param(ids)}::text[])`,
        inState(filter),
        isKnowable(viewerValue(context)),
      ),
    )
    .groupBy(membershipApplication.organizationId),
);

/** One page of this viewer's own applications. */
export function applicationRowsByViewer(context: Context, filter: ApplicationFilter, page: PageRequest) {
  const { where, orderBy, limit } = keyset(page, newestApplications);
  return context.db
    .select(columns)
    .from(membershipApplication)
    .where(and(isBy(viewerValue(context)), inState(filter), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many there are. */
export const applicationCountByViewer = (context: Context, filter: ApplicationFilter): Promise<number> =>
  context.db.$count(membershipApplication, and(isBy(viewerValue(context)), inState(filter)));
