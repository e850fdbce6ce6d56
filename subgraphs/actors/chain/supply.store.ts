import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Db, prepared, violates } from '../../../db/client.ts';
import { record, recordAll, takeTurns } from '../../../db/events.ts';
import { supplyRelation, type SupplyState } from '../../../db/tables/actors/chain.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { listUnder } from '../../../schema/lists.ts';
import { oneByKey, viewerPlaceholder, type ViewerSql } from '../../../schema/loader.ts';
import type { Order } from '../../../schema/page.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import { ChainStepClosed, ChainUnusable } from './errors.ts';

/** A supply relation as it stands at this moment. */
export type SupplyRow = typeof supplyRelation.$inferSelect;

/** How long the other side has to confirm. */
export const answerDays = 60;
const dayMs = 24 * 60 * 60 * 1_000;
/** As many go in one round of the job; the next takes the rest. */
const atOnce = 500;

const stateNow = sql<SupplyState>`case
  when "supply_relation"."state" = 'DECLARED' and "supply_relation"."answer_by" <= db_now() then 'LAPSED'
  else "supply_relation"."state" end`;
const columns = {
  id: supplyRelation.id,
  supplierId: supplyRelation.supplierId,
  customerId: supplyRelation.customerId,
  statedById: supplyRelation.statedById,
  productZh: supplyRelation.productZh,
  productEn: supplyRelation.productEn,
  sharePercent: supplyRelation.sharePercent,
  state: stateNow,
  createdAt: supplyRelation.createdAt,
  answerBy: supplyRelation.answerBy,
  confirmedAt: supplyRelation.confirmedAt,
  endedAt: supplyRelation.endedAt,
};

/** Everybody may know of what both sides confirmed; of what one side says, the two and auditors. */
const isKnowable = (viewer: ViewerSql) => sql`("supply_relation"."confirmed_at" is not null
  or ${viewer('viewerIsAuditor')}::boolean
  or "supply_relation"."supplier_id" = any(${viewer('viewerActors')}::text[])
  or "supply_relation"."customer_id" = any(${viewer('viewerActors')}::text[]))`;

export const supplyById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(supplyRelation)
      .where(
        and(
          sql`${supplyRelation.id} = any(${sql.placeholder('ids')}::text[])`,
          isKnowable(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.id,
);

/** Newest first. */
export const newestSupplies: Order<SupplyRow> = {
  columns: [supplyRelation.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

const inState = (viewer: ViewerSql, state: SupplyState) =>
  and(isKnowable(viewer), sql`${stateNow} = ${state}`);
export const suppliesBySupplier = listUnder<SupplyRow, SupplyState>({
  table: supplyRelation,
  columns: () => columns,
  belongs: sql`${supplyRelation.supplierId} = parent.id`,
  where: inState,
  order: newestSupplies,
});
export const suppliesByCustomer = listUnder<SupplyRow, SupplyState>({
  table: supplyRelation,
  columns: () => columns,
  belongs: sql`${supplyRelation.customerId} = parent.id`,
  where: inState,
  order: newestSupplies,
});

/** What one side says, checked. */
export interface SupplyWish {
  supplierId: Id<'Organization'>;
  customerId: Id<'Organization'>;
  statedById: Id<'Organization'>;
  product: LocalizedText;
  sharePercent: number | null;
}

/** Puts down what one side says; the other's word is waited for. Throws ChainUnusable where the other is no
 *  active organisation, ChainStepClosed where the same is stated already. */
export function stateSupply(context: Context, wish: SupplyWish): Promise<Id<'SupplyRelation'>> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { product, ...rest } = wish;
    const both = [wish.supplierId, wish.customerId];
    await takeTurns(db, [both.join(' ')]);
    const active = and(inArray(organization.id, both), eq(organization.status, 'ACTIVE'));
    if ((await db.$count(organization, active)) < 2)
      throw new ChainUnusable('The other side is not an active organisation of ours: check its id.');
    // What has run out stands in the way no longer, also before the job came by.
    await lapseSupplies(db, now, wish);
    const id = newId('SupplyRelation');
    const answerBy = new Date(now.getTime() + answerDays * dayMs);
    try {
      await db.insert(supplyRelation).values({
        ...{ ...rest, id, productZh: product.zh, productEn: product.en },
        ...{ state: 'DECLARED', createdAt: now, answerBy },
      });
    } catch (error) {
      if (!violates(error, 'supply_relation_one_open')) throw error;
      throw new ChainStepClosed('This supply is stated already.');
    }
    await record(db, now, {
      kind: 'supplyRelation.stated',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: factsOf(wish),
    });
    return id;
  });
}

const moves = {
  confirm: { from: 'DECLARED', to: 'CONFIRMED', told: 'supplyRelation.confirmed' },
  decline: { from: 'DECLARED', to: 'DECLINED', told: 'supplyRelation.declined' },
  end: { from: 'CONFIRMED', to: 'ENDED', told: 'supplyRelation.ended' },
} as const;

/** Takes a supply relation on. Throws ChainStepClosed where it does not stand at that step any more. */
export function moveSupply(
  context: Context,
  row: Pick<SupplyRow, 'id' | 'supplierId' | 'customerId'>,
  by: keyof typeof moves,
): Promise<void> {
  const { from, to, told } = moves[by];
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [row.id]);
    const moved = await db
      .update(supplyRelation)
      .set({
        state: to,
        ...(to === 'CONFIRMED' ? { confirmedAt: now } : {}),
        ...(to === 'ENDED' ? { endedAt: now } : {}),
      })
      .where(and(eq(supplyRelation.id, row.id), sql`${stateNow} = ${from}`))
      .returning({ id: supplyRelation.id });
    if (moved.length === 0)
      throw new ChainStepClosed('The supply relation does not stand at this step any more.');
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: told, subject: row.id, actorId, data: factsOf(row) });
  });
}

/** Writes down which statements nobody confirmed in time, between two or all. Returns how many. */
export async function lapseSupplies(
  db: Db,
  now: Date,
  between: Pick<SupplyWish, 'supplierId' | 'customerId'> | null,
): Promise<number> {
  const rows = await db.execute<{
    id: Id<'SupplyRelation'>;
    supplier_id: Id<'Organization'>;
    customer_id: Id<'Organization'>;
  }>(sql`
    update actors.supply_relation set state = 'LAPSED' where id in (
      select id from actors.supply_relation where state = 'DECLARED' and answer_by <= db_now()
        and (${between === null} or (supplier_id = ${between?.supplierId ?? null}
          and customer_id = ${between?.customerId ?? null}))
      order by id limit ${atOnce} for update)
    returning id, supplier_id, customer_id`);
  await recordAll(
    db,
    now,
    rows.map(({ id, supplier_id: supplierId, customer_id: customerId }) => ({
      kind: 'supplyRelation.lapsed' as const,
      subject: id,
      actorId: null,
      data: { supplierId, customerId },
    })),
  );
  return rows.length;
}

const factsOf = ({ supplierId, customerId }: Pick<SupplyWish, 'supplierId' | 'customerId'>) => ({
  supplierId,
  customerId,
});
