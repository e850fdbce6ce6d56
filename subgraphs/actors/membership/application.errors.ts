import type { ApplicationState } from '../../../db/tables/actors/joining.ts';
import { Refusal } from '../../../schema/errors.ts';

/** There is no such application for this viewer. */
export class ApplicationUnknown extends Refusal {
  static readonly description = 'There is no such application that you may know of.';
  readonly code = 'APPLICATION_UNKNOWN';
  constructor() {
    super('There is no such application that you may know of.');
  }
}

/** The words of an application or of its refusal cannot be used. */
export class ApplicationUnusable extends Refusal {
  static readonly description = 'The message or the reason cannot be used.';
  readonly code = 'APPLICATION_UNUSABLE';
}

/** The organisation takes no applications now. */
export class ApplicationsClosed extends Refusal {
  static readonly description =
    'The organisation takes no applications: `howToJoin` says what to do instead.';
  readonly code = 'APPLICATIONS_CLOSED';
  constructor() {
    super('The organisation takes no applications: `howToJoin` says what to do instead.');
  }
}

/** The person has applied already. */
export class AlreadyApplied extends Refusal {
  static readonly description = 'You have an open application there: wait for the answer, or withdraw it.';
  readonly code = 'ALREADY_APPLIED';
  constructor() {
    super('You have an open application there: wait for the answer, or withdraw it.');
  }
}

const endings: Record<Exclude<ApplicationState, 'OPEN'>, string> = {
  APPROVED: 'it was approved',
  REFUSED: 'it was refused',
  WITHDRAWN: 'it was withdrawn',
  LAPSED: 'it has lapsed',
};

/** The application is not open any more. */
export class ApplicationClosed extends Refusal {
  static readonly description = 'The application is not open any more.';
  readonly code = 'APPLICATION_CLOSED';
  constructor(state: Exclude<ApplicationState, 'OPEN'>) {
    super(`The application is not open any more: ${endings[state]}.`);
  }
}

/** The person has as many open applications as one may have. */
export class ApplicationsTooMany extends Refusal {
  static readonly description = 'You have as many open applications as one may have.';
  readonly code = 'APPLICATIONS_TOO_MANY';
  constructor(max: number) {
    super(`You have ${max} open applications, as many as one may have: withdraw one first.`);
  }
}
