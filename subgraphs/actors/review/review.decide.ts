import { isPublic } from '../../../schema/access.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import {
  qualificationReviewApprove,
  qualificationReviewAsk,
  qualificationReviewMark,
  qualificationReviewRefuse,
  qualificationReviewRevoke,
  qualificationReviewTake,
} from './access.ts';
import {
  ChecklistUndecided,
  QualificationReviewMovedOn,
  QualificationReviewUnknown,
  QualificationReviewUnusable,
} from './errors.ts';
import { checkedForReview, reviewFor, reviewNow } from './review.apply.ts';
import { ChecklistMarkEnum } from './review.enums.ts';
import {
  approveReview,
  askApplicant,
  markReview,
  refuseReview,
  revokeReview,
  takeReview,
} from './review.steps.store.ts';
import { QualificationReview } from './review.ts';
import { checkMarks, checkNote, checkWords } from './review.wish.ts';

const inputOf = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ reviewId: t.id({ description: 'The review.' }) }),
  });
const QualificationReviewTakeInput = inputOf('QualificationReviewTakeInput', 'Which review you begin.');
const QualificationReviewApproveInput = inputOf(
  'QualificationReviewApproveInput',
  'Which review ends well: every item of its checklist is met, or does not apply.',
);

const QualificationMarkInput = builder.inputType('QualificationMarkInput', {
  description: 'What you found of one item.',
  fields: (t) => ({
    item: t.string({ description: 'Key of the item.' }),
    mark: t.field({ type: ChecklistMarkEnum, description: 'What you found.' }),
    reason: t.string({
      required: false,
      description: 'Why; needed for what is not met. At most 500 characters, which the applicant reads.',
    }),
  }),
});

const QualificationReviewMarkInput = builder.inputType('QualificationReviewMarkInput', {
  description: 'What you found.',
  fields: (t) => ({
    reviewId: t.id({ description: 'The review.' }),
    marks: t.field({ type: [QualificationMarkInput], description: 'One to 12 items, each once.' }),
  }),
});

const QualificationReviewAskInput = builder.inputType('QualificationReviewAskInput', {
  description: 'What you need from the applicant.',
  fields: (t) => ({
    reviewId: t.id({ description: 'The review.' }),
    question: t.string({ description: 'What is missing; at most 2,000 characters.' }),
  }),
});

const QualificationReviewRefuseInput = builder.inputType('QualificationReviewRefuseInput', {
  description: 'Which review ends without a qualification. The reasons stand in its checklist.',
  fields: (t) => ({
    reviewId: t.id({ description: 'The review.' }),
    reason: t.string({
      required: false,
      description: 'What is to be said besides; at most 2,000 characters.',
    }),
  }),
});

const QualificationReviewRevokeInput = builder.inputType('QualificationReviewRevokeInput', {
  description: 'Which qualification is taken back, and why.',
  fields: (t) => ({
    reviewId: t.id({ description: 'The review.' }),
    reason: t.string({ description: 'Why; at most 2,000 characters.' }),
  }),
});

const dataField = { name: 'review', access: isPublic, description: 'The review as it now is.' } as const;
const result = { access: isPublic };
const byWhom = 'For operators of the platform who have no part in the applicant.';

builder.mutationFields((t) => ({
  qualificationReviewTake: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: `Begins a review that waits. ${byWhom}`,
    args: { input: t.arg({ type: QualificationReviewTakeInput, description: 'Which.' }) },
    errors: { types: [QualificationReviewUnknown, QualificationReviewMovedOn], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewTake, input.reviewId, context);
      await takeReview(context, row);
      return reviewNow(context, row.id);
    },
  }),
  qualificationReviewMark: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: `Notes what was found of items of the checklist; a later mark replaces an earlier. ${byWhom}`,
    args: { input: t.arg({ type: QualificationReviewMarkInput, description: 'What.' }) },
    errors: {
      types: [QualificationReviewUnknown, QualificationReviewUnusable, QualificationReviewMovedOn],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewMark, input.reviewId, context);
      await markReview(
        context,
        row,
        checkedForReview(() => checkMarks(row.kind, input.marks)),
      );
      return reviewNow(context, row.id);
    },
  }),
  qualificationReviewAsk: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: `Asks the applicant for what is missing; without an answer in 30 days the review lapses. ${byWhom}`,
    args: { input: t.arg({ type: QualificationReviewAskInput, description: 'What.' }) },
    errors: {
      types: [QualificationReviewUnknown, QualificationReviewUnusable, QualificationReviewMovedOn],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewAsk, input.reviewId, context);
      await askApplicant(
        context,
        row,
        checkedForReview(() => checkWords(input.question)),
      );
      return reviewNow(context, row.id);
    },
  }),
  qualificationReviewApprove: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: `Makes the qualification valid, everywhere within five seconds. ${byWhom}`,
    args: { input: t.arg({ type: QualificationReviewApproveInput, description: 'Which.' }) },
    errors: {
      types: [QualificationReviewUnknown, QualificationReviewMovedOn, ChecklistUndecided],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewApprove, input.reviewId, context);
      await approveReview(context, row);
      return reviewNow(context, row.id);
    },
  }),
  qualificationReviewRefuse: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: `Ends a review without a qualification; what is valid from before stays so. ${byWhom}`,
    args: { input: t.arg({ type: QualificationReviewRefuseInput, description: 'Which.' }) },
    errors: {
      types: [
        QualificationReviewUnknown,
        QualificationReviewUnusable,
        QualificationReviewMovedOn,
        ChecklistUndecided,
      ],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewRefuse, input.reviewId, context);
      await refuseReview(
        context,
        row,
        checkedForReview(() => checkNote(input.reason)),
      );
      return reviewNow(context, row.id);
    },
  }),
  qualificationReviewRevoke: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: `Takes a qualification back, everywhere within five seconds. ${byWhom}`,
    args: { input: t.arg({ type: QualificationReviewRevokeInput, description: 'Which, and why.' }) },
    errors: {
      types: [QualificationReviewUnknown, QualificationReviewUnusable, QualificationReviewMovedOn],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewRevoke, input.reviewId, context);
      await revokeReview(
        context,
        row,
        checkedForReview(() => checkWords(input.reason)),
      );
      return reviewNow(context, row.id);
    },
  }),
}));
