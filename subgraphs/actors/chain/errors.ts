import { Refusal } from '../../../schema/errors.ts';

/** There is no such chain, position, place or supply relation for this viewer. */
export class ChainUnknown extends Refusal {
  static readonly description =
    'There is no such industry chain, position, place or supply relation that you may know of.';
  readonly code = 'CHAIN_UNKNOWN';
  constructor() {
    super('There is no such chain, or nothing like it in one, that you may know of.');
  }
}

/** What was given for a chain cannot be used. */
export class ChainUnusable extends Refusal {
  static readonly description =
    'A title, key, position, link, product or share cannot be used as it was given.';
  readonly code = 'CHAIN_UNUSABLE';
}

/** What is to be decided waits no longer, or was done already. */
export class ChainStepClosed extends Refusal {
  static readonly description = 'This step is not open: it was taken already, or its time has run out.';
  readonly code = 'CHAIN_STEP_CLOSED';
}
