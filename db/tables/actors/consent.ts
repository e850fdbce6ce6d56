import { integer, text } from 'drizzle-orm/pg-core';
import type { ConsentPurpose } from '../../../schema/events.ts';
import { id, instant } from '../../columns.ts';
import { person } from './person.ts';
import { actorsSchema } from './schema.ts';

/** What a person consented to, in which wording, from when until when. */
export const consent = actorsSchema.table('consent', {
  id: id('Consent').primaryKey(),
  personId: id('Person', 'person_id')
    .notNull()
    .references(() => person.id),
  purpose: text('purpose').$type<ConsentPurpose>().notNull(),
  /** Of the wording the person read. */
  version: integer('version').notNull(),
  givenAt: instant('given_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
});

/** Published: the consents that stand at this moment. */
export const publishedConsent = actorsSchema
  .view('published_consent', {
    personId: id('Person', 'person_id').notNull(),
    purpose: text('purpose').$type<ConsentPurpose>().notNull(),
    version: integer('version').notNull(),
    givenAt: instant('given_at').notNull(),
  })
  .existing();
