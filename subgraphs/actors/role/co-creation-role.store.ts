import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import { coCreationRole } from '../../../db/tables/actors/co-creation-role.ts';
import type { Context } from '../../../schema/context.ts';
import type { CoCreationRole, CoCreationRoleState } from '../../../schema/events.ts';
import { type ActorId, type Id, newId } from '../../../schema/ids.ts';
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
import { roleGuides } from './role.guide.ts';
import { grantLasts } from './role.states.ts';

/** A request or a grant; `state` is what it is by the clock. */
export type CoCreationRoleRow = typeof coCreationRole.$inferSelect;

/** Where it stands by the clock: what has run out or become due counts before the job has written it. */
const stateNow = sql<CoCreationRoleState>`(case
  when ${coCreationRole.endsAt} <= db_now() then 'LAPSED'
  when ${coCreationRole.state} = 'GRANTED' and ${coCreationRole.dueAt} <= db_now() then 'REVIEW_DUE'
  else ${coCreationRole.state} end)`;
const isHeld = sql`${stateNow} in ('GRANTED', 'REVIEW_DUE')`;

/** A row as it is by the clock. */
export const roleColumns = { ...getTableColumns(coCreationRole), state: stateNow };

/** What is held is for everybody; what was asked for and what has ended, for who asked, the operators of the
 *  platform, and auditors. */
const isKnowable = (viewer: ViewerSql) => sql`(${isHeld}
  or ${viewer('viewerIsAuditor')}::boolean
  or ${coCreationRole.actorId} = ${viewer('viewerActor')}::text
  or ${coCreationRole.actorId} = any(${viewer('viewerAdministers')}::text[])
  or ${coCreationRole.platformId} = any(${viewer('viewerPlatforms')}::text[]))`;

/** The roles held now, at most four. */
export const coCreationRolesByActor = manyByKey(
  prepared((db) =>
    db
      .select(roleColumns)
      .from(coCreationRole)
      .where(and(sql`${coCreationRole.actorId} = any(${sql.placeholder('ids')}::text[])`, isHeld))
      .orderBy(asc(coCreationRole.role)),
  ),
  (row) => row.actorId,
);

export const coCreationRoleById = oneByKey(
  prepared((db) =>
    db
      .select(roleColumns)
      .from(coCreationRole)
      .where(
        and(
          sql`${coCreationRole.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** Newest first. */
export const newestRoles: Order<CoCreationRoleRow> = {
  columns: [coCreationRole.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

type Parent = typeof coCreationRole.actorId | typeof coCreationRole.platformId;
type ListArgs = { page: PageRequest; state: CoCreationRoleState | null };

const listBy = (parent: Parent, keyOf: (row: CoCreationRoleRow) => string) => ({
  rows: pageByKey<ListArgs, string, CoCreationRoleRow>(
    (context, args, ids) => pagesBy(parent, context, args, ids),
    keyOf,
  ),
  count: countByKey<CoCreationRoleState | null, string>((context, state, ids) =>
    countsBy(parent, context, state, ids),
  ),
});
export const rolesByActor = listBy(coCreationRole.actorId, (row) => row.actorId);
export const rolesByPlatform = listBy(coCreationRole.platformId, (row) => row.platformId ?? '');

/** The platform that serves the region of this organisation most closely; null where none does, and for
 *  people, who have no region. */
export async function platformServing({ db }: Context, actorId: ActorId): Promise<Id<'Platform'> | null> {
  const [found] = await db.execute<{ platform_id: Id<'Platform'> }>(sql`
    select s.platform_id
    from actors.organization o
    join actors.platform_region s on starts_with(o.region, regexp_replace(s.region, '(00){1,2}$', ''))
    join actors.platform p on p.id = s.platform_id and p.state = 'ACTIVE'
    where o.id = ${actorId}
    order by length(regexp_replace(s.region, '(00){1,2}$', '')) desc, s.platform_id limit 1`);
  return found?.platform_id ?? null;
}

/** Gives an actor a role without a request: for the demo region and whoever runs the server. Giving it twice
 *  changes nothing. Inside a transaction. */
export async function grantCoCreationRole(
  inside: Context,
  actorId: ActorId,
  role: CoCreationRole,
  platformId: Id<'Platform'> | null = null,
): Promise<void> {
  const { db, now, viewer } = inside;
  const held = { state: 'GRANTED' as const, requestedAt: now, since: now };
  const lasts = platformId && roleGuides[role].needsVerification ? { platformId, ...grantLasts(now) } : {};
  const made = await db
    .insert(coCreationRole)
    .values({ id: newId('CoCreationRoleGrant'), actorId, role, ...held, ...lasts })
    .onConflictDoNothing()
    .returning();
  for (const { id, platformId: by } of made)
    await record(db, now, {
      kind: 'coCreationRole.granted',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { actorId, role, platformId: by },
    });
}

const matching = (context: Context, state: CoCreationRoleState | null) =>
  and(isKnowable(viewerValue(context)), state === null ? undefined : sql`${stateNow} = ${state}`);

/** A page per parent in one lateral statement. */
function pagesBy(parent: Parent, context: Context, { page, state }: ListArgs, ids: readonly string[]) {
  const { where, orderBy, limit } = keyset(page, newestRoles);
  const some = context.db
    .select({ id: coCreationRole.id })
    .from(coCreationRole)
    .where(and(sql`${parent} = parent.id`, matching(context, state), where))
    .orderBy(...orderBy)
    .limit(limit)
    .as('some');
  return context.db
    .select(roleColumns)
    .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
    .crossJoinLateral(some)
    .innerJoin(coCreationRole, eq(coCreationRole.id, some.id))
    .orderBy(...orderBy);
}

function countsBy(
  parent: Parent,
  context: Context,
  state: CoCreationRoleState | null,
  ids: readonly string[],
) {
  return context.db
    .select({ key: sql<string>`${parent}`, count: sql<number>`count(*)::int` })
    .from(coCreationRole)
    .where(and(sql`${parent} = any(${sql.param(ids)}::text[])`, matching(context, state)))
    .groupBy(parent);
}
