import { Refusal } from '../../../schema/errors.ts';

/** There is no such resource for this viewer, whether absent or hidden. */
export class ResourceUnknown extends Refusal {
  static readonly description = 'There is no such resource that you may know of.';
  readonly code = 'RESOURCE_UNKNOWN';
  constructor() {
    super('There is no such resource that you may know of.');
  }
}

/** The resource has no confidential part, or none for this viewer. */
export class ConfidentialPartUnknown extends Refusal {
  static readonly description = 'The resource has no confidential part that you may know of.';
  readonly code = 'CONFIDENTIAL_PART_UNKNOWN';
  constructor() {
    super('The resource has no confidential part that you may know of.');
  }
}

/** What would be signed is not what stands now. */
export class AgreementOutdated extends Refusal {
  static readonly description = 'The agreement has another version now: read that one before you sign.';
  readonly code = 'AGREEMENT_OUTDATED';
  constructor(version: number) {
    super(`The agreement now has version ${version}: read that one before you sign.`);
  }
}

/** The confidential text or its agreement cannot be kept as it was written. */
export class ConfidentialPartUnusable extends Refusal {
  static readonly description =
    'The confidential text or its agreement is missing, too long or no plain text.';
  readonly code = 'CONFIDENTIAL_PART_UNUSABLE';
}

/** Whoever is to be kept out cannot be. */
export class ExclusionUnusable extends Refusal {
  static readonly description =
    'There is no such actor, it is the owner, or the owner keeps out as many as one may.';
  readonly code = 'EXCLUSION_UNUSABLE';
}
