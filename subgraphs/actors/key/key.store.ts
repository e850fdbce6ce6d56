import { and, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import { apiKey } from '../../../db/tables/actors/key.ts';
import { person } from '../../../db/tables/actors/person.ts';
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
import { newApiKey } from '../../../schema/values/api-key.ts';
import { ApiKeysTooMany } from './errors.ts';
import type { ApiKeyWish } from './key.wish.ts';

/** A key as people may read of it: what it is found by stays in the database. */
export type ApiKeyRow = Omit<typeof apiKey.$inferSelect, 'secretHash'>;

/** A person can have this many keys that work. */
export const keysMax = 20;

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- Left out so that it is nowhere read.
const { secretHash: _, ...columns } = getTableColumns(apiKey);

/** For the owner and the administrators of the organisation a key is narrowed to; never through a key. */
const isKnowable = (viewer: ViewerSql) => sql`(${viewer('viewerIsInPerson')}::boolean
  and (${apiKey.ownerId} = any(${viewer('viewerActors')}::text[])
    or ${apiKey.organizationId} = any(${viewer('viewerAdministers')}::text[])))`;

export const apiKeyById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(apiKey)
      .where(and(sql`${apiKey.id} = any(${sql.placeholder('ids')}::text[])`, isKnowable(viewerPlaceholder))),
  ),
  (row) => row.id,
);

/** Newest first. */
export const newestApiKeys: Order<ApiKeyRow> = {
  columns: [apiKey.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

export const apiKeyRowsByOwner = pageByKey<PageRequest, string, ApiKeyRow>(
  (context, page, ids) => pagesBy(apiKey.ownerId, context, page, ids),
  (row) => row.ownerId,
);
export const apiKeyCountByOwner = countByKey<null, string>((context, _args, ids) =>
  countsBy(apiKey.ownerId, context, ids),
);
export const apiKeyRowsByOrganization = pageByKey<PageRequest, string, ApiKeyRow>(
  (context, page, ids) => pagesBy(apiKey.organizationId, context, page, ids),
  (row) => row.organizationId ?? '',
);
export const apiKeyCountByOrganization = countByKey<null, string>((context, _args, ids) =>
  countsBy(apiKey.organizationId, context, ids),
);

/** Makes a key and tells it, this once. Throws ApiKeysTooMany where the owner has as many as one may have. */
export function createApiKey(
  context: Context,
  wish: ApiKeyWish,
): Promise<{ row: ApiKeyRow; secret: string }> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    // Two that ask at once would both count the same keys: the second waits for the first.
    await db.select({ id: person.id }).from(person).where(eq(person.id, wish.ownerId)).for('update');
    const working = and(
      eq(apiKey.ownerId, wish.ownerId),
      isNull(apiKey.revokedAt),
      sql`${apiKey.expiresAt} > db_now()`,
    );
    if ((await db.$count(apiKey, working)) >= keysMax) throw new ApiKeysTooMany(keysMax);
    const { prefix, hash, secret } = newApiKey();
    const createdBy = (viewer?.actorId ?? null) as Id<'Person'> | null;
    const [row] = await db
      .insert(apiKey)
      .values({ ...wish, id: newId('ApiKey'), prefix, secretHash: hash, createdAt: now, createdBy })
      .returning(columns);
    if (!row) throw new Error('An insert must return its row.');
    const { ownerId, organizationId, platformId, scopes, regions } = row;
    const data = { ownerId, organizationId, platformId, scopes, regions };
    await record(db, now, { kind: 'apiKey.created', subject: row.id, actorId: createdBy, data });
    return { row, secret };
  });
}

/** Makes a key worthless, everywhere within five seconds. Says whether it still was worth something: a second
 *  time changes and records nothing. */
export function revokeApiKey(context: Context, id: Id<'ApiKey'>): Promise<boolean> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const revoked = await db
      .update(apiKey)
      .set({ revokedAt: now })
      .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt)))
      .returning({ id: apiKey.id });
    if (revoked.length === 0) return false;
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'apiKey.revoked', subject: id, actorId, data: {} });
    return true;
  });
}

/** Whether the owner is a member of the organisation and holds a role for the platform that a key is to be
 *  narrowed to, at this moment. */
export async function isWithinReach(
  { db }: Context,
  { ownerId, organizationId, platformId }: Pick<ApiKeyWish, 'ownerId' | 'organizationId' | 'platformId'>,
): Promise<boolean> {
  const [found] = await db.execute<{ reaches: boolean }>(sql`select
    (${organizationId}::text is null or exists (select from actors.membership
      where person_id = ${ownerId} and organization_id = ${organizationId} and ends_on is null))
    and (${platformId}::text is null or exists (select from actors.role_grant
      where actor_id = ${ownerId} and platform_id = ${platformId})) as reaches`);
  return found?.reaches ?? false;
}

/** Every key, or one owner's, newest first: for whoever runs the server. */
export function allApiKeys({ db }: Context, ownerId: Id<'Person'> | null): Promise<ApiKeyRow[]> {
  const isMeant = ownerId ? eq(apiKey.ownerId, ownerId) : undefined;
  return db.select(columns).from(apiKey).where(isMeant).orderBy(desc(apiKey.id));
}

/** The key of this id, or of what is shown of it; null when there is none. For whoever runs the server. */
export async function apiKeyNamed({ db }: Context, name: string): Promise<ApiKeyRow | null> {
  const [row] = await db
    .select(columns)
    .from(apiKey)
    .where(sql`${name} in (${apiKey.id}, ${apiKey.prefix})`);
  return row ?? null;
}

type Parent = typeof apiKey.ownerId | typeof apiKey.organizationId;

/** A page per parent in one lateral statement. */
function pagesBy(parent: Parent, context: Context, page: PageRequest, ids: readonly string[]) {
  const { where, orderBy, limit } = keyset(page, newestApiKeys);
  const some = context.db
    .select(columns)
    .from(apiKey)
    .where(and(sql`${parent} = parent.id`, isKnowable(viewerValue(context)), where))
    .orderBy(...orderBy)
    .limit(limit)
    .as('some');
  return context.db
    .select(columns)
    .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
    .crossJoinLateral(some)
    .innerJoin(apiKey, eq(apiKey.id, some.id))
    .orderBy(...orderBy);
}

function countsBy(parent: Parent, context: Context, ids: readonly string[]) {
  return context.db
    .select({ key: sql<string>`${parent}`, count: sql<number>`count(*)::int` })
    .from(apiKey)
    .where(and(sql`${parent} = any(${sql.param(ids)}::text[])`, isKnowable(viewerValue(context))))
    .groupBy(parent);
}
