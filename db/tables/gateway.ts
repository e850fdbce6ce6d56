import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';

export const gatewaySchema = pgSchema('gateway');

/** What servers have taken, in one minute, of the points of one account: each takes a portion and spends it
 *  by itself. Not logged. */
export const budget = gatewaySchema.table('budget', {
  account: text('account').primaryKey(),
  /** Minutes since 1970. */
  minute: integer('minute').notNull(),
  taken: integer('taken').notNull(),
  /** The last portion. */
  granted: integer('granted').notNull(),
});

/** Documents that clients ask for by their id. */
export const document = gatewaySchema.table('document', {
  /** `sha256:` and the hash of the text, or the id that the client's own build gave it. */
  id: text('id').primaryKey(),
  /** What it is called where it was registered, for people. */
  name: text('name').notNull(),
  text: text('text').notNull(),
  registeredAt: instant('registered_at').notNull(),
});
