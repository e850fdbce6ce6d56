import { isPublic } from '../../../schema/access.ts';
import type { ChecklistMark } from '../../../schema/events.ts';
import { localizedTextType } from '../../../schema/value-types.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { Actor, actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { reviewActions } from './access.ts';
import { ChecklistMarkEnum, QualificationKindEnum, QualificationReviewStateEnum } from './review.enums.ts';
import { type ChecklistItem, qualificationKinds } from './review.kinds.ts';
import {
  documentsByReview,
  marksByReview,
  type QualificationDocumentRow,
  type QualificationReviewRow,
} from './review.store.ts';

const QualificationDocument = builder.objectRef<QualificationDocumentRow>('QualificationDocument').implement({
  description: 'A document by reference: the file stays where it is kept.',
  access: isPublic,
  fields: (t) => ({
    title: t.exposeString('title', { access: isPublic, description: 'What it is.' }),
    url: t.expose('url', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'Where it can be read; null where it is named by its hash.',
    }),
    sha256: t.exposeString('sha256', {
      nullable: true,
      access: isPublic,
      description: 'SHA-256 of the file, 64 hexadecimal digits; null where it is named by its address.',
    }),
    keptAt: t.exposeString('keptAt', {
      nullable: true,
      access: isPublic,
      description: 'Who keeps the file with that hash; null where it is named by its address.',
    }),
  }),
});

interface Check extends ChecklistItem {
  mark: ChecklistMark | null;
  reason: string | null;
}
const QualificationCheck = builder.objectRef<Check>('QualificationCheck').implement({
  description: 'One item of the checklist with what was found.',
  access: isPublic,
  fields: (t) => ({
    item: t.string({ access: isPublic, description: 'Key of the item.', resolve: ({ key }) => key }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What must be so.',
      resolve: ({ title }) => title,
    }),
    isRequired: t.exposeBoolean('isRequired', { access: isPublic, description: 'Whether it must be met.' }),
    mark: t.field({
      type: ChecklistMarkEnum,
      nullable: true,
      access: isPublic,
      description: 'What was found; null while nobody has looked.',
      resolve: ({ mark }) => mark,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      access: isPublic,
      description: 'Why, in words of the reviewer; never null for what is not met.',
    }),
  }),
});

export const QualificationReview = builder
  .objectRef<QualificationReviewRow>('QualificationReview')
  .implement({
    description:
      'A review of an actor by a platform (资质审核). For who asked, the operators of the platform, and auditors.',
    access: isPublic,
    fields: (t) => ({
      id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: ({ id }) => id }),
      actor: t.field({
        type: Actor,
        nullable: true,
        access: isPublic,
        description: 'Who is reviewed.',
        resolve: ({ actorId }, _args, context) => actorById(context, actorId),
      }),
      platform: t.field({
        type: Platform,
        nullable: true,
        access: isPublic,
        description: 'Which platform reviews.',
        resolve: ({ platformId }, _args, context) => platformById(context).load(platformId),
      }),
      kind: t.field({
        type: QualificationKindEnum,
        access: isPublic,
        description: 'What is reviewed.',
        resolve: ({ kind }) => kind,
      }),
      state: t.field({
        type: QualificationReviewStateEnum,
        access: isPublic,
        description: 'Where it stands.',
        resolve: ({ state }) => state,
      }),
      requestedAt: t.expose('requestedAt', {
        type: 'Instant',
        access: isPublic,
        description: 'When it was asked for.',
      }),
      requestedBy: t.field({
        type: Person,
        nullable: true,
        access: isPublic,
        description: 'The person who asked, or null.',
        resolve: ({ requestedBy }, _args, context) => requestedBy && personById(context).load(requestedBy),
      }),
      reviewer: t.field({
        type: Person,
        nullable: true,
        access: isPublic,
        description: 'Who took it, and at its end who decided it; null while nobody has.',
        resolve: ({ reviewerId }, _args, context) => reviewerId && personById(context).load(reviewerId),
      }),
      note: t.exposeString('note', {
        nullable: true,
        access: isPublic,
        description: 'What the applicant wrote beside it, or null.',
      }),
      documents: t.field({
        type: [QualificationDocument],
        access: isPublic,
        description: 'What the applicant points to; at most 20.',
        resolve: ({ id }, _args, context) => documentsByReview(context).load(id),
      }),
      checklist: t.field({
        type: [QualificationCheck],
        access: isPublic,
        description: 'The checklist of its kind with what was found so far; at most 12.',
        resolve: async ({ id, kind }, _args, context) => {
          const marks = new Map((await marksByReview(context).load(id)).map((each) => [each.item, each]));
          return qualificationKinds[kind].checklist.map((each) => ({
            ...each,
            mark: marks.get(each.key)?.mark ?? null,
            reason: marks.get(each.key)?.reason ?? null,
          }));
        },
      }),
      question: t.exposeString('question', {
        nullable: true,
        access: isPublic,
        description: 'What the reviewer last asked the applicant, or null.',
      }),
      answer: t.exposeString('answer', {
        nullable: true,
        access: isPublic,
        description: 'What the applicant answered to it; null while they have not.',
      }),
      reason: t.exposeString('reason', {
        nullable: true,
        access: isPublic,
        description: 'Why it was refused or revoked, beyond the checklist; or null.',
      }),
      dueAt: t.expose('dueAt', {
        type: 'Instant',
        nullable: true,
        access: isPublic,
        description: 'By when whoever is waited for should act; null when nobody is.',
      }),
      endsAt: t.field({
        type: 'Instant',
        nullable: true,
        access: isPublic,
        description:
          'When the state ends by itself: a wait lapses, an approval expires. Null once it has ended.',
        resolve: ({ state, endsAt }) => (state === 'EXPIRED' || state === 'LAPSED' ? null : endsAt),
      }),
      isOverdue: t.exposeBoolean('isOverdue', {
        access: isPublic,
        description: 'Whether the platform is late.',
      }),
      decidedAt: t.expose('decidedAt', {
        type: 'Instant',
        nullable: true,
        access: isPublic,
        description: 'When it was approved or refused; null where it was not.',
      }),
      validUntil: t.expose('validUntil', {
        type: 'Instant',
        nullable: true,
        access: isPublic,
        description: 'Until when an approval holds, or was to hold; null where there was none.',
      }),
      viewerMay: t.field({
        type: [viewerMayType(builder)],
        access: isPublic,
        description:
          'What you may do to it; one line per action. Whether it can be done now, its state says.',
        resolve: (row, _args, context) => viewerMay(reviewActions, row, context),
      }),
    }),
  });
