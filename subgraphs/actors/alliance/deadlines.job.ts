import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { recordAll } from '../../../db/events.ts';
import type { Job } from '../../../db/jobs.ts';
import type { NewEvent } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import type { MembershipWish } from './membership.store.ts';
import { lapseSeats } from './seat.store.ts';

/** As many of each kind go in one round; the next takes the rest. */
const atOnce = 500;

/** Writes down what has run out: foundings, applications, invitations, nominations. Readers know at once, by
 *  the clock of the database; this makes it a fact with an event. A second round changes nothing. */
export async function lapseAlliances(tx: Db, now: Date): Promise<number> {
  const events: NewEvent[] = [];
  const foundings = await tx.execute<{ id: Id<'Alliance'> }>(sql`
    update actors.alliance set state = 'LAPSED' where id in (
      select id from actors.alliance where state = 'PROPOSED' and answer_by <= db_now()
      order by id limit ${atOnce} for update skip locked)
    returning id`);
  for (const { id } of foundings)
    events.push({ kind: 'alliance.lapsed', subject: id, actorId: null, data: {} });
  const memberships = await tx.execute<Facts>(sql`
    update actors.alliance_membership set state = 'LAPSED' where id in (
      select id from actors.alliance_membership where state in ('APPLIED', 'INVITED')
        and answer_by <= db_now()
      order by id limit ${atOnce} for update skip locked)
    returning id, alliance_id, organization_id, kind`);
  for (const { id, alliance_id: allianceId, organization_id: organizationId, kind } of memberships) {
    const data = { allianceId, organizationId, kind };
    events.push({ kind: 'allianceMembership.lapsed', subject: id, actorId: null, data });
  }
  await recordAll(tx, now, events);
  return events.length + (await lapseSeats(tx, now, null));
}

type Facts = {
  id: Id<'AllianceMembership'>;
  alliance_id: Id<'Alliance'>;
  organization_id: Id<'Organization'>;
  kind: MembershipWish['kind'];
};

export const allianceDeadlines: Job = {
  name: 'actors.allianceDeadlines',
  schedule: '*/10 * * * *',
  work: async (tx) => void (await lapseAlliances(tx, new Date())),
};
