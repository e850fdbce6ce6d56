import { integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { actorId, id, instant, resourceId } from '../../columns.ts';
import { resource, resourcesSchema } from '../resources.ts';

/** What a reader agrees to before the confidential part of a resource opens. A version is never changed. */
export const confidentialityAgreement = resourcesSchema.table(
  'confidentiality_agreement',
  {
    resourceId: resourceId('resource_id')
      .notNull()
      .references(() => resource.id),
    version: integer('version').notNull(),
    textZh: text('text_zh'),
    textEn: text('text_en'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.resourceId, table.version] })],
);

/** What a provider shows only to who signed the agreement of this version. */
export const confidentialPart = resourcesSchema.table('confidential_part', {
  resourceId: resourceId('resource_id')
    .primaryKey()
    .references(() => resource.id),
  agreementVersion: integer('agreement_version').notNull(),
  textZh: text('text_zh'),
  textEn: text('text_en'),
  changedAt: instant('changed_at').notNull(),
});

/** That somebody signed a version, once; or that somebody who is not of the provider read, each time. People
 *  live in the actors subgraph: watched by db/checks/resources.sql. */
export const confidentialEntry = resourcesSchema.table('confidential_entry', {
  id: id('ConfidentialEntry').primaryKey(),
  kind: text('kind').$type<'SIGNED' | 'READ'>().notNull(),
  resourceId: resourceId('resource_id').notNull(),
  version: integer('version').notNull(),
  personId: id('Person', 'person_id').notNull(),
  at: instant('at').notNull(),
});

/** Whom a provider keeps out of all its confidential parts: an organisation with its members, or a person. */
export const competitorExclusion = resourcesSchema.table(
  'competitor_exclusion',
  {
    ownerId: actorId('owner_id').notNull(),
    actorId: actorId('actor_id').notNull(),
    since: instant('since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.actorId] })],
);
