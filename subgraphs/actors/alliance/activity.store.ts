import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import {
  alliance,
  allianceActivity,
  type AllianceAudience,
  allianceMemberKind,
  allianceMembership,
} from '../../../db/tables/actors/alliance.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { listUnder } from '../../../schema/lists.ts';
import { oneByKey, viewerPlaceholder, type ViewerSql } from '../../../schema/loader.ts';
import type { Order } from '../../../schema/page.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import { isAllianceKnowable } from './alliance.store.ts';
import { AllianceStepClosed } from './errors.ts';
import { requireFounded } from './founding.store.ts';

/** An activity, with whose word counts in its alliance. */
export type ActivityRow = typeof allianceActivity.$inferSelect & { secretariatId: Id<'Organization'> };

const columns = {
  ...getTableColumns(allianceActivity),
  secretariatId: sql<Id<'Organization'>>`(select holder.secretariat_id from ${alliance} holder
    where holder.id = "alliance_activity"."alliance_id")`,
};

/** Public ones are known with their alliance; the others to its secretariat, to members of a kind with that
 *  right, and to auditors. */
const isKnowable = (viewer: ViewerSql) => sql`(
  exists (select from ${alliance} where "alliance"."id" = "alliance_activity"."alliance_id"
    and ${isAllianceKnowable(viewer)}
    and ("alliance_activity"."visibility" = 'PUBLIC'
      or ${viewer('viewerIsAuditor')}::boolean
      or "alliance"."secretariat_id" = any(${viewer('viewerActors')}::text[])))
  or exists (select from ${allianceMembership} reader
    join ${allianceMemberKind} opened on opened.alliance_id = reader.alliance_id and opened.kind = reader.kind
    where reader.alliance_id = "alliance_activity"."alliance_id" and reader.state = 'PRESENT'
      and reader.organization_id = any(${viewer('viewerActors')}::text[])
      and 'READ_ACTIVITIES' = any(opened.rights)))`;

export const activityById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(allianceActivity)
      .where(
        and(
          sql`${allianceActivity.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** Newest announcement first. */
export const newestActivities: Order<ActivityRow> = {
  columns: [allianceActivity.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** The activities of an alliance; `isAhead` leaves those that have not ended and were not cancelled. */
export const activitiesOfAlliance = listUnder<ActivityRow, { isAhead: boolean }>({
  table: allianceActivity,
  columns: () => columns,
  belongs: sql`${allianceActivity.allianceId} = parent.id`,
  where: (viewer, { isAhead }) =>
    and(
      isKnowable(viewer),
      isAhead
        ? sql`${allianceActivity.endsAt} > db_now() and ${allianceActivity.cancelledAt} is null`
        : undefined,
    ),
  order: newestActivities,
});

/** What an activity is to be, checked. */
export interface ActivityWish {
  allianceId: Id<'Alliance'>;
  title: LocalizedText;
  startsAt: Date;
  endsAt: Date;
  place: string | null;
  url: string | null;
  visibility: AllianceAudience;
}

/** Announces a meeting or event. */
export function announceActivity(
  context: Context,
  { title, ...wish }: ActivityWish,
): Promise<Id<'AllianceActivity'>> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    const { allianceId, visibility } = wish;
    await requireFounded(inside, allianceId);
    const id = newId('AllianceActivity');
    await db
      .insert(allianceActivity)
      .values({ ...wish, id, titleZh: title.zh, titleEn: title.en, createdAt: now });
    await record(db, now, {
      kind: 'allianceActivity.announced',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { allianceId, visibility },
    });
    return id;
  });
}

/** Calls an activity off; it stays to be seen as such. Throws AllianceStepClosed where it has ended or was
 *  called off. */
export function cancelActivity(
  context: Context,
  { id, allianceId }: Pick<ActivityRow, 'id' | 'allianceId'>,
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [id]);
    const cancelled = await db
      .update(allianceActivity)
      .set({ cancelledAt: now })
      .where(
        and(
          eq(allianceActivity.id, id),
          isNull(allianceActivity.cancelledAt),
          sql`${allianceActivity.endsAt} > db_now()`,
        ),
      )
      .returning({ id: allianceActivity.id });
    if (cancelled.length === 0) throw new AllianceStepClosed('The activity has ended or was cancelled.');
    const actorId = viewer?.actorId ?? null;
    await record(db, now, {
      kind: 'allianceActivity.cancelled',
      subject: id,
      actorId,
      data: { allianceId },
    });
  });
}
