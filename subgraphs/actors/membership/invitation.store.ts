import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { type InvitationState, membershipInvitation } from '../../../db/tables/actors/joining.ts';
import type { Context } from '../../../schema/context.ts';
import {
  countByKey,
  oneByKey,
  pageByKey,
  viewerPlaceholder,
  type ViewerSql,
  viewerValue,
} from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';

export type InvitationRow = typeof membershipInvitation.$inferSelect;

/** Past its deadline an invitation has expired, whether or not that was written yet. */
export const stateNow = sql<InvitationState>`case when ${membershipInvitation.state} = 'OPEN'
  and ${membershipInvitation.expiresAt} <= db_now() then 'EXPIRED' else ${membershipInvitation.state} end`;
export const columns = { ...getTableColumns(membershipInvitation), state: stateNow };

/** For whoever is invited, by name or by an address they have proven to have; never through a key. */
const isTo = (viewer: ViewerSql) => sql`(${viewer('viewerIsInPerson')}::boolean
  and (${membershipInvitation.personId} = any(${viewer('viewerActors')}::text[])
  or ${membershipInvitation.email} in (select verified_email from actors.sign_in
    where person_id = any(${viewer('viewerActors')}::text[]) and verified_email is not null)))`;

/** For them, for those who administer the organisation, and where a platform appoints for its operators;
 *  never through a key. */
const isKnowable = (viewer: ViewerSql) => sql`(${viewer('viewerIsInPerson')}::boolean
  and (${isTo(viewer)}
    or ${membershipInvitation.organizationId} = any(${viewer('viewerAdministers')}::text[])
    or ${membershipInvitation.platformId} = any(${viewer('viewerPlatforms')}::text[])))`;

export const invitationById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(membershipInvitation)
      .where(
        and(
          sql`${membershipInvitation.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** Those of the asked ids that are to this viewer themselves. */
export const invitationToViewer = oneByKey(
  prepared((db) =>
    db
      .select({ id: membershipInvitation.id })
      .from(membershipInvitation)
      .where(
        and(
          sql`${membershipInvitation.id} = any(${sql.placeholder('ids')}::text[])`,
          isTo(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** Newest first. */
export const newestInvitations: Order<InvitationRow> = {
  columns: [membershipInvitation.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** Which invitations a list asks for; null for all. */
export interface InvitationFilter {
  state: InvitationState | null;
}
const inState = ({ state }: InvitationFilter): SQL | undefined =>
  state === null ? undefined : sql`${stateNow} = ${state}`;

export const invitationRowsByOrganization = pageByKey<PageRequest & InvitationFilter, string, InvitationRow>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, newestInvitations);
    const isMeant = and(sql`${membershipInvitation.organizationId} = parent.id`, inState(page), where);
    const some = context.db
      .select({ id: membershipInvitation.id })
      .from(membershipInvitation)
      .where(and(isMeant, isKnowable(viewerValue(context))))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select(columns)
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(membershipInvitation, eq(membershipInvitation.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.organizationId,
);

export const invitationCountByOrganization = countByKey<InvitationFilter, string>((context, filter, ids) =>
  context.db
    .select({ key: sql<string>`${membershipInvitation.organizationId}`, count: sql<number>`count(*)::int` })
    .from(membershipInvitation)
    .where(
      and(
        sql`${membershipInvitation.organizationId} = any(${sql.param(ids)}::text[])`,
        inState(filter),
        isKnowable(viewerValue(context)),
      ),
    )
    .groupBy(membershipInvitation.organizationId),
);

/** One page of the invitations to this viewer. */
export function invitationRowsToViewer(context: Context, filter: InvitationFilter, page: PageRequest) {
  const { where, orderBy, limit } = keyset(page, newestInvitations);
  return context.db
    .select(columns)
    .from(membershipInvitation)
    .where(and(isTo(viewerValue(context)), inState(filter), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many there are. */
export const invitationCountToViewer = (context: Context, filter: InvitationFilter): Promise<number> =>
  context.db.$count(membershipInvitation, and(isTo(viewerValue(context)), inState(filter)));
