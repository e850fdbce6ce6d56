import { and, asc, eq, isNull, type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { consent, publishedConsent } from '../../../db/tables/actors/consent.ts';
import { person } from '../../../db/tables/actors/person.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { ConsentPurpose } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';
import { currentWording, purposes } from './consent.wordings.ts';
import { ConsentOutdated } from './errors.ts';

export type ConsentRow = typeof consent.$inferSelect;

/** How one purpose stands with one person: the last consent to it, if there ever was one. */
export interface Standing {
  personId: Id<'Person'>;
  purpose: ConsentPurpose;
  last: ConsentRow | null;
}

/** The last consent of each purpose, open or withdrawn. */
const lastConsentsByPerson = manyByKey(
  prepared((db) =>
    db
      .selectDistinctOn([consent.personId, consent.purpose])
      .from(consent)
      .where(sql`${consent.personId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(consent.personId), asc(consent.purpose), sql`${consent.id} desc`),
  ),
  (row) => row.personId,
);

/** A line for each purpose, in the order in which they are asked; none was given unless it says so. */
export async function standingsOf(context: Context, personId: Id<'Person'>): Promise<Standing[]> {
  const rows = await lastConsentsByPerson(context).load(personId);
  return purposes.map((purpose) => {
    const last = rows.find((row) => row.purpose === purpose) ?? null;
    return { personId, purpose, last };
  });
}

/** Whether a consent holds: given in the words of today, and not withdrawn. */
export const isGiven = ({ purpose, last }: Standing): boolean =>
  last !== null && last.withdrawnAt === null && last.version === currentWording(purpose).version;

/** Whether the person consents to this at this moment. */
export async function hasConsent(
  context: Context,
  personId: Id<'Person'>,
  purpose: ConsentPurpose,
): Promise<boolean> {
  const standings = await standingsOf(context, personId);
  return standings.some((each) => each.purpose === purpose && isGiven(each));
}

/** The same as a condition: whether the person in the column consents to this at this moment. */
export function consents(person: SQLWrapper, purpose: ConsentPurpose): SQL {
  const { version } = currentWording(purpose);
  return sql`exists (select from ${publishedConsent} where ${publishedConsent.personId} = ${person}
    and ${publishedConsent.purpose} = ${purpose} and ${publishedConsent.version} = ${version})`;
}

/** Notes that the person consents, in the words they have read. What is given already stays as it is. Throws
 *  ConsentOutdated where those are not the words of today. */
export function giveConsent(
  context: Context,
  wish: { personId: Id<'Person'>; purpose: ConsentPurpose; version: number },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { personId, purpose, version } = wish;
    const current = currentWording(purpose).version;
    if (version !== current) throw new ConsentOutdated(current);
    await takeTurns(db, [personId]);
    // Who was erased meanwhile consents to nothing any more.
    const [there] = await db
      .select({ erasedAt: person.erasedAt })
      .from(person)
      .where(eq(person.id, personId));
    if (!there || there.erasedAt) return;
    const isOpen = and(
      eq(consent.personId, personId),
      eq(consent.purpose, purpose),
      isNull(consent.withdrawnAt),
    );
    const [open] = await db.select().from(consent).where(isOpen);
    if (open?.version === version) return;
    // A consent to older words ends with the one to the new.
    if (open)
      await db
        .update(consent)
        .set({ withdrawnAt: notBefore(now) })
        .where(eq(consent.id, open.id));
    await db.insert(consent).values({ ...wish, id: newId('Consent'), givenAt: now });
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'consent.given', subject: personId, actorId, data: { purpose, version } });
  });
}

/** Ends the consent, for whoever asks from this moment on. What was not given stays so. */
export function withdrawConsent(
  context: Context,
  { personId, purpose }: { personId: Id<'Person'>; purpose: ConsentPurpose },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [personId]);
    const [ended] = await db
      .update(consent)
      .set({ withdrawnAt: notBefore(now) })
      .where(and(eq(consent.personId, personId), eq(consent.purpose, purpose), isNull(consent.withdrawnAt)))
      .returning({ version: consent.version });
    if (!ended) return;
    const data = { purpose, version: ended.version };
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'consent.withdrawn', subject: personId, actorId, data });
  });
}

/** Of two servers one's clock may be behind: a consent does not end before it began. */
const notBefore = (now: Date) => sql`greatest(${now.toISOString()}::timestamptz(3), ${consent.givenAt})`;
