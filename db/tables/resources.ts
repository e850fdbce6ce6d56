import { sql } from 'drizzle-orm';
import { bigint, boolean, date, integer, jsonb, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Family } from '../../schema/events.ts';
import type { ResourceId } from '../../schema/ids.ts';
import { actorId, id, instant, resourceId, searchVector } from '../columns.ts';

export const resourcesSchema = pgSchema('resources');

export type SharingCondition = 'OPEN' | 'BY_APPLICATION' | 'NEGOTIATED' | 'CLOSED' | 'UNSTATED';
export type ResourceState = 'DRAFT' | 'CHECKED' | 'PUBLISHED' | 'WITHDRAWN';

/** What every resource has, whatever its kind: one row here and one in the table of its kind. */
export const resource = resourcesSchema.table('resource', {
  id: resourceId().primaryKey(),
  family: text('family').$type<Family>().notNull(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  descriptionZh: text('description_zh'),
  descriptionEn: text('description_en'),
  /** Lives in the actors subgraph: an id without a foreign key, watched by db/checks/resources.sql. */
  providerId: actorId('provider_id').notNull(),
  /** The platform whose catalogue holds it, or null; also watched. */
  platformId: id('Platform', 'platform_id'),
  region: text('region'),
  sharing: text('sharing').$type<SharingCondition>().notNull(),
  state: text('state').$type<ResourceState>().notNull(),
  keywords: text('keywords').array().notNull(),
  contactName: text('contact_name'),
  contactUrl: text('contact_url'),
  contactEmail: text('contact_email'),
  contactTelephone: text('contact_telephone'),
  /** The metadata counts as complete: see `resource.completeness.ts`. */
  isComplete: boolean('is_complete').notNull(),
  createdAt: instant('created_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  sortName: text('sort_name')
    .notNull()
    .generatedAlwaysAs(sql`lower(coalesce(name_en, name_zh))`),
  search: searchVector('search').generatedAlwaysAs(
    sql`fts_vector(name_zh) || fts_vector(name_en) || fts_vector(description_zh) || fts_vector(description_en)`,
  ),
});

const kindOf = () =>
  resourceId()
    .primaryKey()
    .references(() => resource.id);

/** A shared instrument, line, facility or plant. */
export const equipment = resourcesSchema.table('equipment', {
  id: kindOf(),
  kind: text('kind').notNull(),
  maker: text('maker'),
  model: text('model'),
  serialNumber: text('serial_number'),
  /** Where it stands, in words of the provider. */
  place: text('place'),
  internalCostMinor: bigint('internal_cost_minor', { mode: 'bigint' }),
  internalCostCurrency: text('internal_cost_currency'),
});

/** A patent, process, formulation, know-how, software, model or awarded result. */
export const technology = resourcesSchema.table('technology', {
  id: kindOf(),
  kind: text('kind').notNull(),
  readinessLevel: integer('readiness_level'),
  patentNumber: text('patent_number'),
  transferWays: text('transfer_ways').array().notNull(),
});

/** A data set, literature, standard, report, policy, expertise or training. */
export const knowledge = resourcesSchema.table('knowledge', {
  id: kindOf(),
  kind: text('kind').notNull(),
  url: text('url'),
  issuedOn: date('issued_on', { mode: 'string' }),
});

/** A product, raw material, intermediate, excipient, packaging, germplasm, specimen or reference material. */
export const material = resourcesSchema.table('material', {
  id: kindOf(),
  kind: text('kind').notNull(),
  batch: text('batch'),
  certificate: text('certificate'),
});

/** An outside catalogue that was read: a provider's file in one format. */
export const source = resourcesSchema.table('source', {
  id: id('Source').primaryKey(),
  format: text('format').notNull(),
  providerId: actorId('provider_id').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** One record of a source: the resource it became, and the original as it was read, so that nothing is
 *  lost. */
export const sourceRecord = resourcesSchema.table(
  'source_record',
  {
    sourceId: id('Source', 'source_id')
      .notNull()
      .references(() => source.id),
    key: text('key').notNull(),
    resourceId: resourceId('resource_id')
      .notNull()
      .references(() => resource.id),
    contentHash: text('content_hash').notNull(),
    original: jsonb('original').$type<Record<string, unknown>>().notNull(),
    readAt: instant('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.key] })],
);

/** Published: what other subgraphs may decide by, and by `mayKnow` of schema/audience.ts who may know. */
export const publishedResource = resourcesSchema
  .view('published_resource', {
    id: resourceId().notNull().$type<ResourceId>(),
    family: text('family').$type<Family>().notNull(),
    providerId: actorId('provider_id').notNull(),
    state: text('state').$type<ResourceState>().notNull(),
    nameEn: text('name_en'),
    audience: text('audience').$type<'PUBLIC' | 'NAMED'>().notNull(),
    knownTo: text('known_to').array().notNull(),
    knownIn: text('known_in'),
  })
  .existing();
