import { text } from 'drizzle-orm/pg-core';
import type { MembershipPolicy, MembershipRole } from '../../../schema/events.ts';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { person } from './person.ts';
import { platform } from './platform.ts';
import { actorsSchema } from './schema.ts';

export type InvitationState = 'OPEN' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN' | 'EXPIRED';
export type ApplicationState = 'OPEN' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN' | 'LAPSED';

const organizationId = () =>
  id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id);

/** How an organisation takes in members, and what it asks of them. One without a row takes applications. */
export const membershipPolicy = actorsSchema.table('membership_policy', {
  organizationId: organizationId().primaryKey(),
  policy: text('policy').$type<MembershipPolicy>().notNull(),
  needsZh: text('needs_zh'),
  needsEn: text('needs_en'),
  changedAt: instant('changed_at').notNull(),
});

/** Who founded an organisation here; kept as long as the bound of foundings per day needs it. */
export const organizationFounding = actorsSchema.table('organization_founding', {
  organizationId: organizationId().primaryKey(),
  personId: id('Person', 'person_id')
    .notNull()
    .references(() => person.id),
  foundedAt: instant('founded_at').notNull(),
});

/** A place offered to a person, or to whoever has proven to have an address. */
export const membershipInvitation = actorsSchema.table('membership_invitation', {
  id: id('MembershipInvitation').primaryKey(),
  organizationId: organizationId(),
  /** Null where an address was invited and nobody has accepted. */
  personId: id('Person', 'person_id').references(() => person.id),
  /** In lower case; erased when the invitation is no longer open. */
  email: text('email'),
  role: text('role').$type<MembershipRole>().notNull(),
  position: text('position'),
  message: text('message'),
  /** Null after that person was erased. */
  invitedBy: id('Person', 'invited_by').references(() => person.id),
  /** Set where operators of a platform appoint for an organisation that nobody administers. */
  platformId: id('Platform', 'platform_id').references(() => platform.id),
  state: text('state').$type<InvitationState>().notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  decidedAt: instant('decided_at'),
});

/** A place asked for. */
export const membershipApplication = actorsSchema.table('membership_application', {
  id: id('MembershipApplication').primaryKey(),
  organizationId: organizationId(),
  personId: id('Person', 'person_id')
    .notNull()
    .references(() => person.id),
  message: text('message'),
  /** Why it was refused. */
  reason: text('reason'),
  decidedBy: id('Person', 'decided_by').references(() => person.id),
  state: text('state').$type<ApplicationState>().notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  decidedAt: instant('decided_at'),
});
