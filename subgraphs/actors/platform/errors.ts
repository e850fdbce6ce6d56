import { Refusal } from '../../../schema/errors.ts';

/** There is no such platform for this viewer, whether absent or not yet admitted. */
export class PlatformUnknown extends Refusal {
  static readonly description = 'There is no such platform that you may know of.';
  readonly code = 'PLATFORM_UNKNOWN';
  constructor() {
    super('There is no such platform that you may know of.');
  }
}

/** A platform cannot be described in this way. */
export class PlatformUnusable extends Refusal {
  static readonly description = 'The name, regions, languages or partners cannot be used.';
  readonly code = 'PLATFORM_UNUSABLE';
}

/** One registration at a time. */
export class PlatformWaiting extends Refusal {
  static readonly description = 'The organisation has another platform that waits for admission.';
  readonly code = 'PLATFORM_WAITING';
  constructor() {
    super('The organisation has another platform that waits for admission: wait until it was decided.');
  }
}

/** Only what waits can be admitted or declined. */
export class PlatformNotWaiting extends Refusal {
  static readonly description = 'The platform does not wait for admission, or no longer.';
  readonly code = 'PLATFORM_NOT_WAITING';
  constructor() {
    super('The platform does not wait for admission, or no longer.');
  }
}

/** What only a platform that was admitted can have. */
export class PlatformNotActive extends Refusal {
  static readonly description = 'The platform was not admitted.';
  readonly code = 'PLATFORM_NOT_ACTIVE';
  constructor() {
    super('The platform was not admitted, so that nobody can operate it yet.');
  }
}

/** Whoever operates a platform belongs to one of the organisations that do. */
export class PlatformOperatorUnfit extends Refusal {
  static readonly description = 'The person is no present member of an organisation that operates it.';
  readonly code = 'PLATFORM_OPERATOR_UNFIT';
  constructor() {
    super('The person is no present member of an organisation that operates the platform.');
  }
}

/** A bounded list. */
export class PlatformOperatorsTooMany extends Refusal {
  static readonly description = 'The platform has as many operators as one may have: dismiss one first.';
  readonly code = 'PLATFORM_OPERATORS_TOO_MANY';
  constructor(max: number) {
    super(`The platform has ${max} operators, as many as one may have: dismiss one first.`);
  }
}

/** A platform is never left without anybody. */
export class PlatformLastOperator extends Refusal {
  static readonly description = 'The person is the last operator: appoint another first.';
  readonly code = 'PLATFORM_LAST_OPERATOR';
  constructor() {
    super('The person is the last operator of the platform: appoint another first.');
  }
}
