import { primaryKey, text } from 'drizzle-orm/pg-core';
import { id } from '../../columns.ts';
import { person } from './person.ts';
import { actorsSchema } from './schema.ts';

/** Which person a token's issuer and subject mean. */
export const signIn = actorsSchema.table(
  'sign_in',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    personId: id('Person', 'person_id')
      .notNull()
      .references(() => person.id),
    /** In lower case, from an issuer trusted to have checked it: by this another such issuer finds the same
     *  person. Null from any other. */
    verifiedEmail: text('verified_email'),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
);
