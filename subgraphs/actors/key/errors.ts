import { Refusal } from '../../../schema/errors.ts';

/** There is no such key for this viewer, whether absent or another's. */
export class ApiKeyUnknown extends Refusal {
  static readonly description = 'There is no such API key that you may know of.';
  readonly code = 'API_KEY_UNKNOWN';
  constructor() {
    super('There is no such API key that you may know of.');
  }
}

/** A key cannot be made as it was asked for. */
export class ApiKeyUnusable extends Refusal {
  static readonly description = 'The name, scopes, regions, quota or expiry cannot be used.';
  readonly code = 'API_KEY_UNUSABLE';
}

/** The owner has as many keys as one may have. */
export class ApiKeysTooMany extends Refusal {
  static readonly description = 'The owner has as many keys as one may have: revoke one first.';
  readonly code = 'API_KEYS_TOO_MANY';
  constructor(max: number) {
    super(`The owner has ${max} keys that work, as many as one may have: revoke one first.`);
  }
}
