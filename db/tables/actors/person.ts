import { text } from 'drizzle-orm/pg-core';
import { id, instant } from '../../columns.ts';
import { actorsSchema } from './schema.ts';

/** A person. Contact data is private: see `subgraphs/actors/access.ts`. */
export const person = actorsSchema.table('person', {
  id: id('Person').primaryKey(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  orcid: text('orcid'),
  contactEmail: text('contact_email'),
  contactTelephone: text('contact_telephone'),
  createdAt: instant('created_at').notNull(),
  /** Then the row says no more than that there was somebody. */
  erasedAt: instant('erased_at'),
});
