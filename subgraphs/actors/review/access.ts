import { hasRole, onParent } from '../../../schema/access.ts';
import { administered, type Context, isInPerson, type Viewer } from '../../../schema/context.ts';
import { type ActorId, asId, type Id, nameOfId } from '../../../schema/ids.ts';
import type { Action } from '../../../schema/viewer-may.ts';
import { membershipsByPerson } from '../membership/membership.store.ts';
import { operates } from '../platform/access.ts';
import type { QualificationReviewRow } from './review.store.ts';

/** Whether the viewer may speak for the actor: themselves, or as an administrator. */
export const speaksFor = (viewer: Viewer | null, actorId: ActorId): boolean =>
  viewer?.actorId === actorId || administered(viewer).some((id) => id === actorId);

/** Whether the viewer is the actor, belongs to it, or works where the person works: none of them reviews
 *  it. */
async function hasPartIn(context: Context, actorId: ActorId): Promise<boolean> {
  const { viewer } = context;
  const own = viewer?.organizations.map(({ id }) => id) ?? [];
  if (viewer?.actorId === actorId || own.some((id) => id === actorId)) return true;
  if (nameOfId(actorId) !== 'Person' || own.length === 0) return false;
  const places = await membershipsByPerson(context).load(asId('Person', actorId));
  return places.some(({ organizationId }) => own.includes(organizationId));
}

/** What the actor asks of platforms, and what became of it. */
export const isApplicantOrAuditor = onParent<{ id: ActorId }>(
  'the person, or administrator of the organisation, or auditor',
  ({ id }, { viewer }) => speaksFor(viewer, id) || hasRole(viewer, 'AUDITOR'),
);

/** What waits at a platform, and what it has decided. */
export const isReviewerOrAuditor = onParent<{ id: Id<'Platform'> }>(
  'operator of the platform, or auditor',
  ({ id }, { viewer }) => operates(viewer, id) || hasRole(viewer, 'AUDITOR'),
);

/** For an actor that one speaks for, whether it is a person or an organisation. */
export const qualificationReviewRequest: Action<{ id: ActorId }> = {
  name: 'qualificationReviewRequest',
  requires: 'the person, or administrator of the organisation, not through a key',
  permits: ({ id }, { viewer }) => isInPerson(viewer) && speaksFor(viewer, id),
};

/** What is done by whom it is about. */
export const byApplicant = (name: string): Action<{ actorId: ActorId }> => ({
  name,
  requires: 'the person, or administrator of the organisation, not through a key',
  permits: ({ actorId }, { viewer }) => isInPerson(viewer) && speaksFor(viewer, actorId),
});

/** What is done by a platform about another. */
export const byReviewer = (
  name: string,
): Action<{ actorId: ActorId; platformId: Id<'Platform'> | null }> => ({
  name,
  requires: 'operator of the platform who has no part in the applicant, not through a key',
  permits: async ({ actorId, platformId }, context) =>
    isInPerson(context.viewer) &&
    platformId !== null &&
    operates(context.viewer, platformId) &&
    !(await hasPartIn(context, actorId)),
});

export const qualificationReviewAnswer = byApplicant('qualificationReviewAnswer');
export const qualificationReviewWithdraw = byApplicant('qualificationReviewWithdraw');
export const qualificationReviewTake = byReviewer('qualificationReviewTake');
export const qualificationReviewMark = byReviewer('qualificationReviewMark');
export const qualificationReviewAsk = byReviewer('qualificationReviewAsk');
export const qualificationReviewApprove = byReviewer('qualificationReviewApprove');
export const qualificationReviewRefuse = byReviewer('qualificationReviewRefuse');
export const qualificationReviewRevoke = byReviewer('qualificationReviewRevoke');

/** What `QualificationReview.viewerMay` answers for. */
export const reviewActions: readonly Action<QualificationReviewRow>[] = [
  ...[qualificationReviewAnswer, qualificationReviewWithdraw, qualificationReviewTake],
  ...[qualificationReviewMark, qualificationReviewAsk, qualificationReviewApprove],
  ...[qualificationReviewRefuse, qualificationReviewRevoke],
];
