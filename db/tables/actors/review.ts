import { integer, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ChecklistMark, QualificationKind, QualificationReviewState } from '../../../schema/events.ts';
import { actorId, id, instant } from '../../columns.ts';
import { person } from './person.ts';
import { platform } from './platform.ts';
import { actorsSchema } from './schema.ts';

/** One review of an actor's qualification of one kind, by a platform. */
export const qualificationReview = actorsSchema.table('qualification_review', {
  id: id('QualificationReview').primaryKey(),
  /** An organisation or a person: without a foreign key, watched by db/checks/actors.sql. */
  actorId: actorId('actor_id').notNull(),
  platformId: id('Platform', 'platform_id')
    .notNull()
    .references(() => platform.id),
  kind: text('kind').$type<QualificationKind>().notNull(),
  /** As it was last written. What has ended by time since is told by `ends_at`. */
  state: text('state').$type<QualificationReviewState>().notNull(),
  requestedAt: instant('requested_at').notNull(),
  /** Null where no person asked: the seed, or a script. */
  requestedBy: id('Person', 'requested_by').references(() => person.id),
  /** Who took it, and who decided it. */
  reviewerId: id('Person', 'reviewer_id').references(() => person.id),
  note: text('note'),
  question: text('question'),
  answer: text('answer'),
  /** Why it was refused or revoked, beyond what stands in the checklist. */
  reason: text('reason'),
  /** By when whoever is waited for should have acted; null where nobody is. */
  dueAt: instant('due_at'),
  /** When the state ends by itself; null once it has ended for good. */
  endsAt: instant('ends_at'),
  /** When it was told that the platform is late; null where it is not, or not yet told. */
  overdueToldAt: instant('overdue_told_at'),
  decidedAt: instant('decided_at'),
  validUntil: instant('valid_until'),
});

/** A document that an applicant points to. The file itself is never held here. */
export const qualificationDocument = actorsSchema.table(
  'qualification_document',
  {
    reviewId: id('QualificationReview', 'review_id')
      .notNull()
      .references(() => qualificationReview.id),
    place: integer('place').notNull(),
    title: text('title').notNull(),
    url: text('url'),
    sha256: text('sha256'),
    keptAt: text('kept_at'),
  },
  (table) => [primaryKey({ columns: [table.reviewId, table.place] })],
);

/** What a reviewer found of one item of the checklist. */
export const qualificationMark = actorsSchema.table(
  'qualification_mark',
  {
    reviewId: id('QualificationReview', 'review_id')
      .notNull()
      .references(() => qualificationReview.id),
    item: text('item').notNull(),
    mark: text('mark').$type<ChecklistMark>().notNull(),
    reason: text('reason'),
  },
  (table) => [primaryKey({ columns: [table.reviewId, table.item] })],
);
