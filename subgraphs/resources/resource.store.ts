import { and, eq, type SQL, sql } from 'drizzle-orm';
import { given, givenId } from '../../db/batch.ts';
import { prepared, preparedByShape } from '../../db/client.ts';
import { recordAll } from '../../db/events.ts';
import { resource } from '../../db/tables/resources.ts';
import { type Context, inTransaction, viewerValues } from '../../schema/context.ts';
import type { Family, NewEvent, ResourceFacts } from '../../schema/events.ts';
import { type ActorId, type IdName, nameOfId, type ResourceId, resourceNames } from '../../schema/ids.ts';
import {
  countByKey,
  oneByKey,
  pageByKey,
  viewerPlaceholder,
  type ViewerSql,
  viewerValue,
} from '../../schema/loader.ts';
import {
  keyset,
  keysetPlaces,
  type Order,
  type PageRequest,
  type PageShape,
  pageShape,
  pageValues,
} from '../../schema/page.ts';
import { regionPrefix } from '../../schema/values/region.ts';
import { missingMetadata } from './resource.completeness.ts';

export type ResourceRow = Omit<typeof resource.$inferSelect, 'search'>;
/** What is written when a resource is first described; the rest follows from it. */
export type ResourceWish = Omit<ResourceRow, 'isComplete' | 'createdAt' | 'changedAt' | 'sortName'>;
export type ResourceOrder = 'NEWEST' | 'NAME';

/** Which resources a list asks for; what is absent does not narrow it. */
export interface ResourceFilter {
  text?: string | null;
  family?: Family | null;
  region?: string | null;
  sharing?: string | null;
}

const columns = {
  id: resource.id,
  family: resource.family,
  nameZh: resource.nameZh,
  nameEn: resource.nameEn,
  descriptionZh: resource.descriptionZh,
  descriptionEn: resource.descriptionEn,
  providerId: resource.providerId,
  platformId: resource.platformId,
  region: resource.region,
  sharing: resource.sharing,
  state: resource.state,
  keywords: resource.keywords,
  contactName: resource.contactName,
  contactUrl: resource.contactUrl,
  contactEmail: resource.contactEmail,
  contactTelephone: resource.contactTelephone,
  isComplete: resource.isComplete,
  createdAt: resource.createdAt,
  changedAt: resource.changedAt,
  sortName: resource.sortName,
};

/** Published ones are for everybody; the rest for the provider, the platform's operator and auditors. */
const isKnowable = (viewer: ViewerSql) => sql`(${resource.state} = 'PUBLISHED'
  or ${resource.providerId} = any(${viewer('viewerActors')}::text[])
  or ${resource.platformId} = any(${viewer('viewerPlatforms')}::text[])
  or ${viewer('viewerIsAuditor')}::boolean)`;

export const resourceById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(resource)
      .where(
        and(sql`${resource.id} = any(${sql.placeholder('ids')}::text[])`, isKnowable(viewerPlaceholder)),
      ),
  ),
  (row) => row.id as string,
);

/** The orders a list can have. */
export const orders: Record<ResourceOrder, Order<ResourceRow>> = {
  // By what follows the prefix, which begins with the time: whole ids would sort family by family.
  NEWEST: {
    columns: [sql`substr(${resource.id}, 5)`],
    isDescending: true,
    keyOf: (row) => [row.id.slice(4)],
  },
  NAME: {
    columns: [resource.sortName, resource.id],
    isDescending: false,
    keyOf: (row) => [row.sortName, row.id],
  },
};

/** What the text of a list's statement depends on. */
interface ListShape extends PageShape {
  order: ResourceOrder;
  narrowedBy: (keyof ResourceFilter)[];
}

const rowsByShape = preparedByShape((db, { order, narrowedBy, ...page }: ListShape) => {
  const { where, orderBy, limit } = keysetPlaces(page, orders[order]);
  const narrowed = and(...narrowedBy.map((part) => conditions[part](sql`${sql.placeholder(part)}`)));
  return db
    .select(columns)
    .from(resource)
    .where(and(isKnowable(viewerPlaceholder), narrowed, where))
    .orderBy(...orderBy)
    .limit(limit);
});

/** One page of the resources this viewer may know of. */
export function resourceRows(
  { db, viewer }: Context,
  filter: ResourceFilter,
  order: ResourceOrder,
  page: PageRequest,
): Promise<ResourceRow[]> {
  const given = valuesOf(filter);
  const narrowedBy = Object.keys(given) as (keyof ResourceFilter)[];
  const values = { ...viewerValues(viewer), ...given, ...pageValues(page) };
  return rowsByShape(db, { order, narrowedBy, ...pageShape(page) }, values);
}

