import { and, asc, eq, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { alliance, allianceOrgan, type AllianceOrganKind } from '../../../db/tables/actors/alliance.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { manyByKey, oneByKey, viewerPlaceholder } from '../../../schema/loader.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import { isAllianceKnowable } from './alliance.store.ts';
import { AllianceUnusable } from './errors.ts';
import { requireFounded } from './founding.store.ts';

/** An organ, with whose word counts in its alliance. */
export type OrganRow = typeof allianceOrgan.$inferSelect & { secretariatId: Id<'Organization'> };
/** An alliance has this many organs. */
export const organsMax = 20;

const organColumns = {
  id: allianceOrgan.id,
  allianceId: allianceOrgan.allianceId,
  kind: allianceOrgan.kind,
  nameZh: allianceOrgan.nameZh,
  nameEn: allianceOrgan.nameEn,
  createdAt: allianceOrgan.createdAt,
  secretariatId: alliance.secretariatId,
};

export const organById = oneByKey(
  prepared((db) =>
    db
      .select(organColumns)
      .from(allianceOrgan)
      .innerJoin(alliance, eq(alliance.id, allianceOrgan.allianceId))
      .where(
        and(
          sql`${allianceOrgan.id} = any(${sql.placeholder('ids')}::text[])`,
          isAllianceKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

export const organsByAlliance = manyByKey(
  prepared((db) =>
    db
      .select(organColumns)
      .from(allianceOrgan)
      .innerJoin(alliance, eq(alliance.id, allianceOrgan.allianceId))
      .where(
        and(
          sql`${allianceOrgan.allianceId} = any(${sql.placeholder('ids')}::text[])`,
          isAllianceKnowable(viewerPlaceholder),
        ),
      )
      .orderBy(asc(allianceOrgan.id)),
  ),
  (row) => row.allianceId,
);

/** What an organ is to be, checked. */
export interface OrganWish {
  allianceId: Id<'Alliance'>;
  kind: AllianceOrganKind;
  name: LocalizedText;
}

/** Gives an alliance an organ. Throws AllianceUnusable where it has as many as one may have. */
export function createOrgan(
  context: Context,
  { allianceId, kind, name }: OrganWish,
): Promise<Id<'AllianceOrgan'>> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    await takeTurns(db, [allianceId]);
    await requireFounded(inside, allianceId);
    if ((await db.$count(allianceOrgan, eq(allianceOrgan.allianceId, allianceId))) >= organsMax)
      throw new AllianceUnusable(`An alliance has at most ${organsMax} organs.`);
    const id = newId('AllianceOrgan');
    await db
      .insert(allianceOrgan)
      .values({ id, allianceId, kind, nameZh: name.zh, nameEn: name.en, createdAt: now });
    const actorId = viewer?.actorId ?? null;
    await record(db, now, {
      kind: 'allianceOrgan.created',
      subject: id,
      actorId,
      data: { allianceId, kind },
    });
    return id;
  });
}
