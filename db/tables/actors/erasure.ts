import { boolean, text } from 'drizzle-orm/pg-core';
import { id } from '../../columns.ts';
import { person } from './person.ts';
import { actorsSchema } from './schema.ts';

/** Who is being erased: until the other subgraphs have done their part, what the person was known by. */
export const erasure = actorsSchema.table('erasure', {
  personId: id('Person', 'person_id')
    .primaryKey()
    .references(() => person.id),
  /** The event that tells the others. */
  eventId: id('Event', 'event_id').notNull(),
  uniqueTraces: text('unique_traces').array().notNull(),
  otherTraces: text('other_traces').array().notNull(),
});

/** Published for `db/privacy.person.ts` alone: what a person is found by in texts written elsewhere, in lower
 *  case. Only a unique one finds; the others count beside it. */
export const publishedPersonTrace = actorsSchema
  .view('published_person_trace', {
    personId: id('Person', 'person_id').notNull(),
    trace: text('trace').notNull(),
    isUnique: boolean('is_unique').notNull(),
  })
  .existing();
