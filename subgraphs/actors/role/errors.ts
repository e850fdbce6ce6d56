import { Refusal } from '../../../schema/errors.ts';
import type { CoCreationRoleState } from '../../../schema/events.ts';

/** There is no such request or grant for this viewer, whether absent or of others. */
export class CoCreationRoleUnknown extends Refusal {
  static readonly description = 'There is no such request or grant of a role that you may know of.';
  readonly code = 'CO_CREATION_ROLE_UNKNOWN';
  constructor() {
    super('There is no such request or grant of a role that you may know of.');
  }
}

/** The request cannot be made in these words, or of this platform. */
export class CoCreationRoleUnusable extends Refusal {
  static readonly description = 'The platform or the words cannot be used.';
  readonly code = 'CO_CREATION_ROLE_UNUSABLE';
}

/** An actor asks for a role, or holds it, once at a time. */
export class CoCreationRoleTaken extends Refusal {
  static readonly description = 'The actor holds this role, or has asked for it.';
  readonly code = 'CO_CREATION_ROLE_TAKEN';
  constructor() {
    super('The actor holds this role, or has asked for it.');
  }
}

/** The request or grant stands elsewhere by now. */
export class CoCreationRoleMovedOn extends Refusal {
  static readonly description = 'The request or grant stands where this cannot be done.';
  readonly code = 'CO_CREATION_ROLE_MOVED_ON';
  readonly state: CoCreationRoleState;
  constructor(state: CoCreationRoleState, from: readonly string[]) {
    super(`The role is ${state} now; this can be done only while it is ${from.join(' / ')}.`);
    this.state = state;
  }
}

/** What only a verified actor may have. */
export class VerificationNeeded extends Refusal {
  static readonly description = 'No qualification of the actor is valid now, and this needs one.';
  readonly code = 'VERIFICATION_NEEDED';
  constructor() {
    super('This is for verified actors: ask a platform for a qualification review first.');
  }
}
