import { Refusal } from '../../../schema/errors.ts';

/** There is no such version for this viewer, whether absent or another's draft. */
export class RulesUnknown extends Refusal {
  static readonly description = 'There are no such rules that you may know of.';
  readonly code = 'RULES_UNKNOWN';
  constructor() {
    super('There are no such rules that you may know of.');
  }
}

/** Rules, or the reason of a vote, cannot be written like this. */
export class RulesUnusable extends Refusal {
  static readonly description = 'The title, text, summary of changes or reason cannot be used.';
  readonly code = 'RULES_UNUSABLE';
}

/** Only drafts can be changed, proposed or adopted. */
export class RulesNotDraft extends Refusal {
  static readonly description = 'The rules are no draft, or no longer.';
  readonly code = 'RULES_NOT_DRAFT';
  constructor() {
    super('The rules are no draft, or no longer: what was proposed stays as it is.');
  }
}

/** What was decided stays decided. */
export class RulesDecided extends Refusal {
  static readonly description = 'The rules were decided on, or withdrawn.';
  readonly code = 'RULES_DECIDED';
  constructor() {
    super('The rules were decided on, or withdrawn.');
  }
}

/** One vote at a time. */
export class RulesProposalOpen extends Refusal {
  static readonly description = 'Another proposal of the platform is being voted on.';
  readonly code = 'RULES_PROPOSAL_OPEN';
  constructor() {
    super('Another proposal of the platform is being voted on: wait until it was decided.');
  }
}

/** Nothing can be voted on without every side. */
export class CommitteeIncomplete extends Refusal {
  static readonly description = 'The committee lacks a side: suppliers, demanders or supporters.';
  readonly code = 'COMMITTEE_INCOMPLETE';
  constructor() {
    super('The committee lacks suppliers, demanders or supporters: fill a seat of each side first.');
  }
}

/** Where there is a committee, it decides. */
export class CommitteeComplete extends Refusal {
  static readonly description = 'The committee is complete: propose the rules to it.';
  readonly code = 'COMMITTEE_COMPLETE';
  constructor() {
    super('The committee is complete, so that it decides: propose the rules to it.');
  }
}

/** The vote is over, or has not begun. */
export class VoteClosed extends Refusal {
  static readonly description = 'The vote is over, or has not begun.';
  readonly code = 'VOTE_CLOSED';
  constructor() {
    super('The vote is over, or has not begun.');
  }
}

/** There is no such seat for this viewer. */
export class CommitteeSeatUnknown extends Refusal {
  static readonly description = 'There is no such seat that you may know of.';
  readonly code = 'COMMITTEE_SEAT_UNKNOWN';
  constructor() {
    super('There is no such seat that you may know of.');
  }
}

/** A seat has a term. */
export class CommitteeSeatUnusable extends Refusal {
  static readonly description = 'The term of the seat cannot be used.';
  readonly code = 'COMMITTEE_SEAT_UNUSABLE';
}

/** Whoever votes belongs to the organisation that holds the seat. */
export class CommitteeSeatUnfit extends Refusal {
  static readonly description = 'The person is no present member of the organisation.';
  readonly code = 'COMMITTEE_SEAT_UNFIT';
  constructor() {
    super('The person is no present member of the organisation that holds the seat.');
  }
}

/** One seat for each organisation and each person. */
export class CommitteeSeatTaken extends Refusal {
  static readonly description =
    'The organisation or the person has a seat in the committee, or is nominated.';
  readonly code = 'COMMITTEE_SEAT_TAKEN';
  constructor() {
    super('The organisation or the person has a seat in this committee, or is nominated for one.');
  }
}

/** A bounded side. */
export class CommitteeSeatsTooMany extends Refusal {
  static readonly description = 'The side has as many seats as one may have.';
  readonly code = 'COMMITTEE_SEATS_TOO_MANY';
  constructor(max: number) {
    super(`This side has ${max} seats, as many as one may have.`);
  }
}

/** A nomination is answered once, a seat given up once. */
export class CommitteeSeatEnded extends Refusal {
  static readonly description = 'The seat is not in the state this needs: answered, given up or expired.';
  readonly code = 'COMMITTEE_SEAT_ENDED';
  constructor() {
    super('The nomination was answered, or the seat given up or expired.');
  }
}
