import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { confidentialEntry, confidentialPart } from '../../../db/tables/resources/confidential.ts';
import { resource } from '../../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId, type ResourceId } from '../../../schema/ids.ts';
import { countByKey, pageByKey, viewerValue } from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import { isNotKeptOut, isOfProvider } from './confidential.store.ts';

export type EntryRow = typeof confidentialEntry.$inferSelect;

/** Opens confidential parts for this viewer: each that is opened by somebody not of the provider leaves an
 *  entry first, in the same transaction; without the entry there is no text. Null for what this viewer may
 *  not open. */
export const openedByResource = createContextCache(
  (context: Context) =>
    new DataLoader<ResourceId, LocalizedText | null>((ids) =>
      inTransaction(context, async (inside) => {
        const viewer = viewerValue(inside);
        const rows = await inside.db
          .select({
            id: confidentialPart.resourceId,
            zh: confidentialPart.textZh,
            en: confidentialPart.textEn,
            version: confidentialPart.agreementVersion,
            isOwn: sql<boolean>`${resource.providerId} = any(${viewer('viewerActors')}::text[])`,
          })
          .from(confidentialPart)
          .innerJoin(resource, eq(resource.id, confidentialPart.resourceId))
          .leftJoin(
            confidentialEntry,
            and(
              eq(confidentialEntry.resourceId, confidentialPart.resourceId),
              eq(confidentialEntry.version, confidentialPart.agreementVersion),
              eq(confidentialEntry.kind, 'SIGNED'),
              sql`${confidentialEntry.personId} = any(${viewer('viewerActors')}::text[])`,
            ),
          )
          .where(
            and(
              sql`${confidentialPart.resourceId} = any(${sql.param([...ids])}::text[])`,
              isNotKeptOut(viewer),
              sql`(${isOfProvider(viewer)} or (${viewer('viewerIsInPerson')}::boolean
                and ${confidentialEntry.id} is not null))`,
            ),
          );
        const readings = rows
          .filter(({ isOwn }) => !isOwn)
          .map(({ id, version }) => ({
            id: newId('ConfidentialEntry'),
            resourceId: id,
            personId: inside.viewer!.actorId as Id<'Person'>,
            kind: 'READ' as const,
            version,
            at: inside.now,
          }));
        if (readings.length > 0) await inside.db.insert(confidentialEntry).values(readings);
        const texts = new Map(rows.map(({ id, zh, en }) => [id, { zh, en }]));
        return ids.map((id) => texts.get(id) ?? null);
      }),
    ),
);

/** Newest first. */
export const newestEntries: Order<EntryRow> = {
  columns: [confidentialEntry.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** Who signed and who read what is confidential of a resource. For those whom the rule on the field lets. */
export const entryRowsByResource = pageByKey<PageRequest, ResourceId, EntryRow>(
  ({ db }, page, ids) => {
    const { where, orderBy, limit } = keyset(page, newestEntries);
    const some = db
      .select({ id: confidentialEntry.id })
      .from(confidentialEntry)
      .where(and(sql`${confidentialEntry.resourceId} = parent.id`, where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return db
      .select(getTableColumns(confidentialEntry))
      .from(sql`unnest(${sql.param([...ids])}::text[]) as parent(id)`)
      .crossJoinLateral(some)
      .innerJoin(confidentialEntry, eq(confidentialEntry.id, some.id))
      .orderBy(...orderBy);
  },
  (row) => row.resourceId,
);
export const entryCountByResource = countByKey<null, ResourceId>(({ db }, _args, ids) =>
  db
    .select({ key: confidentialEntry.resourceId, count: sql<number>`count(*)::int` })
    .from(confidentialEntry)
    .where(sql`${confidentialEntry.resourceId} = any(${sql.param([...ids])}::text[])`)
    .groupBy(confidentialEntry.resourceId),
);
