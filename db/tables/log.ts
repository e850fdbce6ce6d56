import { sql } from 'drizzle-orm';
import { type AnyPgColumn, customType, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core';
import type { EventData, EventKind } from '../../schema/events.ts';
import type { Id, IdName } from '../../schema/ids.ts';
import { actorId, id, instant } from '../columns.ts';

export const logSchema = pgSchema('log');

/** The number of a transaction, as text: it needs 64 bits and is only compared, by the database. */
const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' });

/** All that happened, in the order (xid, id). Rows are added and never changed; the database refuses the
 *  rest. */
export const event = logSchema.table('event', {
  id: id('Event').primaryKey(),
  xid: transactionNumber('xid')
    .notNull()
    .default(sql`pg_current_xact_id()`),
  at: instant('at').notNull(),
  /** Who did it, or null for the system itself. An id without a foreign key, watched by db/checks/log.sql. */
  actorId: actorId('actor_id'),
  subject: text('subject').$type<Id<IdName>>().notNull(),
  kind: text('kind').$type<EventKind>().notNull(),
  data: jsonb('data').$type<EventData[EventKind]>().notNull(),
  cause: id('Event', 'cause').references((): AnyPgColumn => event.id),
});

/** How far each consumer has read. */
export const cursor = logSchema.table('cursor', {
  name: text('name').primaryKey(),
  xid: transactionNumber('xid').notNull().default('0'),
  eventId: text('event_id').notNull().default(''),
});

/** Which jobs have had their effects, written in the transaction of the effects. */
export const jobDone = logSchema.table('job_done', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  doneAt: instant('done_at').notNull(),
});
