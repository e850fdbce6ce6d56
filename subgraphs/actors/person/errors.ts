import { Refusal } from '../../../schema/errors.ts';

/** There is no such person. */
export class PersonUnknown extends Refusal {
  static readonly description = 'There is no such person.';
  readonly code = 'PERSON_UNKNOWN';
  constructor() {
    super('There is no such person.');
  }
}

/** A person cannot be described as it was asked for. */
export class PersonUnusable extends Refusal {
  static readonly description = 'Something of what the person is to say of themselves cannot be used.';
  readonly code = 'PERSON_UNUSABLE';
}

/** An ORCID belongs to one person. */
export class OrcidTaken extends Refusal {
  static readonly description = 'Another person has this ORCID.';
  readonly code = 'ORCID_TAKEN';
  constructor() {
    super(
      'Another person has this ORCID: look for a mistyped digit, or sign in with ORCID to prove it is yours.',
    );
  }
}
