import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { consumerOf, type Erased, eraseIn, erasingSchemas, ownSchemas } from '../../../db/privacy.erase.ts';
import { tracesOf } from '../../../db/privacy.person.ts';
import { erasure } from '../../../db/tables/actors/erasure.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { person } from '../../../db/tables/actors/person.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { forgetMembershipsOf } from '../membership/erasure.store.ts';
import type { PersonRow } from '../person/person.store.ts';

/** Erases a person for ever: here at once, in the other subgraphs when they hear of it. The row stays with
 *  its id. Says what was done to how many rows; null where there is no such person. A second time does
 *  nothing. */
export function erasePerson(
  context: Context,
  personId: Id<'Person'>,
): Promise<{ row: PersonRow; done: Erased[] } | null> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    const present = and(eq(membership.personId, personId), isNull(membership.endsOn));
    const places = await db.select({ id: membership.organizationId }).from(membership).where(present);
    await takeTurns(db, [personId, ...places.map(({ id }) => id)]);
    const isThis = eq(person.id, personId);
    const [known] = await db.select().from(person).where(isThis).for('update');
    if (!known || known.erasedAt) return known ? { row: known, done: [] } : null;

    await forgetMembershipsOf(inside, personId);
    const actorId = viewer?.actorId ?? null;
    const eventId = await record(db, now, { kind: 'person.erased', subject: personId, actorId, data: {} });
    const { unique: uniqueTraces, other: otherTraces } = await tracesOf(db, personId);
    await db.insert(erasure).values({ personId, eventId, uniqueTraces, otherTraces });
    const done = await eraseIn(db, ownSchemas, personId);
    const [row] = await db.update(person).set({ erasedAt: now }).where(isThis).returning();
    if (!row) throw new Error('An update must return its row.');
    return { row, done };
  });
}

/** Forgets what a person was known by once every subgraph has erased its part, after having looked through
 *  our own tables once more: what was being written while they were erased is found here. */
export async function settleErasures(db: Db): Promise<number> {
  const consumers = erasingSchemas().map(consumerOf);
  const rows = await db.execute<{ id: Id<'Person'> }>(sql`
    select e.person_id as id from ${erasure} e join log.event told on told.id = e.event_id
    where (select count(*) from log.cursor c where c.name = any(${sql.param(consumers)}::text[])
      and (c.xid, c.event_id) >= (told.xid, told.id)) = ${consumers.length}
    order by e.person_id limit 100 for update of e skip locked`);
  for (const { id } of rows) {
    await eraseIn(db, ownSchemas, id);
    await db.delete(erasure).where(eq(erasure.personId, id));
  }
  return rows.length;
}
