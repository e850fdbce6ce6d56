import { boolean, date, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CommitteeSide, VoteChoice } from '../../../schema/events.ts';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { person } from './person.ts';
import { platform } from './platform.ts';
import { actorsSchema } from './schema.ts';

export type SeatState = 'NOMINATED' | 'HELD' | 'DECLINED' | 'LAPSED' | 'RESIGNED' | 'EXPIRED';
export type RulesState = 'DRAFT' | 'PROPOSED' | 'ADOPTED' | 'REJECTED' | 'WITHDRAWN';

const platformId = () =>
  id('Platform', 'platform_id')
    .notNull()
    .references(() => platform.id);
const organizationId = () =>
  id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id);
const personId = () =>
  id('Person', 'person_id')
    .notNull()
    .references(() => person.id);

/** An organisation's place in the committee of a platform, for a term, with the person who votes. */
export const committeeSeat = actorsSchema.table('committee_seat', {
  id: id('CommitteeSeat').primaryKey(),
  platformId: platformId(),
  side: text('side').$type<CommitteeSide>().notNull(),
  organizationId: organizationId(),
  personId: personId(),
  state: text('state').$type<SeatState>().notNull(),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  acceptBy: instant('accept_by').notNull(),
  nominatedBy: id('Person', 'nominated_by').references(() => person.id),
  createdAt: instant('created_at').notNull(),
  acceptedAt: instant('accepted_at'),
  endedAt: instant('ended_at'),
});

/** A version of a platform's rules. The database refuses any change of one that was adopted, and of the words
 *  of one that was proposed. */
export const platformRules = actorsSchema.table('platform_rules', {
  id: id('PlatformRules').primaryKey(),
  platformId: platformId(),
  /** Counts the adopted ones; null for any other. */
  number: integer('number'),
  state: text('state').$type<RulesState>().notNull(),
  titleZh: text('title_zh'),
  titleEn: text('title_en'),
  textZh: text('text_zh'),
  textEn: text('text_en'),
  changesZh: text('changes_zh'),
  changesEn: text('changes_en'),
  effectiveOn: date('effective_on', { mode: 'string' }).notNull(),
  isProvisional: boolean('is_provisional').notNull().default(false),
  authorId: id('Person', 'author_id').references(() => person.id),
  /** An operator wrote it, so that every operator may go on with it. */
  isByOperator: boolean('is_by_operator').notNull(),
  createdAt: instant('created_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  proposedAt: instant('proposed_at'),
  closesAt: instant('closes_at'),
  decidedAt: instant('decided_at'),
});

/** Who may vote on a proposal, as the seats stood when it opened, and how they vote now. */
export const ruleVote = actorsSchema.table(
  'rule_vote',
  {
    rulesId: id('PlatformRules', 'rules_id')
      .notNull()
      .references(() => platformRules.id),
    seatId: id('CommitteeSeat', 'seat_id')
      .notNull()
      .references(() => committeeSeat.id),
    side: text('side').$type<CommitteeSide>().notNull(),
    organizationId: organizationId(),
    personId: personId(),
    choice: text('choice').$type<VoteChoice>(),
    reason: text('reason'),
    castAt: instant('cast_at'),
  },
  (table) => [primaryKey({ columns: [table.rulesId, table.seatId] })],
);

/** Every vote that was cast, also one that was changed later. */
export const ruleVoteCast = actorsSchema.table(
  'rule_vote_cast',
  {
    rulesId: id('PlatformRules', 'rules_id').notNull(),
    seatId: id('CommitteeSeat', 'seat_id').notNull(),
    number: integer('number').notNull(),
    choice: text('choice').$type<VoteChoice>().notNull(),
    reason: text('reason'),
    castAt: instant('cast_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.rulesId, table.seatId, table.number] })],
);
