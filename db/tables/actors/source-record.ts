import { jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { actorsSchema } from './schema.ts';

/** One record of an outside list of organisations: whose list in which format, what it became, and the
 *  original as it was read, so that nothing is lost. */
export const sourceRecord = actorsSchema.table(
  'source_record',
  {
    ownerId: id('Organization', 'owner_id')
      .notNull()
      .references(() => organization.id),
    format: text('format').notNull(),
    key: text('key').notNull(),
    organizationId: id('Organization', 'organization_id')
      .notNull()
      .references(() => organization.id),
    contentHash: text('content_hash').notNull(),
    original: jsonb('original').$type<Record<string, unknown>>().notNull(),
    readAt: instant('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.format, table.key] })],
);
