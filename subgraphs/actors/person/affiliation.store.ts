import { and, eq, sql } from 'drizzle-orm';
import { membership } from '../../../db/tables/actors/membership.ts';
import { person } from '../../../db/tables/actors/person.ts';
import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { countByKey, pageByKey, viewerValue } from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';

export interface AffiliationRow {
  id: Id<'Membership'>;
  personId: Id<'Person'>;
  organizationId: Id<'Organization'>;
  position: string | null;
  startsOn: string;
  endsOn: string | null;
}

const columns = {
  id: membership.id,
  personId: membership.personId,
  organizationId: membership.organizationId,
  position: membership.position,
  startsOn: membership.startsOn,
  endsOn: membership.endsOn,
};

/** The last begun first. */
export const affiliationOrder: Order<AffiliationRow> = {
  columns: [membership.startsOn, membership.id],
  isDescending: true,
  keyOf: ({ startsOn, id }) => [startsOn, id],
};

export const affiliationRowsByPerson = pageByKey<PageRequest, string, AffiliationRow>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, affiliationOrder);
    const some = context.db
      .select({ id: membership.id })
      .from(membership)
      .innerJoin(person, eq(person.id, membership.personId))
      .where(and(sql`${membership.personId} = parent.id`, isKnowable(context), where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select(columns)
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(membership, eq(membership.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.personId,
);

export const affiliationCountByPerson = countByKey<null, string>((context, _args, ids) =>
  context.db
    .select({ key: sql<string>`${membership.personId}`, count: sql<number>`count(*)::int` })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .where(and(sql`${membership.personId} = any(${sql.param(ids)}::text[])`, isKnowable(context)))
    .groupBy(membership.personId),
);

/** Present places are for everybody. Past ones are, too, where the person lets them; else for the person, for
 *  administrators of the organisation left, and for auditors. */
function isKnowable(context: Context) {
  const viewer = viewerValue(context);
  return sql`(${membership.endsOn} is null or ${person.isHistoryPublic}
    or ${membership.personId} = any(${viewer('viewerActors')}::text[])
    or ${membership.organizationId} = any(${viewer('viewerAdministers')}::text[])
    or ${viewer('viewerIsAuditor')}::boolean)`;
}
