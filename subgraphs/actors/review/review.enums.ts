import type { ChecklistMark, QualificationKind, QualificationReviewState } from '../../../schema/events.ts';
import { builder } from '../builder.ts';

export const QualificationKindEnum = builder.enumType('QualificationKind', {
  description: 'What of an actor a platform reviews (资质).',
  values: {
    ORGANIZATION_IDENTITY: { description: 'That an organisation is who it says: business licence, USCC.' },
    PUBLIC_INSTITUTION: { description: 'That it is a public institution.' },
    TESTING_LABORATORY: { description: 'That it may test for others: CMA, CNAS.' },
    CLINICAL_RESEARCH: { description: 'That it may run clinical trials: GCP.' },
    EXPERT: { description: 'That a person is the expert they say: title, ORCID, affiliation.' },
  } satisfies Record<QualificationKind, { description: string }>,
});

export const QualificationReviewStateEnum = builder.enumType('QualificationReviewState', {
  description: 'Where a qualification review stands, by the clock of this moment.',
  values: {
    REQUESTED: { description: 'Waits for an operator of the platform to take it.' },
    IN_REVIEW: { description: 'Waits for the decision of the platform.' },
    INFORMATION_WANTED: { description: 'Waits for the applicant, who was asked something.' },
    APPROVED: { description: 'Valid until `validUntil`.' },
    REFUSED: { description: 'Not granted; the reasons stand in the checklist.' },
    WITHDRAWN: { description: 'Taken back by the applicant.' },
    LAPSED: { description: 'Nobody acted in time: nothing was decided, and it can be asked for again.' },
    EXPIRED: { description: 'Was valid, and its time is over.' },
    RENEWED: { description: 'Was valid, and a newer one has taken its place.' },
    REVOKED: { description: 'Was valid, and was taken back by the platform.' },
  } satisfies Record<QualificationReviewState, { description: string }>,
});

export const ChecklistMarkEnum = builder.enumType('ChecklistMark', {
  description: 'What a reviewer found of one item of a checklist.',
  values: {
    MET: { description: 'Shown.' },
    NOT_MET: { description: 'Not shown; the reason says what is missing.' },
    NOT_APPLICABLE: { description: 'Does not concern this applicant. Not for items that are required.' },
  } satisfies Record<ChecklistMark, { description: string }>,
});
