import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { platformRules } from '../../../db/tables/actors/governance.ts';
import { platform } from '../../../db/tables/actors/platform.ts';
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
import { isKnowablePlatform } from '../platform/platform.store.ts';

// Texts are long: read only where they are asked for.
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- Left out so that a list does not read them.
const { textZh: _zh, textEn: _en, ...shortColumns } = getTableColumns(platformRules);
const isOpen = sql<boolean>`(${platformRules.state} = 'PROPOSED' and ${platformRules.closesAt} > db_now())`;
const columns = { ...shortColumns, isOpen };

/** A version without its text. `isOpen` says whether it can be voted on at this moment. */
export type RulesRow = Omit<typeof platformRules.$inferSelect, 'textZh' | 'textEn'> & { isOpen: boolean };

/** The calendar day in the regions that platforms serve. */
export const today = sql`(db_now() at time zone 'Asia/Shanghai')::date`;

/** What was proposed or adopted is public, for ever; drafts are for operators, their author and auditors.
 *  Nothing of a platform that the viewer may not know of. */
const isKnowableRules = (viewer: ViewerSql) => sql`(exists (select from ${platform}
    where "platform"."id" = "platform_rules"."platform_id" and ${isKnowablePlatform(viewer)})
  and (${platformRules.proposedAt} is not null
    or ${platformRules.state} = 'ADOPTED'
    or ${viewer('viewerIsAuditor')}::boolean
    or ${platformRules.platformId} = any(${viewer('viewerPlatforms')}::text[])
    or ${platformRules.authorId} = any(${viewer('viewerActors')}::text[])))`;

export const rulesById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(platformRules)
      .where(
        and(
          sql`${platformRules.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowableRules(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** The text of a version of which the viewer knows. */
export const rulesTextById = oneByKey(
  prepared((db) =>
    db
      .select({ id: platformRules.id, textZh: platformRules.textZh, textEn: platformRules.textEn })
      .from(platformRules)
      .where(
        and(
          sql`${platformRules.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowableRules(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** The version in force today: of those adopted whose day has come, the newest. */
export const rulesInForceByPlatform = oneByKey(
  prepared((db) =>
    db
      .selectDistinctOn([platformRules.platformId], columns)
      .from(platformRules)
      .where(
        and(
          sql`${platformRules.platformId} = any(${sql.placeholder('ids')}::text[])`,
          sql`${platformRules.state} = 'ADOPTED' and ${platformRules.effectiveOn} <= ${today}`,
          isKnowableRules(viewerPlaceholder),
        ),
      )
      .orderBy(platformRules.platformId, desc(platformRules.number)),
  ),
  (row) => row.platformId,
);

/** What is being voted on; at most one of a platform. */
export const openProposalByPlatform = manyByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(platformRules)
      .where(
        and(
          sql`${platformRules.platformId} = any(${sql.placeholder('ids')}::text[])`,
          isOpen,
          isKnowableRules(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.platformId,
);

/** Newest first. */
export const newestRules: Order<RulesRow> = {
  columns: [platformRules.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

export const rulesRowsByPlatform = pageByKey<PageRequest, string, RulesRow>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, newestRules);
    const some = context.db
      .select({ id: platformRules.id })
      .from(platformRules)
      .where(and(sql`${platformRules.platformId} = parent.id`, isKnowableRules(viewerValue(context)), where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select(columns)
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(platformRules, eq(platformRules.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.platformId,
);

export const rulesCountByPlatform = countByKey<null, string>((context, _args, ids) =>
  context.db
    .select({ key: sql<string>`${platformRules.platformId}`, count: sql<number>`count(*)::int` })
    .from(platformRules)
    .where(
      and(
        sql`${platformRules.platformId} = any(${sql.param(ids)}::text[])`,
        isKnowableRules(viewerValue(context)),
      ),
    )
    .groupBy(platformRules.platformId),
);
