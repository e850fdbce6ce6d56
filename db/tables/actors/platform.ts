import { primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { actorsSchema } from './schema.ts';

/** A regional or commercial platform that federates here. */
export const platform = actorsSchema.table('platform', {
  id: id('Platform').primaryKey(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  kind: text('kind').notNull(),
  operatorId: id('Organization', 'operator_id')
    .notNull()
    .references(() => organization.id),
  website: text('website'),
  createdAt: instant('created_at').notNull(),
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
