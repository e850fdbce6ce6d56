import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { violates } from '../../../db/client.ts';
import { record, recordAll, takeTurns } from '../../../db/events.ts';
import {
  alliance,
  allianceCharter,
  allianceFounder,
  allianceMemberKind,
  allianceMembership,
} from '../../../db/tables/actors/alliance.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import type { AllianceWish } from './alliance.wish.ts';
import { AllianceStepClosed, AllianceUnusable } from './errors.ts';

/** How long founders have to confirm. */
export const foundingDays = 60;
const dayMs = 24 * 60 * 60 * 1_000;

/** Proposes an alliance: the secretariat's word is given with it, the other founders' are waited for. Throws
 *  AllianceUnusable where a founder is no active organisation. */
export function proposeAlliance(context: Context, wish: AllianceWish): Promise<Id<'Alliance'>> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { name, charter, memberKinds, founderIds, ...described } = wish;
    const active = await db.$count(
      organization,
      and(inArray(organization.id, founderIds), eq(organization.status, 'ACTIVE')),
    );
    if (active < founderIds.length)
      throw new AllianceUnusable('A founder is not an active organisation of ours: check its id.');
    const allianceId = newId('Alliance');
    await db.insert(alliance).values({
      ...described,
      ...{ id: allianceId, nameZh: name.zh, nameEn: name.en, state: 'PROPOSED', createdAt: now },
      answerBy: new Date(now.getTime() + foundingDays * dayMs),
    });
    await db.insert(allianceFounder).values(
      founderIds.map((organizationId) => ({
        ...{ allianceId, organizationId },
        confirmedAt: organizationId === wish.secretariatId ? now : null,
      })),
    );
    await db.insert(allianceMemberKind).values(
      memberKinds.map(({ kind, opens, rights }) => ({
        ...{ allianceId, kind, rights, opensZh: opens.zh, opensEn: opens.en },
      })),
    );
    await db.insert(allianceCharter).values({
      ...{ id: newId('AllianceCharter'), allianceId, version: 1, adoptedAt: now, isInForce: true },
      ...{ textZh: charter.zh, textEn: charter.en },
    });
    const { kind, industry, region, secretariatId } = wish;
    await record(db, now, {
      kind: 'alliance.proposed',
      subject: allianceId,
      actorId: viewer?.actorId ?? null,
      data: { kind, industry, region, secretariatId, founderIds },
    });
    return allianceId;
  });
}

/** Gives a founder's word. With the last one the alliance is founded and its founders are full members.
 *  Throws AllianceStepClosed where the time has run out or nothing is waited for from this organisation. */
export function confirmFounding(
  context: Context,
  allianceId: Id<'Alliance'>,
  organizationId: Id<'Organization'>,
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    // One after the other: of two last words given at once, the second must see the first.
    await takeTurns(db, [allianceId]);
    const open = await db.$count(
      alliance,
      and(eq(alliance.id, allianceId), eq(alliance.state, 'PROPOSED'), sql`${alliance.answerBy} > db_now()`),
    );
    if (open === 0) throw new AllianceStepClosed('The founding waits for nobody any more.');
    const confirmed = await db
      .update(allianceFounder)
      .set({ confirmedAt: now })
      .where(
        and(
          eq(allianceFounder.allianceId, allianceId),
          eq(allianceFounder.organizationId, organizationId),
          isNull(allianceFounder.confirmedAt),
        ),
      )
      .returning({ organizationId: allianceFounder.organizationId });
    if (confirmed.length === 0)
      throw new AllianceStepClosed('The organisation has confirmed already, or is no founder.');
    const actorId = viewer?.actorId ?? null;
    const data = { organizationId };
    const cause = await record(db, now, {
      kind: 'alliance.foundingConfirmed',
      subject: allianceId,
      actorId,
      data,
    });
    const founders = await db
      .select()
      .from(allianceFounder)
      .where(eq(allianceFounder.allianceId, allianceId));
    if (founders.some(({ confirmedAt }) => confirmedAt === null)) return;
    await db.update(alliance).set({ state: 'FOUNDED', foundedAt: now }).where(eq(alliance.id, allianceId));
    const founderIds = founders.map((each) => each.organizationId).sort();
    const memberships = founderIds.map((founderId) => ({
      ...{ id: newId('AllianceMembership'), allianceId, organizationId: founderId, kind: 'FULL' as const },
      ...{ state: 'PRESENT' as const, createdAt: now, startsOn: now.toISOString().slice(0, 10) },
    }));
    await db.insert(allianceMembership).values(memberships);
    await recordAll(db, now, [
      { kind: 'alliance.founded', subject: allianceId, actorId, cause, data: { founderIds } },
      ...memberships.map(({ id, organizationId: memberId, kind }) => ({
        ...{ kind: 'allianceMembership.begun' as const, subject: id, actorId, cause },
        data: { allianceId, organizationId: memberId, kind },
      })),
    ]);
  });
}

/** Puts a new version of the charter in force; the others are kept. Throws AllianceStepClosed before the
 *  alliance is founded. */
export function adoptCharter(
  context: Context,
  allianceId: Id<'Alliance'>,
  text: LocalizedText,
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [allianceId]);
    await requireFounded({ db }, allianceId);
    const [former] = await db
      .update(allianceCharter)
      .set({ isInForce: false })
      .where(and(eq(allianceCharter.allianceId, allianceId), eq(allianceCharter.isInForce, true)))
      .returning({ version: allianceCharter.version });
    const version = (former?.version ?? 0) + 1;
    await db.insert(allianceCharter).values({
      ...{ id: newId('AllianceCharter'), allianceId, version, adoptedAt: now, isInForce: true },
      ...{ textZh: text.zh, textEn: text.en },
    });
    const actorId = viewer?.actorId ?? null;
    await record(db, now, {
      kind: 'alliance.charterAdopted',
      subject: allianceId,
      actorId,
      data: { version },
    });
  });
}

/** Throws AllianceStepClosed unless the alliance is founded. */
export async function requireFounded({ db }: Pick<Context, 'db'>, allianceId: Id<'Alliance'>): Promise<void> {
  const founded = await db.$count(alliance, and(eq(alliance.id, allianceId), eq(alliance.state, 'FOUNDED')));
  if (founded === 0) throw new AllianceStepClosed('The alliance is not founded yet.');
}

/** What the work throws, with the violation of this constraint as this refusal. */
export async function refusedBy<T>(
  constraint: string,
  refusal: () => Error,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw violates(error, constraint) ? refusal() : error;
  }
}
