import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { actorNames, asId, asIdOf } from '../../../schema/ids.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { platformById } from '../platform/platform.store.ts';
import {
  qualificationReviewAnswer,
  qualificationReviewRequest,
  qualificationReviewWithdraw,
} from './access.ts';
import {
  ChecklistUndecided,
  QualificationReviewMovedOn,
  QualificationReviewOpen,
  QualificationReviewUnknown,
  QualificationReviewUnusable,
  RenewalTooEarly,
} from './errors.ts';
import { QualificationKindEnum, QualificationReviewStateEnum } from './review.enums.ts';
import { isFor } from './review.kinds.ts';
import { answerReviewer, requestReview, withdrawReview } from './review.steps.store.ts';
import { qualificationReviewById, type QualificationReviewRow } from './review.store.ts';
import { QualificationReview } from './review.ts';
import { checkDocuments, checkNote, checkWords } from './review.wish.ts';

refusals(
  builder,
  QualificationReviewUnknown,
  QualificationReviewUnusable,
  QualificationReviewOpen,
  QualificationReviewMovedOn,
  RenewalTooEarly,
  ChecklistUndecided,
);
builder.objectField(RenewalTooEarly, 'renewableFrom', (t) =>
  t.expose('renewableFrom', {
    type: 'Instant',
    access: isPublic,
    description: 'From when on it can be asked.',
  }),
);
builder.objectField(QualificationReviewMovedOn, 'state', (t) =>
  t.expose('state', {
    type: QualificationReviewStateEnum,
    access: isPublic,
    description: 'Where it stands.',
  }),
);
builder.objectField(ChecklistUndecided, 'items', (t) =>
  t.exposeStringList('items', {
    access: isPublic,
    description:
      'Keys of the items in the way of an approval; at most 12, none where a refusal lacks a reason.',
  }),
);

/** What a client wrote, checked; what cannot be used is a refusal. */
export function checkedForReview<Value>(check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    throw error instanceof WrongValue ? new QualificationReviewUnusable(error.message) : error;
  }
}

/** The review that the viewer may do this to. Throws QualificationReviewUnknown where they may not know of
 *  it. */
export async function reviewFor(
  action: Action<QualificationReviewRow>,
  reviewId: string,
  context: Context,
): Promise<QualificationReviewRow> {
  const row = await qualificationReviewById(context).load(asId('QualificationReview', reviewId));
  if (!row) throw new QualificationReviewUnknown();
  await demand(action, row, context);
  return row;
}

/** The review as it is after a step: read anew, past what loaders remember. */
export async function reviewNow(context: Context, id: QualificationReviewRow['id']) {
  const row = await qualificationReviewById({ ...context }).load(id);
  invariant(row, 'Whoever changed a review may know of it.');
  return row;
}

const QualificationDocumentInput = builder.inputType('QualificationDocumentInput', {
  description: 'A document by reference: its address, or its SHA-256 with who keeps it. Files are not sent.',
  fields: (t) => ({
    title: t.string({ description: 'What it is; at most 200 characters.' }),
    url: t.field({ type: 'Url', required: false, description: 'Where it can be read, by https.' }),
    sha256: t.string({ required: false, description: 'SHA-256 of the file: 64 hexadecimal digits.' }),
    keptAt: t.string({
      required: false,
      description: 'Who keeps the file with that hash, and where; at most 300 characters.',
    }),
  }),
});

const QualificationReviewRequestInput = builder.inputType('QualificationReviewRequestInput', {
  description: 'Whose qualification a platform is to review.',
  fields: (t) => ({
    actorId: t.id({ description: 'Yourself, or an organisation that you administer.' }),
    platformId: t.id({ description: 'The platform that is to review.' }),
    kind: t.field({
      type: QualificationKindEnum,
      description: 'What is to be reviewed; `qualificationKinds` says what to show.',
    }),
    documents: t.field({
      type: [QualificationDocumentInput],
      description: 'What shows it; at most 20 documents.',
    }),
    note: t.string({
      required: false,
      description: 'What the reviewer should know besides; at most 2,000 characters.',
    }),
  }),
});

const QualificationReviewAnswerInput = builder.inputType('QualificationReviewAnswerInput', {
  description: 'What a reviewer asked for.',
  fields: (t) => ({
    reviewId: t.id({ description: 'The review.' }),
    answer: t.string({ description: 'The answer; at most 2,000 characters.' }),
    documents: t.field({
      type: [QualificationDocumentInput],
      required: false,
      description: 'Further documents; with those given before at most 20.',
    }),
  }),
});

const QualificationReviewWithdrawInput = builder.inputType('QualificationReviewWithdrawInput', {
  description: 'Which review is no longer wanted.',
  fields: (t) => ({ reviewId: t.id({ description: 'The review.' }) }),
});

const dataField = { name: 'review', access: isPublic, description: 'The review as it now is.' } as const;
const result = { access: isPublic };

builder.mutationFields((t) => ({
  qualificationReviewRequest: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description:
      'Asks a platform to review a qualification: for yourself, or as an administrator for your organisation. ' +
      'From 60 days before its end also for what is valid; that stays so until the new one is approved, or it ends.',
    args: { input: t.arg({ type: QualificationReviewRequestInput, description: 'What.' }) },
    errors: {
      types: [QualificationReviewUnusable, QualificationReviewOpen, RenewalTooEarly],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const { kind } = input;
      const actorId = asIdOf(actorNames, input.actorId);
      const platformId = asId('Platform', input.platformId);
      await demand(qualificationReviewRequest, { id: actorId }, context);
      if (!isFor(kind, actorId))
        throw new QualificationReviewUnusable(
          'People are reviewed as experts, organisations as anything else: ask for a kind that fits.',
        );
      if ((await platformById(context).load(platformId))?.state !== 'ACTIVE')
        throw new QualificationReviewUnusable(
          'There is no such platform that reviews: choose an active one of `platforms`.',
        );
      const { documents, note } = checkedForReview(() => ({
        documents: checkDocuments(input.documents),
        note: checkNote(input.note),
      }));
      if (documents.length === 0)
        throw new QualificationReviewUnusable('A review needs a document: point to one or more.');
      const id = await requestReview(context, { actorId, platformId, kind, documents, note });
      return reviewNow(context, id);
    },
  }),
  qualificationReviewAnswer: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: 'Gives the reviewer what was asked for; the platform goes on. For who asked for the review.',
    args: { input: t.arg({ type: QualificationReviewAnswerInput, description: 'What.' }) },
    errors: {
      types: [QualificationReviewUnknown, QualificationReviewUnusable, QualificationReviewMovedOn],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewAnswer, input.reviewId, context);
      const given = checkedForReview(() => ({
        answer: checkWords(input.answer),
        documents: checkDocuments(input.documents ?? []),
      }));
      await answerReviewer(context, row, given);
      return reviewNow(context, row.id);
    },
  }),
  qualificationReviewWithdraw: t.field({
    type: QualificationReview,
    nullable: true,
    access: isHere,
    description: 'Takes back what was asked, while nothing is decided. For who asked for the review.',
    args: { input: t.arg({ type: QualificationReviewWithdrawInput, description: 'Which.' }) },
    errors: { types: [QualificationReviewUnknown, QualificationReviewMovedOn], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await reviewFor(qualificationReviewWithdraw, input.reviewId, context);
      await withdrawReview(context, row);
      return reviewNow(context, row.id);
    },
  }),
}));
