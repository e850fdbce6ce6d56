import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import type { QualificationReviewState } from '../../../schema/events.ts';
import { asId } from '../../../schema/ids.ts';
import { type PageArgs, readPage } from '../../../schema/page.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { Person } from '../person/person.ts';
import { Platform } from '../platform/platform.ts';
import { isApplicantOrAuditor, isReviewerOrAuditor } from './access.ts';
import { QualificationReviewStateEnum } from './review.enums.ts';
import { newestReviews, qualificationReviewById, reviewsByActor, reviewsByPlatform } from './review.store.ts';
import { QualificationReview } from './review.ts';

const QualificationReviewConnection = connectionType(builder, {
  name: 'QualificationReview',
  node: QualificationReview,
});

const QualificationReviewFilter = builder.inputType('QualificationReviewFilter', {
  description: 'Narrows a list of qualification reviews; what is left out does not narrow it.',
  fields: (t) => ({
    state: t.field({
      type: QualificationReviewStateEnum,
      required: false,
      description: 'Only those that stand there.',
    }),
    isOverdue: t.boolean({
      required: false,
      description: 'Only those where the platform is late, or only those where it is not.',
    }),
  }),
});

interface ListArgs extends PageArgs {
  filter?: { state?: QualificationReviewState | null; isOverdue?: boolean | null } | null;
}

/** One page of what an actor has asked for, or of what a platform was asked. */
function page(
  context: Context,
  list: string,
  by: typeof reviewsByActor,
  parent: string,
  { filter, ...args }: ListArgs,
) {
  const wanted = { state: filter?.state ?? null, isLate: filter?.isOverdue ?? null };
  return readPage(context, args, { list, parent, filter: wanted, order: 'NEWEST' }, newestReviews, {
    rows: (request) => by.rows(context, { page: request, filter: wanted }).load(parent),
    count: () => by.count(context, wanted).load(parent),
  });
}

builder.objectField(Organization, 'qualificationReviews', (t) =>
  t.field({
    type: QualificationReviewConnection,
    nullable: true,
    access: isApplicantOrAuditor,
    description: 'Reviews that were asked for it, newest first, with those that have ended.',
    args: {
      filter: t.arg({ type: QualificationReviewFilter, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, args, context) =>
      page(context, 'Organization.qualificationReviews', reviewsByActor, id, args),
  }),
);

builder.objectField(Person, 'qualificationReviews', (t) =>
  t.field({
    type: QualificationReviewConnection,
    nullable: true,
    access: isApplicantOrAuditor,
    description: 'Reviews that the person asked for themselves, newest first, with those that have ended.',
    args: {
      filter: t.arg({ type: QualificationReviewFilter, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, args, context) =>
      page(context, 'Person.qualificationReviews', reviewsByActor, id, args),
  }),
);

builder.objectField(Platform, 'qualificationReviews', (t) =>
  t.field({
    type: QualificationReviewConnection,
    nullable: true,
    access: isReviewerOrAuditor,
    description: 'Reviews that were asked of it, newest first, with those that have ended.',
    args: {
      filter: t.arg({ type: QualificationReviewFilter, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, args, context) =>
      page(context, 'Platform.qualificationReviews', reviewsByPlatform, id, args),
  }),
);

builder.queryFields((t) => ({
  qualificationReview: t.field({
    type: QualificationReview,
    nullable: true,
    access: isPublic,
    description: 'One review, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of a qualification review.' }) },
    resolve: (_root, { id }, context) =>
      qualificationReviewById(context).load(asId('QualificationReview', id)),
  }),
}));
