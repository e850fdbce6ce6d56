import { and, eq, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import {
  competitorExclusion,
  confidentialityAgreement,
  confidentialEntry,
  confidentialPart,
} from '../../../db/tables/resources/confidential.ts';
import { resource } from '../../../db/tables/resources.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type ActorId, type Id, newId, type ResourceId } from '../../../schema/ids.ts';
import { oneByKey, viewerPlaceholder, type ViewerSql } from '../../../schema/loader.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import { AgreementOutdated, ConfidentialPartUnknown } from './errors.ts';

/** A confidential part without what is confidential, as it stands to one viewer. */
export interface ConfidentialPartRow {
  resourceId: ResourceId;
  providerId: ActorId;
  version: number;
  agreementZh: string | null;
  agreementEn: string | null;
  agreedSince: Date;
  changedAt: Date;
  /** Whether this viewer signed the present version. */
  isSigned: boolean;
}

/** Who is of the provider, or supervises the whole graph, is kept out of nothing. */
export const isOfProvider = (
  viewer: ViewerSql,
) => sql`(${resource.providerId} = any(${viewer('viewerActors')}::text[])
  or ${viewer('viewerIsAuditor')}::boolean)`;

/** Whom the provider does not keep out. Asked of who comes in person: a key can be narrowed until nothing
 *  tells for whom its owner works, so that a key opens nothing that was signed for. */
export const isNotKeptOut = (viewer: ViewerSql) => sql`(${isOfProvider(viewer)}
  or not exists (select from ${competitorExclusion}
    where ${competitorExclusion.ownerId} = ${resource.providerId}
      and ${competitorExclusion.actorId} = any(${viewer('viewerActors')}::text[])))`;

/** What there is of a resource, for who is not kept out of it. That there is a part, and what
 *  its agreement says, everybody else may know; only who signed reads it. */
export const confidentialPartByResource = oneByKey<string, ConfidentialPartRow>(
  prepared((db) =>
    db
      .select({
        resourceId: confidentialPart.resourceId,
        providerId: resource.providerId,
        version: confidentialPart.agreementVersion,
        agreementZh: confidentialityAgreement.textZh,
        agreementEn: confidentialityAgreement.textEn,
        agreedSince: confidentialityAgreement.createdAt,
        changedAt: confidentialPart.changedAt,
        isSigned: sql<boolean>`${confidentialEntry.id} is not null`,
      })
      .from(confidentialPart)
      .innerJoin(resource, eq(resource.id, confidentialPart.resourceId))
      .innerJoin(
        confidentialityAgreement,
        and(
          eq(confidentialityAgreement.resourceId, confidentialPart.resourceId),
          eq(confidentialityAgreement.version, confidentialPart.agreementVersion),
        ),
      )
      .leftJoin(
        confidentialEntry,
        and(
          eq(confidentialEntry.resourceId, confidentialPart.resourceId),
          eq(confidentialEntry.version, confidentialPart.agreementVersion),
          eq(confidentialEntry.kind, 'SIGNED'),
          sql`${confidentialEntry.personId} = any(${viewerPlaceholder('viewerActors')}::text[])`,
        ),
      )
      .where(
        and(
          sql`${confidentialPart.resourceId} = any(${sql.placeholder('ids')}::text[])`,
          isNotKeptOut(viewerPlaceholder),
        ),
      ),
  ),
  (row) => row.resourceId,
);

/** Writes the confidential part of a resource. Another text of the agreement is its next version, and what
 *  was signed before opens nothing any more. The same again changes nothing. */
export function setConfidentialPart(
  context: Context,
  id: ResourceId,
  wish: { text: LocalizedText; agreement: LocalizedText },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    // Two that write at once take turns, so that versions count without a gap.
    await db.select({ id: resource.id }).from(resource).where(eq(resource.id, id)).for('update');
    const [part] = await db.select().from(confidentialPart).where(eq(confidentialPart.resourceId, id));
    const [last] = await db
      .select()
      .from(confidentialityAgreement)
      .where(eq(confidentialityAgreement.resourceId, id))
      .orderBy(sql`${confidentialityAgreement.version} desc`)
      .limit(1);
    const { text, agreement } = wish;
    const isAgreed = last?.textZh === agreement.zh && last?.textEn === agreement.en;
    const version = isAgreed ? last.version : (last?.version ?? 0) + 1;
    if (isAgreed && part?.textZh === text.zh && part?.textEn === text.en) return;
    if (!isAgreed)
      await db
        .insert(confidentialityAgreement)
        .values({ resourceId: id, version, textZh: agreement.zh, textEn: agreement.en, createdAt: now });
    const values = { agreementVersion: version, textZh: text.zh, textEn: text.en, changedAt: now };
    await db
      .insert(confidentialPart)
      .values({ resourceId: id, ...values })
      .onConflictDoUpdate({ target: confidentialPart.resourceId, set: values });
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'confidentialPart.set', subject: id, actorId, data: { version } });
  });
}

/** Takes the confidential part away; who signed and who read stays on record. Twice changes nothing. */
export function removeConfidentialPart(context: Context, id: ResourceId): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const removed = await db
      .delete(confidentialPart)
      .where(eq(confidentialPart.resourceId, id))
      .returning({ id: confidentialPart.resourceId });
    if (removed.length === 0) return;
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'confidentialPart.removed', subject: id, actorId, data: {} });
  });
}

/** Signs the present version for a person. Throws AgreementOutdated for any other version, and
 *  ConfidentialPartUnknown where there is none. Twice changes nothing. */
export function signAgreement(
  context: Context,
  wish: { resourceId: ResourceId; version: number; personId: Id<'Person'> },
): Promise<void> {
  return inTransaction(context, async ({ db, now }) => {
    // Held until the end: the version that is signed is the one that stands.
    const [part] = await db
      .select({ version: confidentialPart.agreementVersion })
      .from(confidentialPart)
      .where(eq(confidentialPart.resourceId, wish.resourceId))
      .for('share');
    if (!part) throw new ConfidentialPartUnknown();
    if (part.version !== wish.version) throw new AgreementOutdated(part.version);
    const signed = await db
      .insert(confidentialEntry)
      .values({ ...wish, id: newId('ConfidentialEntry'), kind: 'SIGNED', at: now })
      .onConflictDoNothing()
      .returning({ version: confidentialEntry.version });
    if (signed.length === 0) return;
    await record(db, now, {
      kind: 'confidentialPart.signed',
      subject: wish.resourceId,
      actorId: wish.personId,
      data: { version: wish.version },
    });
  });
}
