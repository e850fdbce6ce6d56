import type { InvitationState } from '../../../db/tables/actors/joining.ts';
import { Refusal } from '../../../schema/errors.ts';

/** There is no such invitation for this viewer. */
export class InvitationUnknown extends Refusal {
  static readonly description = 'There is no such invitation that you may know of.';
  readonly code = 'INVITATION_UNKNOWN';
  constructor() {
    super('There is no such invitation that you may know of.');
  }
}

/** An invitation cannot be made as it was asked for. */
export class InvitationUnusable extends Refusal {
  static readonly description = 'The addressee, position or message cannot be used.';
  readonly code = 'INVITATION_UNUSABLE';
}

/** Nobody invites themselves. */
export class InvitationToOneself extends Refusal {
  static readonly description = 'Nobody invites themselves.';
  readonly code = 'INVITATION_TO_ONESELF';
  constructor() {
    super('Nobody invites themselves: name another person.');
  }
}

/** This person or address is invited already. */
export class AlreadyInvited extends Refusal {
  static readonly description = 'There is an open invitation to this person or address: withdraw it first.';
  readonly code = 'ALREADY_INVITED';
  constructor() {
    super('There is an open invitation to this person or address: withdraw it first.');
  }
}

const endings: Record<Exclude<InvitationState, 'OPEN'>, string> = {
  ACCEPTED: 'it was accepted',
  DECLINED: 'it was declined',
  WITHDRAWN: 'it was withdrawn',
  EXPIRED: 'it has expired',
};

/** The invitation is not open any more. */
export class InvitationClosed extends Refusal {
  static readonly description = 'The invitation is not open any more.';
  readonly code = 'INVITATION_CLOSED';
  constructor(state: Exclude<InvitationState, 'OPEN'>) {
    super(`The invitation is not open any more: ${endings[state]}.`);
  }
}

/** The organisation has as many open invitations as it may have. */
export class InvitationsTooMany extends Refusal {
  static readonly description = 'The organisation has as many open invitations as it may have.';
  readonly code = 'INVITATIONS_TOO_MANY';
  constructor(max: number) {
    super(`The organisation has ${max} open invitations, as many as it may have: withdraw one first.`);
  }
}
