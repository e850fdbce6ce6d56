import { sql } from 'drizzle-orm';
import { boolean, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant, searchVector } from '../../columns.ts';
import type { PageKind } from './organization-profile.ts';
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
  /** False where the person alone says so: then nobody is taken for them by it. */
  isOrcidProven: boolean('is_orcid_proven').notNull().default(true),
  biographyZh: text('biography_zh'),
  biographyEn: text('biography_en'),
  /** Codes of `db/lists/subjects.csv`. */
  fields: text('fields').array().notNull().default([]),
  keywords: text('keywords').array().notNull().default([]),
  /** BCP 47. */
  languages: text('languages').array().notNull().default([]),
  /** Where the person works, if they say so. */
  region: text('region'),
  isAvailable: boolean('is_available').notNull().default(false),
  hoursPerMonth: integer('hours_per_month'),
  availabilityZh: text('availability_zh'),
  availabilityEn: text('availability_en'),
  availabilityVisibility: text('availability_visibility')
    .$type<'PUBLIC' | 'MEMBERS'>()
    .notNull()
    .default('MEMBERS'),
  /** Whether everybody may see places the person has left. */
  isHistoryPublic: boolean('is_history_public').notNull().default(false),
  search: searchVector('search').generatedAlwaysAs(
    sql`fts_vector(name_zh) || fts_vector(name_en) || fts_vector(biography_zh) || fts_vector(biography_en)`,
  ),
  /** Then the row says no more than that there was somebody. */
  erasedAt: instant('erased_at'),
});

/** A page about a person. */
export const personPage = actorsSchema.table(
  'person_page',
  {
    personId: id('Person', 'person_id')
      .notNull()
      .references(() => person.id),
    position: integer('position').notNull(),
    kind: text('kind').$type<PageKind>().notNull(),
    url: text('url').notNull(),
    title: text('title'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.position] })],
);
