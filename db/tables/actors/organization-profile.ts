import { sql } from 'drizzle-orm';
import { boolean, date, doublePrecision, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant, searchVector } from '../../columns.ts';
import { organization } from './organization.ts';
import { actorsSchema } from './schema.ts';

// Lists that an organisation says of itself, each replaced as a whole: `position` is the place in the list.

const organizationId = () =>
  id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id);

export type NameKind = 'ALIAS' | 'ACRONYM' | 'FORMER';
export type PageKind = 'HOME' | 'NEWS' | 'STOREFRONT' | 'PROFILE' | 'OTHER';
export type QualificationKind =
  'HIGH_TECH_ENTERPRISE' | 'SPECIALISED_AND_NEW_SME' | 'TECHNOLOGY_SME' | 'CNAS' | 'CMA' | 'GCP' | 'OTHER';

/** A number in a registry that has no check digits; USCC and ROR stand in the organisation itself. */
export const organizationIdentifier = actorsSchema.table(
  'organization_identifier',
  {
    organizationId: organizationId(),
    position: integer('position').notNull(),
    registry: text('registry').notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.position] })],
);

/** Another name, in any language. */
export const organizationName = actorsSchema.table(
  'organization_name',
  {
    organizationId: organizationId(),
    position: integer('position').notNull(),
    kind: text('kind').$type<NameKind>().notNull(),
    text: text('text').notNull(),
    /** BCP 47, or null. */
    language: text('language'),
    /** True while it stands as an outside list told it. */
    isImported: boolean('is_imported').notNull(),
    search: searchVector('search').generatedAlwaysAs(sql`fts_vector(text)`),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.position] })],
);

/** Where it is found. */
export const organizationPlace = actorsSchema.table(
  'organization_place',
  {
    organizationId: organizationId(),
    position: integer('position').notNull(),
    label: text('label'),
    region: text('region'),
    address: text('address'),
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    isSeat: boolean('is_seat').notNull(),
    /** True while it stands as an outside list told it. */
    isImported: boolean('is_imported').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.position] })],
);

/** What it works in: a code of GB/T 4754, or words where none fits. */
export const organizationIndustry = actorsSchema.table(
  'organization_industry',
  {
    organizationId: organizationId(),
    position: integer('position').notNull(),
    code: text('code'),
    name: text('name'),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.position] })],
);

/** What an authority has certified. `verified_at` is set by a review alone; the rest is its own word. */
export const organizationQualification = actorsSchema.table('organization_qualification', {
  id: id('OrganizationQualification').primaryKey(),
  organizationId: organizationId(),
  position: integer('position').notNull(),
  kind: text('kind').$type<QualificationKind>().notNull(),
  name: text('name'),
  number: text('number'),
  issuer: text('issuer'),
  validFrom: date('valid_from', { mode: 'string' }),
  validUntil: date('valid_until', { mode: 'string' }),
  verifiedAt: instant('verified_at'),
});

/** A page about it. */
export const organizationPage = actorsSchema.table(
  'organization_page',
  {
    organizationId: organizationId(),
    position: integer('position').notNull(),
    kind: text('kind').$type<PageKind>().notNull(),
    url: text('url').notNull(),
    title: text('title'),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.position] })],
);
