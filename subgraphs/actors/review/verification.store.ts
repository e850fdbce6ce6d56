import { asc, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { publishedVerification } from '../../../db/tables/actors/published.ts';
import type { Context } from '../../../schema/context.ts';
import type { ActorId } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';

export type VerificationRow = typeof publishedVerification.$inferSelect;

/** What is valid of an actor at this moment, what lasts longest last. One per platform and kind. */
export const verificationsByActor = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(publishedVerification)
      .where(sql`${publishedVerification.actorId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(
        asc(publishedVerification.actorId),
        asc(publishedVerification.validUntil),
        asc(publishedVerification.kind),
        asc(publishedVerification.platformId),
      ),
  ),
  (row) => row.actorId,
);

/** Whether any qualification of the actor is valid at this moment, asked of the database. */
export async function isVerifiedNow({ db }: Context, actorId: ActorId): Promise<boolean> {
  return (await db.$count(publishedVerification, sql`${publishedVerification.actorId} = ${actorId}`)) > 0;
}
