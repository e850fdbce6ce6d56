import { Refusal } from '../../../schema/errors.ts';
import type { Id } from '../../../schema/ids.ts';

/** An organisation cannot be founded as it was described. */
export class FoundingUnusable extends Refusal {
  static readonly description = 'A name or an identifier cannot be used.';
  readonly code = 'FOUNDING_UNUSABLE';
}

/** An organisation with this identifier is known already. */
export class OrganizationKnown extends Refusal {
  static readonly description =
    'An organisation with this identifier is known already: `organization` says which, and how to join it.';
  readonly code = 'ORGANIZATION_KNOWN';
  readonly organizationId: Id<'Organization'>;
  constructor(organizationId: Id<'Organization'>) {
    super('An organisation with this identifier is known already: see how to join it, and apply there.');
    this.organizationId = organizationId;
  }
}

/** The person has founded as many as one may in a day. */
export class FoundingsTooMany extends Refusal {
  static readonly description = 'You have founded as many organisations as one may in a day.';
  readonly code = 'FOUNDINGS_TOO_MANY';
  constructor(max: number) {
    super(`You have founded ${max} organisations within a day, as many as one may: try again tomorrow.`);
  }
}

/** There is no such membership for this viewer. */
export class MembershipUnknown extends Refusal {
  static readonly description = 'There is no such membership that you may know of.';
  readonly code = 'MEMBERSHIP_UNKNOWN';
  constructor() {
    super('There is no such membership that you may know of.');
  }
}

/** The membership is past. */
export class MembershipOver extends Refusal {
  static readonly description = 'The membership has ended: the person can be invited or apply anew.';
  readonly code = 'MEMBERSHIP_OVER';
  constructor() {
    super('The membership has ended: the person can be invited or apply anew.');
  }
}

/** Nobody would administer the organisation any more. */
export class LastAdministrator extends Refusal {
  static readonly description =
    'Nobody would administer the organisation any more: hand the administration over first.';
  readonly code = 'LAST_ADMINISTRATOR';
  constructor() {
    super(
      'Nobody would administer the organisation any more: make another member administrator first, or hand over ' +
        'with `administrationTransfer`.',
    );
  }
}

/** Handing over means to take another role. */
export class RoleUnusable extends Refusal {
  static readonly description = 'Whoever hands the administration over takes another role.';
  readonly code = 'ROLE_UNUSABLE';
  constructor() {
    super(
      'Whoever hands the administration over takes another role: for a second administrator use ' +
        '`membershipRoleChange`.',
    );
  }
}

/** The person belongs to the organisation already. */
export class AlreadyMember extends Refusal {
  static readonly description = 'The person is a member of the organisation already.';
  readonly code = 'ALREADY_MEMBER';
  constructor() {
    super('The person is a member of the organisation already.');
  }
}

/** The person is in as many organisations as one may be. */
export class MembershipsTooMany extends Refusal {
  static readonly description = 'The person is in as many organisations as one may be: leave one first.';
  readonly code = 'MEMBERSHIPS_TOO_MANY';
  constructor(max: number) {
    super(`A person is in at most ${max} organisations at a time: leave one first.`);
  }
}

/** The organisation has administrators who decide for themselves. */
export class OrganizationAdministered extends Refusal {
  static readonly description = 'The organisation has an administrator: only they appoint others.';
  readonly code = 'ORGANIZATION_ADMINISTERED';
  constructor() {
    super('The organisation has an administrator: only they appoint others.');
  }
}

/** The words of a policy cannot be used. */
export class PolicyUnusable extends Refusal {
  static readonly description = 'The words of what is needed cannot be used.';
  readonly code = 'POLICY_UNUSABLE';
}
