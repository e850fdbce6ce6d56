import { Refusal } from '../../../schema/errors.ts';

/** There is no such alliance for this viewer, whether absent or hidden; the same for what stands in one. */
export class AllianceUnknown extends Refusal {
  static readonly description =
    'There is no such alliance, or no such membership, organ, seat or activity of one, that you may know of.';
  readonly code = 'ALLIANCE_UNKNOWN';
  constructor() {
    super('There is no such alliance, or nothing like it in one, that you may know of.');
  }
}

/** What was given for an alliance cannot be used. */
export class AllianceUnusable extends Refusal {
  static readonly description =
    'A name, text, founder, kind, period or address cannot be used as it was given.';
  readonly code = 'ALLIANCE_UNUSABLE';
}

/** What is to be decided waits no longer, or not yet. */
export class AllianceStepClosed extends Refusal {
  static readonly description =
    'This step is not open: it was taken already, its time has run out, or it comes later. The message says which.';
  readonly code = 'ALLIANCE_STEP_CLOSED';
}

/** The organisation is a member, or is on its way to be one. */
export class AllianceMemberAlready extends Refusal {
  static readonly description = 'The organisation is a member already, or has applied or is invited.';
  readonly code = 'ALLIANCE_MEMBER_ALREADY';
  constructor() {
    super('The organisation is a member already, or has applied or is invited.');
  }
}

/** The alliance takes nobody who was not invited. */
export class AllianceByInvitation extends Refusal {
  static readonly description = 'This alliance takes members by invitation only: ask its secretariat.';
  readonly code = 'ALLIANCE_BY_INVITATION';
  constructor() {
    super('This alliance takes members by invitation only: ask its secretariat.');
  }
}
