import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { chainPlace, industryChain } from '../../../db/tables/actors/chain.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { listUnder } from '../../../schema/lists.ts';
import { oneByKey } from '../../../schema/loader.ts';
import type { Order } from '../../../schema/page.ts';
import { ChainStepClosed } from './errors.ts';

/** An organisation in a position, with whose chain it is. */
export type PlaceRow = typeof chainPlace.$inferSelect & { keeperId: Id<'Organization'> };

const columns = {
  ...getTableColumns(chainPlace),
  keeperId: sql<Id<'Organization'>>`(select chain.keeper_id from ${industryChain} chain
    where chain.id = "chain_place"."chain_id")`,
};

export const placeById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(chainPlace)
      .where(sql`${chainPlace.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id,
);

/** In order of coming. */
export const placeOrder: Order<PlaceRow> = {
  columns: [chainPlace.id],
  isDescending: false,
  keyOf: (row) => [row.id],
};

/** Under a position: the id of its chain, a space, and its key. */
export const placesOfPosition = listUnder<PlaceRow>({
  table: chainPlace,
  columns: () => columns,
  belongs: sql`(${chainPlace.chainId} = split_part(parent.id, ' ', 1)
    and ${chainPlace.key} = split_part(parent.id, ' ', 2))`,
  where: () => undefined,
  order: placeOrder,
});
export const placesOfOrganization = listUnder<PlaceRow>({
  table: chainPlace,
  columns: () => columns,
  belongs: sql`${chainPlace.organizationId} = parent.id`,
  where: () => undefined,
  order: placeOrder,
});

/** Puts an organisation in a position. A second time changes and records nothing. */
export function takePlace(
  context: Context,
  place: { chainId: Id<'IndustryChain'>; key: string; organizationId: Id<'Organization'> },
): Promise<Id<'ChainPlace'>> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [`${place.chainId} ${place.key} ${place.organizationId}`]);
    const { chainId, key, organizationId } = place;
    const mine = and(
      eq(chainPlace.chainId, chainId),
      eq(chainPlace.key, key),
      eq(chainPlace.organizationId, organizationId),
    );
    const [known] = await db.select({ id: chainPlace.id }).from(chainPlace).where(mine);
    if (known) return known.id;
    const id = newId('ChainPlace');
    await db.insert(chainPlace).values({ ...place, id, takenAt: now });
    const actorId = viewer?.actorId ?? null;
    await record(db, now, {
      kind: 'chainPosition.taken',
      subject: chainId,
      actorId,
      data: { key, organizationId },
    });
    return id;
  });
}

/** The keeper says that it is so. A second time changes and records nothing; ChainStepClosed where the
 *  organisation has left. */
export function confirmPlace(context: Context, place: PlaceRow): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { id, chainId, key, organizationId } = place;
    await takeTurns(db, [`${chainId} ${key} ${organizationId}`]);
    if ((await db.$count(chainPlace, eq(chainPlace.id, id))) === 0)
      throw new ChainStepClosed('The organisation has left this position.');
    const confirmed = await db
      .update(chainPlace)
      .set({ confirmedAt: now })
      .where(and(eq(chainPlace.id, id), isNull(chainPlace.confirmedAt)))
      .returning({ id: chainPlace.id });
    if (confirmed.length === 0) return;
    const actorId = viewer?.actorId ?? null;
    await record(db, now, {
      kind: 'chainPosition.confirmed',
      subject: chainId,
      actorId,
      data: { key, organizationId },
    });
  });
}

/** Takes an organisation out of a position. Throws ChainStepClosed where it has left. */
export function leavePlace(context: Context, place: PlaceRow): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { id, chainId, key, organizationId } = place;
    await takeTurns(db, [`${chainId} ${key} ${organizationId}`]);
    const left = await db.delete(chainPlace).where(eq(chainPlace.id, id)).returning({ id: chainPlace.id });
    if (left.length === 0) throw new ChainStepClosed('The organisation has left this position.');
    const actorId = viewer?.actorId ?? null;
    await record(db, now, {
      kind: 'chainPosition.left',
      subject: chainId,
      actorId,
      data: { key, organizationId },
    });
  });
}
