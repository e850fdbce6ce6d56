import { sql } from 'drizzle-orm';
import { primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { person } from './person.ts';
import { actorsSchema } from './schema.ts';

/** `REGISTERED` waits for an auditor; `DECLINED` was refused by one, `LAPSED` found none in time. */
export type PlatformState = 'REGISTERED' | 'ACTIVE' | 'DECLINED' | 'LAPSED';

/** A regional or commercial platform that federates here. */
export const platform = actorsSchema.table('platform', {
  id: id('Platform').primaryKey(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  kind: text('kind').notNull(),
  /** The organisation in the lead; those beside it stand in `platform_partner`. */
  operatorId: id('Organization', 'operator_id')
    .notNull()
    .references(() => organization.id),
  website: text('website'),
  createdAt: instant('created_at').notNull(),
  state: text('state').$type<PlatformState>().notNull().default('ACTIVE'),
  /** ISO 639 codes of the languages it is kept in. */
  languages: text('languages')
    .array()
    .notNull()
    .default(sql`'{zh}'`),
  contactUrl: text('contact_url'),
  /** Who registered it, and operates it once it is admitted; null where nobody asked for admission. */
  registeredBy: id('Person', 'registered_by').references(() => person.id),
  decideBy: instant('decide_by'),
  decidedAt: instant('decided_at'),
});

/** The regions a platform serves. */
export const platformRegion = actorsSchema.table(
  'platform_region',
  {
    platformId: id('Platform', 'platform_id')
      .notNull()
      .references(() => platform.id),
    region: text('region').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformId, table.region] })],
);

/** Who operates a platform beside the organisation in the lead. */
export const platformPartner = actorsSchema.table(
  'platform_partner',
  {
    platformId: id('Platform', 'platform_id')
      .notNull()
      .references(() => platform.id),
    organizationId: id('Organization', 'organization_id')
      .notNull()
      .references(() => organization.id),
  },
  (table) => [primaryKey({ columns: [table.platformId, table.organizationId] })],
);
