import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
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
import { AlreadyMember, MembershipsTooMany } from './errors.ts';

export type MembershipRow = typeof membership.$inferSelect;
/** A person can be a present member of this many organisations. */
const currentMax = 20;

/** Who belongs where is an affiliation that all may know of; who once did is for that person, those who
 *  administer the organisation, and auditors. */
const isKnowable = (viewer: ViewerSql) => sql`(${membership.endsOn} is null
  or ${membership.personId} = any(${viewer('viewerActors')}::text[])
  or ${membership.organizationId} = any(${viewer('viewerAdministers')}::text[])
  or ${viewer('viewerIsAuditor')}::boolean)`;

export const membershipById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(membership)
      .where(
        and(sql`${membership.id} = any(${sql.placeholder('ids')}::text[])`, isKnowable(viewerPlaceholder)),
      ),
  ),
  (row) => row.id,
);

export const membershipsByPerson = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(membership)
      .where(
        and(sql`${membership.personId} = any(${sql.placeholder('ids')}::text[])`, isNull(membership.endsOn)),
      )
      .orderBy(asc(membership.id)),
  ),
  (row) => row.personId,
);

/** In order of joining: ids sort by the time they were made. */
export const joiningOrder: Order<MembershipRow> = {
  columns: [membership.id],
  isDescending: false,
  keyOf: (row) => [row.id],
};

/** Present members, or those of the past. */
export interface MembersAsked {
  isPast: boolean;
}
const inPeriod = ({ isPast }: MembersAsked) =>
  isPast ? sql`${membership.endsOn} is not null` : isNull(membership.endsOn);

export const membershipRowsByOrganization = pageByKey<PageRequest & MembersAsked, string, MembershipRow>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, joiningOrder);
    const isMeant = and(sql`${membership.organizationId} = parent.id`, inPeriod(page));
    const some = context.db
      .select()
      .from(membership)
      .where(and(isMeant, isKnowable(viewerValue(context)), where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select({ row: membership })
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(membership, eq(membership.id, some.id))
      .orderBy(...orderBy)
      .then((rows) => rows.map(({ row }) => row));
  },
  (row) => row.organizationId,
);

export const membershipCountByOrganization = countByKey<MembersAsked, string>((context, asked, ids) =>
  context.db
    .select({ key: sql<string>`${membership.organizationId}`, count: sql<number>`count(*)::int` })
    .from(membership)
    .where(
      and(
        sql`${membership.organizationId} = any(${sql.param(ids)}::text[])`,
        inPeriod(asked),
        isKnowable(viewerValue(context)),
      ),
    )
    .groupBy(membership.organizationId),
);

/** How many administer each organisation at present. */
export const administratorCountByOrganization = countByKey<null, string>((context, _args, ids) =>
  context.db
    .select({ key: sql<string>`${membership.organizationId}`, count: sql<number>`count(*)::int` })
    .from(membership)
    .where(
      and(
        sql`${membership.organizationId} = any(${sql.param(ids)}::text[])`,
        eq(membership.role, 'ADMINISTRATOR'),
        isNull(membership.endsOn),
      ),
    )
    .groupBy(membership.organizationId),
);

/** The person's present place in the organisation, or null. */
export async function presentMembership(
  context: Context,
  organizationId: Id<'Organization'>,
  personId: Id<'Person'>,
): Promise<MembershipRow | null> {
  const present = await membershipsByPerson(context).load(personId);
  return present.find((row) => row.organizationId === organizationId) ?? null;
}

/** Makes the person a present member. Throws AlreadyMember, or MembershipsTooMany; the database itself
 *  refuses a second present membership in one organisation. */
export function beginMembership(
  context: Context,
  wish: {
    organizationId: Id<'Organization'>;
    personId: Id<'Person'>;
    role: MembershipRole;
    position?: string | null;
  },
): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    const { organizationId, personId, role } = wish;
    await takeTurns(db, [organizationId, personId]);
    // Past what loaders remember: whoever had the turn before may have begun one.
    const present = await membershipsByPerson({ ...inside }).load(personId);
    if (present.some((row) => row.organizationId === organizationId)) throw new AlreadyMember();
    if (present.length >= currentMax) throw new MembershipsTooMany(currentMax);
    const startsOn = now.toISOString().slice(0, 10);
    await db.insert(membership).values({ ...wish, id: newId('Membership'), startsOn });
    await record(db, now, {
      kind: 'membership.begun',
      subject: personId,
      actorId: viewer?.actorId ?? null,
      data: { organizationId, role },
    });
  });
}
