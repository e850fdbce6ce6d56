import { sql } from 'drizzle-orm';
import { boolean, date, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import type {
  AllianceKind,
  AllianceMemberKind,
  AllianceMembershipState,
} from '../../../schema/events.alliance.ts';
import { id, instant, searchVector } from '../../columns.ts';
import { organization } from './organization.ts';
import { person } from './person.ts';
import { actorsSchema } from './schema.ts';

/** `PROPOSED` waits for its founders, who are the only ones to know of it; `LAPSED` waited in vain. */
export type AllianceState = 'PROPOSED' | 'FOUNDED' | 'LAPSED';
/** How one becomes a member. */
export type AllianceAdmission = 'OPEN' | 'APPLICATION' | 'INVITATION';
/** What a kind of member may do. */
export type AllianceRight = 'READ_ACTIVITIES' | 'NOMINATE';
export type AllianceOrganKind = 'COUNCIL' | 'SECRETARIAT' | 'EXPERT_COMMITTEE' | 'OTHER';
/** `NOMINATED` waits for the secretariat; the default end is `LAPSED`. */
export type AllianceSeatState = 'NOMINATED' | 'HELD' | 'ENDED' | 'LAPSED';
export type AllianceAudience = 'PUBLIC' | 'MEMBERS';

/** A standing community of organisations. Its secretariat is one of its founders. */
export const alliance = actorsSchema.table('alliance', {
  id: id('Alliance').primaryKey(),
  kind: text('kind').$type<AllianceKind>().notNull(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  industry: text('industry'),
  /** Free words for what it is about. */
  fields: text('fields').array().notNull(),
  region: text('region'),
  website: text('website'),
  secretariatId: id('Organization', 'secretariat_id')
    .notNull()
    .references(() => organization.id),
  admission: text('admission').$type<AllianceAdmission>().notNull(),
  state: text('state').$type<AllianceState>().notNull(),
  createdAt: instant('created_at').notNull(),
  /** Until when its founders can confirm. */
  answerBy: instant('answer_by').notNull(),
  foundedAt: instant('founded_at'),
  search: searchVector('search').generatedAlwaysAs(sql`fts_vector(name_zh) || fts_vector(name_en)`),
});

/** Who founds it, and when each confirmed. */
export const allianceFounder = actorsSchema.table(
  'alliance_founder',
  {
    allianceId: id('Alliance', 'alliance_id')
      .notNull()
      .references(() => alliance.id),
    organizationId: id('Organization', 'organization_id')
      .notNull()
      .references(() => organization.id),
    confirmedAt: instant('confirmed_at'),
  },
  (table) => [primaryKey({ columns: [table.allianceId, table.organizationId] })],
);

/** Every version of the charter; one is in force. */
export const allianceCharter = actorsSchema.table('alliance_charter', {
  id: id('AllianceCharter').primaryKey(),
  allianceId: id('Alliance', 'alliance_id')
    .notNull()
    .references(() => alliance.id),
  version: integer('version').notNull(),
  textZh: text('text_zh'),
  textEn: text('text_en'),
  adoptedAt: instant('adopted_at').notNull(),
  isInForce: boolean('is_in_force').notNull(),
});

/** What each kind of member is opened, in words and in rights. */
export const allianceMemberKind = actorsSchema.table(
  'alliance_member_kind',
  {
    allianceId: id('Alliance', 'alliance_id')
      .notNull()
      .references(() => alliance.id),
    kind: text('kind').$type<AllianceMemberKind>().notNull(),
    opensZh: text('opens_zh'),
    opensEn: text('opens_en'),
    rights: text('rights').array().$type<AllianceRight[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.allianceId, table.kind] })],
);

/** An organisation's membership, from the application or invitation on. */
export const allianceMembership = actorsSchema.table('alliance_membership', {
  id: id('AllianceMembership').primaryKey(),
  allianceId: id('Alliance', 'alliance_id').notNull(),
  organizationId: id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id),
  kind: text('kind').$type<AllianceMemberKind>().notNull(),
  state: text('state').$type<AllianceMembershipState>().notNull(),
  createdAt: instant('created_at').notNull(),
  /** Until when an application or invitation waits for its answer; null where none is waited for. */
  answerBy: instant('answer_by'),
  startsOn: date('starts_on', { mode: 'string' }),
  endsOn: date('ends_on', { mode: 'string' }),
  /** Why it was refused or ended, in words of the secretariat. */
  reason: text('reason'),
});

/** A council, a secretariat, a committee. */
export const allianceOrgan = actorsSchema.table('alliance_organ', {
  id: id('AllianceOrgan').primaryKey(),
  allianceId: id('Alliance', 'alliance_id')
    .notNull()
    .references(() => alliance.id),
  kind: text('kind').$type<AllianceOrganKind>().notNull(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  createdAt: instant('created_at').notNull(),
});

/** A seat in an organ, held by an organisation or by a person for the organisation that named them. */
export const allianceSeat = actorsSchema.table('alliance_seat', {
  id: id('AllianceSeat').primaryKey(),
  organId: id('AllianceOrgan', 'organ_id')
    .notNull()
    .references(() => allianceOrgan.id),
  organizationId: id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id),
  personId: id('Person', 'person_id').references(() => person.id),
  state: text('state').$type<AllianceSeatState>().notNull(),
  createdAt: instant('created_at').notNull(),
  answerBy: instant('answer_by'),
  startsOn: date('starts_on', { mode: 'string' }).notNull(),
  endsOn: date('ends_on', { mode: 'string' }),
});

/** A meeting or event. */
export const allianceActivity = actorsSchema.table('alliance_activity', {
  id: id('AllianceActivity').primaryKey(),
  allianceId: id('Alliance', 'alliance_id')
    .notNull()
    .references(() => alliance.id),
  titleZh: text('title_zh'),
  titleEn: text('title_en'),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  /** Where it meets, in words; null for one that is online alone. */
  place: text('place'),
  url: text('url'),
  visibility: text('visibility').$type<AllianceAudience>().notNull(),
  createdAt: instant('created_at').notNull(),
  cancelledAt: instant('cancelled_at'),
});
