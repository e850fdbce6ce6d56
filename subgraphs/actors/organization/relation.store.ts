import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { type Db, prepared, violates } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { organizationRelation } from '../../../db/tables/actors/organization-relation.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { EventKind, RelationKind } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { countByKey, oneByKey, pageByKey } from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import { RelationCircular, RelationKnown, RelationUnusable } from './errors.ts';

export type RelationRow = typeof organizationRelation.$inferSelect;
/** A relation as one of the two sees it. */
export type SeenRelationRow = RelationRow & { ownId: Id<'Organization'> };

/** Which relations of an organisation a list asks for. */
export interface RelationFilter {
  kind: RelationKind | null;
  /** Whether the organisation itself is the upper one; null for either. */
  isUpper: boolean | null;
  isPresent: boolean | null;
}

export interface RelationWish {
  kind: RelationKind;
  upperId: Id<'Organization'>;
  lowerId: Id<'Organization'>;
  since: string | null;
  until: string | null;
}

/** So many that one organisation states, over and not over. */
export const statedMax = 100;
/** Turns that whoever adds a relation takes, so that two who ask at once make no circle together. */
export const turnOfRelations = 'relations of organisations';

const columns = {
  id: organizationRelation.id,
  kind: organizationRelation.kind,
  upperId: organizationRelation.upperId,
  lowerId: organizationRelation.lowerId,
  since: organizationRelation.since,
  until: organizationRelation.until,
  isImported: organizationRelation.isImported,
  statedAt: organizationRelation.statedAt,
  confirmedAt: organizationRelation.confirmedAt,
};

