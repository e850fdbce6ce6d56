import { Refusal } from '../../../schema/errors.ts';

/** There is no such partnership for this viewer, whether absent or hidden. */
export class PartnershipUnknown extends Refusal {
  static readonly description = 'There is no such partnership that you may know of.';
  readonly code = 'PARTNERSHIP_UNKNOWN';
  constructor() {
    super('There is no such partnership that you may know of.');
  }
}

/** What was given for a partnership cannot be used. */
export class PartnershipUnusable extends Refusal {
  static readonly description = 'The scope, term, parties or notice cannot be used as they were given.';
  readonly code = 'PARTNERSHIP_UNUSABLE';
}

/** What is to be decided waits no longer, or not yet. */
export class PartnershipStepClosed extends Refusal {
  static readonly description = 'This step is not open: it was taken already, or its time has run out.';
  readonly code = 'PARTNERSHIP_STEP_CLOSED';
}
