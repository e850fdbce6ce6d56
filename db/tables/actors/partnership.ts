import { date, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PartnershipScope } from '../../../schema/events.alliance.ts';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { actorsSchema } from './schema.ts';

/** `PROPOSED` waits for the other parties; `EXPIRED` has come to the end of its term. */
export type PartnershipState = 'PROPOSED' | 'AGREED' | 'DECLINED' | 'LAPSED' | 'ENDED' | 'EXPIRED';
export type PartnershipAudience = 'PUBLIC' | 'PARTIES';

/** A standing partnership of two or more organisations. */
export const partnership = actorsSchema.table('partnership', {
  id: id('Partnership').primaryKey(),
  scopeZh: text('scope_zh'),
  scopeEn: text('scope_en'),
  scopes: text('scopes').array().$type<PartnershipScope[]>().notNull(),
  startsOn: date('starts_on', { mode: 'string' }).notNull(),
  endsOn: date('ends_on', { mode: 'string' }).notNull(),
  visibility: text('visibility').$type<PartnershipAudience>().notNull(),
  proposerId: id('Organization', 'proposer_id')
    .notNull()
    .references(() => organization.id),
  state: text('state').$type<PartnershipState>().notNull(),
  createdAt: instant('created_at').notNull(),
  /** Until when the other parties can confirm. */
  answerBy: instant('answer_by').notNull(),
  agreedAt: instant('agreed_at'),
  /** When and by whom it was ended before its term, with their notice. */
  endedAt: instant('ended_at'),
  endedById: id('Organization', 'ended_by_id').references(() => organization.id),
  notice: text('notice'),
});

/** Who is part of it, and when each confirmed. */
export const partnershipParty = actorsSchema.table(
  'partnership_party',
  {
    partnershipId: id('Partnership', 'partnership_id')
      .notNull()
      .references(() => partnership.id),
    organizationId: id('Organization', 'organization_id')
      .notNull()
      .references(() => organization.id),
    confirmedAt: instant('confirmed_at'),
  },
  (table) => [primaryKey({ columns: [table.partnershipId, table.organizationId] })],
);
