import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../../db/client.ts';
import { record, recordAll, takeTurns } from '../../../db/events.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import {
  partnership,
  partnershipParty,
  type PartnershipState,
} from '../../../db/tables/actors/partnership.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { listUnder } from '../../../schema/lists.ts';
import { manyByKey, oneByKey, viewerPlaceholder, type ViewerSql } from '../../../schema/loader.ts';
import type { Order } from '../../../schema/page.ts';
import { PartnershipStepClosed, PartnershipUnusable } from './errors.ts';
import type { PartnershipWish } from './partnership.wish.ts';

/** A partnership as it stands at this moment: what has run out has done so at once. */
export type PartnershipRow = typeof partnership.$inferSelect;
export type PartyRow = typeof partnershipParty.$inferSelect;

/** How long the other parties have to confirm. */
export const answerDays = 30;
const dayMs = 24 * 60 * 60 * 1_000;
/** As many go in one round of the job; the next takes the rest. */
const atOnce = 500;

const stateNow = sql<PartnershipState>`case
  when "partnership"."state" = 'PROPOSED' and "partnership"."answer_by" <= db_now() then 'LAPSED'
  when "partnership"."state" = 'AGREED' and "partnership"."ends_on" < (db_now() at time zone 'UTC')::date
    then 'EXPIRED'
  else "partnership"."state" end`;
const columns = {
  id: partnership.id,
  scopeZh: partnership.scopeZh,
  scopeEn: partnership.scopeEn,
  scopes: partnership.scopes,
  startsOn: partnership.startsOn,
  endsOn: partnership.endsOn,
  visibility: partnership.visibility,
  proposerId: partnership.proposerId,
  state: stateNow,
  createdAt: partnership.createdAt,
  answerBy: partnership.answerBy,
  agreedAt: partnership.agreedAt,
  endedAt: partnership.endedAt,
  endedById: partnership.endedById,
  notice: partnership.notice,
};

/** Everybody may know of a public one that was agreed; of any other its parties and auditors. */
const isKnowable = (viewer: ViewerSql) => sql`(
  ("partnership"."visibility" = 'PUBLIC' and "partnership"."agreed_at" is not null)
  or ${viewer('viewerIsAuditor')}::boolean
  or exists (select from ${partnershipParty} mine where mine.partnership_id = "partnership"."id"
    and mine.organization_id = any(${viewer('viewerActors')}::text[])))`;

export const partnershipById = oneByKey(
  prepared((db) =>
    db
      .select(columns)
      .from(partnership)
      .where(
        and(sql`${partnership.id} = any(${sql.placeholder('ids')}::text[])`, isKnowable(viewerPlaceholder)),
      ),
  ),
  (row) => row.id,
);

