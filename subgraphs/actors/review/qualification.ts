import { isPublic } from '../../../schema/access.ts';
import type { ActorId } from '../../../schema/ids.ts';
import type { QualificationKind } from '../../../schema/events.ts';
import { localizedTextType } from '../../../schema/value-types.ts';
import { Actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { QualificationKindEnum } from './review.enums.ts';
import {
  allQualificationKinds,
  type ChecklistItem,
  type KindOfQualification,
  qualificationKinds,
} from './review.kinds.ts';
import { type RightOfVerified, rightsOfVerified } from './review.rights.ts';
import { type VerificationRow, verificationsByActor } from './verification.store.ts';

const QualificationChecklistItem = builder.objectRef<ChecklistItem>('QualificationChecklistItem').implement({
  description: 'One thing a reviewer looks at.',
  access: isPublic,
  fields: (t) => ({
    key: t.exposeString('key', { access: isPublic, description: 'Stable; marks refer to it.' }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What must be so.',
      resolve: ({ title }) => title,
    }),
    needs: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What shows it.',
      resolve: ({ needs }) => needs,
    }),
    isRequired: t.exposeBoolean('isRequired', {
      access: isPublic,
      description: 'Whether it must be met; the others may not apply to an applicant.',
    }),
  }),
});

const QualificationRight = builder.objectRef<RightOfVerified>('QualificationRight').implement({
  description: 'Something that only a verified actor may.',
  access: isPublic,
  fields: (t) => ({
    action: t.exposeString('action', { access: isPublic, description: 'The mutation this is about.' }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is, in words.',
      resolve: ({ title }) => title,
    }),
  }),
});

const QualificationGuide = builder
  .objectRef<KindOfQualification & { key: QualificationKind }>('QualificationGuide')
  .implement({
    description: 'What a platform reviews, what it asks to see, and what an approval is good for.',
    access: isPublic,
    fields: (t) => ({
      key: t.field({
        type: QualificationKindEnum,
        access: isPublic,
        description: 'Which kind.',
        resolve: ({ key }) => key,
      }),
      title: t.field({
        type: localizedTextType(builder),
        access: isPublic,
        description: 'What it is called.',
        resolve: ({ title }) => title,
      }),
      isForPeople: t.boolean({
        access: isPublic,
        description: 'Whether a person asks for it; otherwise an organisation does.',
        resolve: ({ applicant }) => applicant === 'Person',
      }),
      checklist: t.field({
        type: [QualificationChecklistItem],
        access: isPublic,
        description: 'What a reviewer looks at, in this order; at most 12.',
        resolve: ({ checklist }) => [...checklist],
      }),
      rights: t.field({
        type: [QualificationRight],
        access: isPublic,
        description:
          'What only a verified actor may, and each that is verified, by whichever kind; at most 12.',
        resolve: ({ applicant }) =>
          rightsOfVerified.filter((right) => applicant === 'Organization' || !right.isForOrganizations),
      }),
      validMonths: t.exposeInt('validMonths', {
        access: isPublic,
        description: 'For how many months an approval holds.',
      }),
      reviewDays: t.exposeInt('reviewDays', {
        access: isPublic,
        description:
          'How many days the platform has for each step that waits for it. After that it is overdue; after twice ' +
          'as many the review lapses, and nothing was decided.',
      }),
    }),
  });

builder.queryFields((t) => ({
  qualificationKinds: t.field({
    type: [QualificationGuide],
    nullable: true,
    access: isPublic,
    description: 'Every kind of qualification that platforms review; at most 12.',
    resolve: () => allQualificationKinds.map((key) => ({ key, ...qualificationKinds[key] })),
  }),
}));

const HeldQualification = builder.objectRef<VerificationRow>('HeldQualification').implement({
  description: 'A qualification that is valid at this moment.',
  access: isPublic,
  fields: (t) => ({
    kind: t.field({
      type: QualificationKindEnum,
      access: isPublic,
      description: 'What was reviewed.',
      resolve: ({ kind }) => kind,
    }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: 'Which platform reviewed it.',
      resolve: ({ platformId }, _args, context) => platformById(context).load(platformId),
    }),
    validUntil: t.expose('validUntil', {
      type: 'Instant',
      access: isPublic,
      description: 'When it ends, unless it is renewed or revoked before.',
    }),
  }),
});

const Verification = builder.objectRef<{ id: ActorId }>('Verification').implement({
  description: 'What of an actor platforms have reviewed and found good; only what is valid at this moment.',
  access: isPublic,
  fields: (t) => ({
    isVerified: t.boolean({
      access: isPublic,
      description: 'Whether one qualification or more is valid.',
      resolve: async ({ id }, _args, context) => (await verificationsByActor(context).load(id)).length > 0,
    }),
    validUntil: t.field({
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When the last of them ends; null where none is valid.',
      resolve: async ({ id }, _args, context) =>
        (await verificationsByActor(context).load(id)).at(-1)?.validUntil ?? null,
    }),
    qualifications: t.field({
      type: [HeldQualification],
      access: isPublic,
      description: 'What is valid, what ends first first, one per kind and platform; at most 40.',
      resolve: ({ id }, _args, context) => verificationsByActor(context).load(id),
    }),
  }),
});

builder.interfaceField(Actor, 'verification', (t) =>
  t.field({
    type: Verification,
    access: isPublic,
    description: 'What platforms have reviewed of it (资质审核) that is valid now.',
    resolve: (row) => row,
  }),
);
