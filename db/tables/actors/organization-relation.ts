import { boolean, date, text } from 'drizzle-orm/pg-core';
import type { RelationKind } from '../../../schema/events.ts';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { actorsSchema } from './schema.ts';

/** How two organisations are kin: the upper one is the parent, the predecessor or the founder of the lower.
 *  Of `RELATED` neither stands above: the upper one is the older by id. */
export const organizationRelation = actorsSchema.table('organization_relation', {
  id: id('OrganizationRelation').primaryKey(),
  kind: text('kind').$type<RelationKind>().notNull(),
  upperId: id('Organization', 'upper_id')
    .notNull()
    .references(() => organization.id),
  lowerId: id('Organization', 'lower_id')
    .notNull()
    .references(() => organization.id),
  since: date('since', { mode: 'string' }),
  until: date('until', { mode: 'string' }),
  isImported: boolean('is_imported').notNull(),
  statedAt: instant('stated_at').notNull(),
  /** When the upper one agreed, or an outside list told it; null while only the lower one says so. */
  confirmedAt: instant('confirmed_at'),
});