/** Asked of a partnership that the viewer may know of. */
export const partiesByPartnership = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(partnershipParty)
      .where(sql`${partnershipParty.partnershipId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(partnershipParty.organizationId)),
  ),
  (row) => row.partnershipId,
);

/** Newest first. */
export const newestPartnerships: Order<PartnershipRow> = {
  columns: [partnership.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** The partnerships of an organisation, in one state or in all. */
export const partnershipsOfOrganization = listUnder<PartnershipRow, PartnershipState | null>({
  table: partnership,
  columns: () => columns,
  belongs: sql`exists (select from ${partnershipParty} party
    where party.partnership_id = "partnership"."id" and party.organization_id = parent.id)`,
  where: (viewer, state) => and(isKnowable(viewer), state ? sql`${stateNow} = ${state}` : undefined),
  order: newestPartnerships,
});

/** Proposes a partnership: the proposer's word is given with it, the others' are waited for. Throws
 *  PartnershipUnusable where a party is no active organisation. */
export function proposePartnership(context: Context, wish: PartnershipWish): Promise<Id<'Partnership'>> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { scope, partyIds, ...described } = wish;
    const isActive = and(inArray(organization.id, partyIds), eq(organization.status, 'ACTIVE'));
    if ((await db.$count(organization, isActive)) < partyIds.length)
      throw new PartnershipUnusable('A party is not an active organisation of ours: check its id.');
    const id = newId('Partnership');
    const answerBy = new Date(now.getTime() + answerDays * dayMs);
    await db.insert(partnership).values({
      ...described,
      ...{ id, scopeZh: scope.zh, scopeEn: scope.en, state: 'PROPOSED', createdAt: now, answerBy },
    });
    await db.insert(partnershipParty).values(
      partyIds.map((organizationId) => ({
        ...{ partnershipId: id, organizationId },
        confirmedAt: organizationId === wish.proposerId ? now : null,
      })),
    );
    const { proposerId, scopes, startsOn, endsOn } = wish;
    await record(db, now, {
      kind: 'partnership.proposed',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { proposerId, partyIds, scopes, startsOn, endsOn },
    });
    return id;
  });
}

/** Gives a party's word; with the last one the partnership is agreed. Throws PartnershipStepClosed where the
 *  time has run out or nothing is waited for from this organisation. */
export function confirmPartnership(
  context: Context,
  id: Id<'Partnership'>,
  organizationId: Id<'Organization'>,
): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    await requireWaiting(inside, id, organizationId);
    const actorId = viewer?.actorId ?? null;
    const mine = and(
      eq(partnershipParty.partnershipId, id),
      eq(partnershipParty.organizationId, organizationId),
    );
    await db.update(partnershipParty).set({ confirmedAt: now }).where(mine);
    const data = { organizationId };
    const cause = await record(db, now, { kind: 'partnership.confirmed', subject: id, actorId, data });
    const silent = and(eq(partnershipParty.partnershipId, id), isNull(partnershipParty.confirmedAt));
    if ((await db.$count(partnershipParty, silent)) > 0) return;
    await db.update(partnership).set({ state: 'AGREED', agreedAt: now }).where(eq(partnership.id, id));
    await record(db, now, { kind: 'partnership.agreed', subject: id, actorId, data: {}, cause });
  });
}

/** Says no for a party, which ends the proposal. Throws PartnershipStepClosed like the yes. */
export function declinePartnership(
  context: Context,
  id: Id<'Partnership'>,
  organizationId: Id<'Organization'>,
): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    await requireWaiting(inside, id, organizationId);
    await db.update(partnership).set({ state: 'DECLINED' }).where(eq(partnership.id, id));
    const actorId = viewer?.actorId ?? null;
    const data = { organizationId };
    await record(db, now, { kind: 'partnership.declined', subject: id, actorId, data });
  });
}

/** Ends an agreed partnership before its term, by one party with its notice. Throws PartnershipStepClosed
 *  where it is not agreed, or over. */
export function endPartnership(
  context: Context,
  id: Id<'Partnership'>,
  organizationId: Id<'Organization'>,
  notice: string,
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [id]);
    const ended = await db
      .update(partnership)
      .set({ state: 'ENDED', endedAt: now, endedById: organizationId, notice })
      .where(and(eq(partnership.id, id), sql`${stateNow} = 'AGREED'`))
      .returning({ id: partnership.id });
    if (ended.length === 0)
      throw new PartnershipStepClosed('The partnership is not agreed, or is over already.');
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'partnership.ended', subject: id, actorId, data: { organizationId } });
  });
}

/** Writes down what has run out: proposals that lapsed, terms that expired. Returns how many. */
export async function lapsePartnerships(tx: Db, now: Date): Promise<number> {
  const rows = await tx.execute<{ id: Id<'Partnership'>; state: string }>(sql`
    update actors.partnership set state = case state when 'AGREED' then 'EXPIRED' else 'LAPSED' end
    where id in (
      select id from actors.partnership
      where (state = 'PROPOSED' and answer_by <= db_now())
        or (state = 'AGREED' and ends_on < (db_now() at time zone 'UTC')::date)
      order by id limit ${atOnce} for update skip locked)
    returning id, state`);
  await recordAll(
    tx,
    now,
    rows.map(({ id, state }) => ({
      kind: state === 'EXPIRED' ? 'partnership.expired' : 'partnership.lapsed',
      subject: id,
      actorId: null,
      data: {},
    })),
  );
  return rows.length;
}

/** Has those who decide on one proposal take turns, and throws where it waits for nothing from this party. */
async function requireWaiting({ db }: Context, id: Id<'Partnership'>, organizationId: Id<'Organization'>) {
  await takeTurns(db, [id]);
  const waiting = await db
    .select({ organizationId: partnershipParty.organizationId })
    .from(partnershipParty)
    .innerJoin(partnership, eq(partnership.id, partnershipParty.partnershipId))
    .where(
      and(
        eq(partnershipParty.partnershipId, id),
        eq(partnershipParty.organizationId, organizationId),
        isNull(partnershipParty.confirmedAt),
        sql`${stateNow} = 'PROPOSED'`,
      ),
    );
  if (waiting.length === 0)
    throw new PartnershipStepClosed('The proposal waits for nothing from this organisation.');
}