/** How many the same filter finds for the same viewer. */
export function resourceCount(context: Context, filter: ResourceFilter): Promise<number> {
  return context.db.$count(resource, and(isKnowable(viewerValue(context)), matching(filter)));
}

/** What a page under a list of providers is asked with. */
export interface ResourcesOfProvider {
  filter: ResourceFilter;
  page: PageRequest;
}

/** A page per provider in one lateral statement, newest first. */
export const resourceRowsByProvider = pageByKey<ResourcesOfProvider, ActorId, ResourceRow>(
  async (context, { filter, page }, ids) => {
    const { where, orderBy, limit } = keyset(page, orders.NEWEST);
    const some = context.db
      .select({ id: resource.id })
      .from(resource)
      .where(
        and(
          sql`${resource.providerId} = parent.id`,
          isKnowable(viewerValue(context)),
          matching(filter),
          where,
        ),
      )
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select(columns)
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(resource, eq(resource.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.providerId,
);

/** The whole count per provider, for the same filter and viewer. */
export const resourceCountByProvider = countByKey<ResourceFilter, ActorId>((context, filter, ids) =>
  context.db
    .select({ key: resource.providerId, count: sql<number>`count(*)::int` })
    .from(resource)
    .where(
      and(
        sql`${resource.providerId} = any(${sql.param(ids)}::text[])`,
        isKnowable(viewerValue(context)),
        matching(filter),
      ),
    )
    .groupBy(resource.providerId),
);

/** Writes new resources of any family, without the rows of their kinds, and records each. Inside a
 *  transaction. */
export async function declareResources(
  context: Context,
  wishes: readonly ResourceWish[],
): Promise<ResourceRow[]> {
  if (wishes.length === 0) return [];
  return inTransaction(context, async ({ db, now, viewer }) => {
    const values = wishes.map((wish) => ({
      ...wish,
      isComplete: missingMetadata(wish).length === 0,
      createdAt: now,
      changedAt: now,
    }));
    const rows = await db.insert(resource).values(values).returning(columns);
    await recordAll(
      db,
      now,
      rows.map((row) => eventOf('resource.declared', row, viewer?.actorId ?? null)),
    );
    return rows;
  });
}

/** Replaces what describes these resources and records each, in the order given. Inside a transaction that
 *  took its turn for their ids. */
export async function describeResources(
  context: Context,
  wishes: readonly ResourceWish[],
): Promise<ResourceRow[]> {
  if (wishes.length === 0) return [];
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { set, from } = given(
      resource,
      wishes.map((wish) => ({ ...wish, isComplete: missingMetadata(wish).length === 0, changedAt: now })),
    );
    const found = await db
      .update(resource)
      .set(set)
      .from(from)
      .where(eq(resource.id, givenId))
      .returning(columns);
    const byId = new Map(found.map((row) => [row.id, row]));
    const rows = wishes.map(({ id }) => {
      const row = byId.get(id);
      if (!row) throw new Error(`There is no resource ${id} to describe.`);
      return row;
    });
    await recordAll(
      db,
      now,
      rows.map((row) => eventOf('resource.changed', row, viewer?.actorId ?? null)),
    );
    return rows;
  });
}

function eventOf(
  kind: 'resource.declared' | 'resource.changed',
  row: ResourceRow,
  actorId: ActorId | null,
): NewEvent {
  const data: ResourceFacts = {
    family: row.family,
    providerId: row.providerId,
    platformId: row.platformId,
    region: row.region,
    isPublished: row.state === 'PUBLISHED',
    isComplete: row.isComplete,
  };
  return { kind, subject: row.id, actorId, data };
}

/** How each part of a filter narrows a list, by the value `valuesOf` gives for it. */
const conditions: Record<keyof ResourceFilter, (value: SQL) => SQL> = {
  text: (value) => sql`${resource.search} @@ fts_query(${value})`,
  family: (value) => sql`${resource.family} = ${value}`,
  region: (value) => sql`${resource.region} like ${value}`,
  sharing: (value) => sql`${resource.sharing} = ${value}`,
};

/** Only what narrows, always in one order. */
function valuesOf({
  text,
  family,
  region,
  sharing,
}: ResourceFilter): Partial<Record<keyof ResourceFilter, string>> {
  return {
    ...(text ? { text } : {}),
    ...(family ? { family } : {}),
    ...(region ? { region: `${regionPrefix(region)}%` } : {}),
    ...(sharing ? { sharing } : {}),
  };
}

function matching(filter: ResourceFilter) {
  const given = Object.entries(valuesOf(filter)) as [keyof ResourceFilter, string][];
  return and(...given.map(([part, value]) => conditions[part](sql`${value}`)));
}

/** A resource id in any family. */
export const isResourceId = (id: string): id is ResourceId =>
  (resourceNames as readonly (IdName | null)[]).includes(nameOfId(id));
