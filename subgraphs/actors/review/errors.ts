import { Refusal } from '../../../schema/errors.ts';
import type { QualificationReviewState } from '../../../schema/events.ts';

/** There is no such review for this viewer, whether absent or of others. */
export class QualificationReviewUnknown extends Refusal {
  static readonly description = 'There is no such qualification review that you may know of.';
  readonly code = 'QUALIFICATION_REVIEW_UNKNOWN';
  constructor() {
    super('There is no such qualification review that you may know of.');
  }
}

/** A review cannot be asked for or gone on with in these words. */
export class QualificationReviewUnusable extends Refusal {
  static readonly description = 'The kind, platform, documents, marks or words cannot be used.';
  readonly code = 'QUALIFICATION_REVIEW_UNUSABLE';
}

/** One review at a time, of one actor, by one platform, of one kind. */
export class QualificationReviewOpen extends Refusal {
  static readonly description = 'A review of this actor, platform and kind is under way.';
  readonly code = 'QUALIFICATION_REVIEW_OPEN';
  constructor() {
    super('A review of this actor, platform and kind is under way: go on with that one, or withdraw it.');
  }
}

/** What is valid for long yet needs no new review. */
export class RenewalTooEarly extends Refusal {
  static readonly description = 'The qualification is valid for long yet: renew it nearer to its end.';
  readonly code = 'RENEWAL_TOO_EARLY';
  readonly renewableFrom: Date;
  constructor(renewableFrom: Date) {
    super('The qualification is valid for long yet: renew it nearer to its end.');
    this.renewableFrom = renewableFrom;
  }
}

/** The review stands elsewhere by now: somebody was first, or its time is over. */
export class QualificationReviewMovedOn extends Refusal {
  static readonly description = 'The review stands where this cannot be done: perhaps somebody was first.';
  readonly code = 'QUALIFICATION_REVIEW_MOVED_ON';
  readonly state: QualificationReviewState;
  constructor(state: QualificationReviewState, from: readonly string[]) {
    super(`The review is ${state} now; this can be done only while it is ${from.join(' / ')}.`);
    this.state = state;
  }
}

/** The checklist does not bear the decision. */
export class ChecklistUndecided extends Refusal {
  static readonly description = 'The checklist does not bear this decision.';
  readonly code = 'CHECKLIST_UNDECIDED';
  readonly items: string[];
  constructor(items: string[]) {
    super(
      items.length > 0
        ? `An approval needs every item met: ${items.join(' / ')}.`
        : 'A refusal needs a reason in the checklist: mark what is not met.',
    );
    this.items = items;
  }
}
