import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { recordAll } from '../../../db/events.ts';
import { type ApplicationState, membershipApplication } from '../../../db/tables/actors/joining.ts';
import type { EventKind } from '../../../schema/events.ts';
import type { ActorId, Id } from '../../../schema/ids.ts';
import { type ApplicationRow, columns, stateNow } from './application.store.ts';

/** How an application can end without an approval, which is told with the role given. */
type Ending = Exclude<ApplicationState, 'OPEN' | 'APPROVED'>;

const kinds = {
  REFUSED: 'membership.applicationRefused',
  WITHDRAWN: 'membership.applicationWithdrawn',
  LAPSED: 'membership.applicationLapsed',
} as const satisfies Record<Ending, EventKind>;

/** Those of these open applications that are kept from now on as ended so, each recorded. In a turn of their
 *  organisations. */
export async function settleApplications(
  db: Db,
  which: SQL | undefined,
  ending: {
    state: Ending;
    now: Date;
    actorId: ActorId | null;
    reason?: string;
    decidedBy?: Id<'Person'>;
  },
): Promise<ApplicationRow[]> {
  const { state, now, actorId, reason = null, decidedBy = null } = ending;
  const rows = await db
    .update(membershipApplication)
    .set({ state, decidedAt: now, reason, decidedBy })
    .where(and(eq(membershipApplication.state, 'OPEN'), which))
    .returning(columns);
  await recordAll(
    db,
    now,
    rows.map(({ id, organizationId, personId }) => ({
      ...{ kind: kinds[state], subject: id, actorId, data: { organizationId, personId } },
    })),
  );
  return rows;
}

/** Which have passed their deadline without that being written. */
export const isOverdue = and(eq(membershipApplication.state, 'OPEN'), sql`${stateNow} = 'LAPSED'`);