export const relationById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(organizationRelation)
      .where(sql`${organizationRelation.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row: RelationRow) => row.id,
);

/** In the order in which they were stated. */
export const relationOrder: Order<SeenRelationRow> = {
  columns: [organizationRelation.id],
  isDescending: false,
  keyOf: (row) => [row.id],
};

export const relationRowsByOrganization = pageByKey<
  { page: PageRequest; filter: RelationFilter },
  string,
  SeenRelationRow
>(
  ({ db }, { page, filter }, ids) => {
    const { where, orderBy, limit } = keyset(page, relationOrder);
    const some = db
      .select({ id: organizationRelation.id })
      .from(organizationRelation)
      .where(and(isSeenBy(sql`parent.id`, filter), where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return db
      .select({ ...columns, ownId: sql<Id<'Organization'>>`parent.id` })
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(organizationRelation, eq(organizationRelation.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.ownId,
);

export const relationCountByOrganization = countByKey<RelationFilter, string>(({ db }, filter, ids) =>
  db
    .select({ key: sql<string>`parent.id`, count: sql<number>`count(*)::int` })
    .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
    .innerJoin(organizationRelation, isSeenBy(sql`parent.id`, filter))
    .groupBy(sql`parent.id`),
);

/** What an organisation is today, over any number of steps: where it is no more, what the outside list says
 *  replaces it; else the one that a confirmed relation names as its successor. Itself where nothing or
 *  several replace it, or where they lead in a circle. */
export const currentFormById = oneByKey(
  async (db: Db, { ids }) =>
    db.execute<{ start: Id<'Organization'>; id: Id<'Organization'> }>(sql`
      with recursive step (start, id, path, is_circle) as (
        select id collate "C", id collate "C", array[id collate "C"], false
        from unnest(${sql.param(ids)}::text[]) as asked(id)
        union all
        select step.start, next.id, step.path || next.id, next.id = any(step.path)
        from step
        cross join lateral (
          select coalesce(
            (select s.id from actors.organization o join actors.organization s on s.ror = o.successor_ror
              where o.id = step.id),
            (select min(r.lower_id) from actors.organization_relation r
              where r.kind = 'PREDECESSOR' and r.upper_id = step.id and r.until is null
                and r.confirmed_at is not null having count(*) = 1)) as id) as next
        where next.id is not null and not step.is_circle)
      select distinct on (start) start, case when is_circle then start else id end as id
      from step order by start, cardinality(path) desc`),
  (row) => row.start,
);

/** States a relation, unconfirmed. Throws a refusal where it stands already, would be a circle, or is one too
 *  many. */
export async function stateRelation(context: Context, wish: RelationWish): Promise<RelationRow> {
  try {
    return await inTransaction(context, async (inside) => {
      const { db, now } = inside;
      await takeTurns(db, [turnOfRelations]);
      const isOwn = and(
        eq(organizationRelation.lowerId, wish.lowerId),
        eq(organizationRelation.isImported, false),
      );
      if ((await db.$count(organizationRelation, isOwn)) >= statedMax)
        throw new RelationUnusable(`One organisation states at most ${statedMax} relations: end one first.`);
      if (wish.until === null && (await isAbove(db, wish.kind, wish.lowerId, wish.upperId)))
        throw new RelationCircular();
      const [row] = await db
        .insert(organizationRelation)
        .values({
          ...wish,
          id: newId('OrganizationRelation'),
          isImported: false,
          statedAt: now,
          confirmedAt: null,
        })
        .returning(columns);
      if (!row) throw new Error('An insert must return its row.');
      await tell(inside, 'organization.relationStated', row);
      return row;
    });
  } catch (error) {
    throw violates(error, 'organization_relation_one_current') ? new RelationKnown() : error;
  }
}

/** Lets the upper one agree. A second time changes and records nothing. */
export function confirmRelation(context: Context, { id, lowerId }: RelationRow): Promise<void> {
  return inTransaction(context, async (inside) => {
    await takeTurns(inside.db, [lowerId]);
    const [row] = await inside.db
      .update(organizationRelation)
      .set({ confirmedAt: inside.now })
      .where(and(eq(organizationRelation.id, id), isNull(organizationRelation.confirmedAt)))
      .returning(columns);
    if (row) await tell(inside, 'organization.relationConfirmed', row);
  });
}

/** Ends a relation on that day; one that was never confirmed is gone, as if it had not been said. One that is
 *  over stays as it is. Throws RelationUnusable for a day before it began. Null when it is gone. */
export async function endRelation(
  context: Context,
  { id, lowerId }: RelationRow,
  until: string,
): Promise<RelationRow | null> {
  return inTransaction(context, async (inside) => {
    const { db } = inside;
    await takeTurns(db, [lowerId]);
    const isThis = eq(organizationRelation.id, id);
    const [known] = await db.select(columns).from(organizationRelation).where(isThis).for('update');
    if (!known || known.until !== null) return known ?? null;
    if (known.since !== null && until < known.since)
      throw new RelationUnusable('A relation ends on the day it began, or later.');
    const ended =
      known.confirmedAt === null
        ? (await db.delete(organizationRelation).where(isThis), null)
        : { ...known, until };
    if (ended) await db.update(organizationRelation).set({ until }).where(isThis);
    await tell(inside, 'organization.relationEnded', known);
    return ended;
  });
}

/** Whether the first is the second or stands above it in this kind of relation, at present, however far. */
async function isAbove(
  db: Db,
  kind: RelationKind,
  first: Id<'Organization'>,
  second: Id<'Organization'>,
): Promise<boolean> {
  const [found] = await db.execute<{ above: boolean }>(sql`
    with recursive above (id) as (
      select ${second}::text collate "C"
      union
      select r.upper_id from above join actors.organization_relation r
        on r.lower_id = above.id and r.kind = ${kind} and r.until is null)
    select exists (select from above where id = ${first}) as above`);
  return found?.above ?? false;
}

function isSeenBy(parent: ReturnType<typeof sql>, { kind, isUpper, isPresent }: RelationFilter) {
  const { upperId, lowerId, until } = organizationRelation;
  const sides = [
    ...(isUpper === false ? [] : [eq(upperId, parent)]),
    ...(isUpper ? [] : [eq(lowerId, parent)]),
  ];
  return and(
    or(...sides),
    kind ? eq(organizationRelation.kind, kind) : undefined,
    isPresent === null ? undefined : isPresent ? isNull(until) : sql`${until} is not null`,
  );
}

async function tell(
  { db, now, viewer }: Context,
  kind: Extract<EventKind, `organization.relation${string}`>,
  { id, kind: sort, upperId, lowerId }: RelationRow,
) {
  const data = { relationId: id, kind: sort, upperId };
  await record(db, now, { kind, subject: lowerId, actorId: viewer?.actorId ?? null, data });
}
