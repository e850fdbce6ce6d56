import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import {
  alliance,
  allianceCharter,
  allianceFounder,
  allianceMemberKind,
  allianceMembership,
  type AllianceState,
} from '../../../db/tables/actors/alliance.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import type { Context } from '../../../schema/context.ts';
import type { AllianceKind } from '../../../schema/events.alliance.ts';
import { listUnder } from '../../../schema/lists.ts';
import {
  manyByKey,
  oneByKey,
  viewerPlaceholder,
  type ViewerSql,
  viewerValue,
} from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import { regionPrefix } from '../../../schema/values/region.ts';

/** An alliance as it stands at this moment: a founding whose time has run out has lapsed at once. */
export type AllianceRow = Omit<typeof alliance.$inferSelect, 'search'>;
export type CharterRow = typeof allianceCharter.$inferSelect;
export type FounderRow = typeof allianceFounder.$inferSelect;
export type MemberKindRow = typeof allianceMemberKind.$inferSelect;

/** Which alliances a list asks for; what is absent does not narrow it. */
export interface AllianceFilter {
  kind: AllianceKind | null;
  industry: string | null;
  region: string | null;
  text: string | null;
}

export const allianceColumns = {
  id: alliance.id,
  kind: alliance.kind,
  nameZh: alliance.nameZh,
  nameEn: alliance.nameEn,
  industry: alliance.industry,
  fields: alliance.fields,
  region: alliance.region,
  website: alliance.website,
  secretariatId: alliance.secretariatId,
  admission: alliance.admission,
  state: sql<AllianceState>`case when "alliance"."state" = 'PROPOSED' and "alliance"."answer_by" <= db_now()
    then 'LAPSED' else "alliance"."state" end`,
  createdAt: alliance.createdAt,
  answerBy: alliance.answerBy,
  foundedAt: alliance.foundedAt,
};

/** Everybody may know of a founded one; of any other its founders, their members, and auditors. */
export const isAllianceKnowable = (viewer: ViewerSql) => sql`("alliance"."state" = 'FOUNDED'
  or ${viewer('viewerIsAuditor')}::boolean
  or exists (select from ${allianceFounder} founder where founder.alliance_id = "alliance"."id"
    and founder.organization_id = any(${viewer('viewerActors')}::text[])))`;

export const allianceById = oneByKey(
  prepared((db) =>
    db
      .select(allianceColumns)
      .from(alliance)
      .where(
        and(
          sql`${alliance.id} = any(${sql.placeholder('ids')}::text[])`,
          isAllianceKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

// What stands under an alliance is asked of a row that the viewer may know of.
export const foundersByAlliance = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(allianceFounder)
      .where(sql`${allianceFounder.allianceId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(allianceFounder.organizationId)),
  ),
  (row) => row.allianceId,
);

export const memberKindsByAlliance = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(allianceMemberKind)
      .where(sql`${allianceMemberKind.allianceId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(desc(allianceMemberKind.kind)),
  ),
  (row) => row.allianceId,
);

export const charterInForceByAlliance = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(allianceCharter)
      .where(
        and(
          sql`${allianceCharter.allianceId} = any(${sql.placeholder('ids')}::text[])`,
          eq(allianceCharter.isInForce, true),
        ),
      ),
  ),
  (row) => row.allianceId,
);

/** Present members by kind of organisation. */
export const memberKindCountsByAlliance = manyByKey(
  prepared((db) =>
    db
      .select({
        allianceId: allianceMembership.allianceId,
        kind: organization.kind,
        count: sql<number>`count(*)::int`,
      })
      .from(allianceMembership)
      .innerJoin(organization, eq(organization.id, allianceMembership.organizationId))
      .where(
        and(
          sql`${allianceMembership.allianceId} = any(${sql.placeholder('ids')}::text[])`,
          eq(allianceMembership.state, 'PRESENT'),
        ),
      )
      .groupBy(allianceMembership.allianceId, organization.kind),
  ),
  (row) => row.allianceId,
);

/** Every version of a charter, newest first. */
export const newestCharters: Order<CharterRow> = {
  columns: [allianceCharter.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};
export const chartersOfAlliance = listUnder<CharterRow>({
  table: allianceCharter,
  belongs: sql`${allianceCharter.allianceId} = parent.id`,
  where: () => undefined,
  order: newestCharters,
});

/** Newest first. */
export const newestAlliances: Order<AllianceRow> = {
  columns: [alliance.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** The alliances of which an organisation is a member at present. */
export const alliancesOfOrganization = listUnder<AllianceRow>({
  table: alliance,
  columns: () => allianceColumns,
  belongs: sql`exists (select from ${allianceMembership} membership
    where membership.alliance_id = "alliance"."id" and membership.organization_id = parent.id
      and membership.state = 'PRESENT')`,
  where: isAllianceKnowable,
  order: newestAlliances,
});

/** One page of the alliances this viewer may know of. */
export function allianceRows(context: Context, filter: AllianceFilter, page: PageRequest) {
  const { where, orderBy, limit } = keyset(page, newestAlliances);
  return context.db
    .select(allianceColumns)
    .from(alliance)
    .where(and(isAllianceKnowable(viewerValue(context)), matching(filter), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many of them the same filter finds. */
export function allianceCount(context: Context, filter: AllianceFilter): Promise<number> {
  return context.db.$count(alliance, and(isAllianceKnowable(viewerValue(context)), matching(filter)));
}

function matching({ kind, industry, region, text }: AllianceFilter) {
  return and(
    kind ? eq(alliance.kind, kind) : undefined,
    industry ? sql`${alliance.industry} like ${`${industry}%`}` : undefined,
    region ? sql`${alliance.region} like ${`${regionPrefix(region)}%`}` : undefined,
    text
      ? sql`(${alliance.search} @@ fts_query(${text})
          or fts_vector(array_to_string(${alliance.fields}, ' ')) @@ fts_query(${text}))`
      : undefined,
  );
}
