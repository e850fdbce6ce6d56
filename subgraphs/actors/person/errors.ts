import { Refusal } from '../../../schema/errors.ts';

/** There is no such person. */
export class PersonUnknown extends Refusal {
  static readonly description = 'There is no such person.';
  readonly code = 'PERSON_UNKNOWN';
  constructor() {
    super('There is no such person.');
  }
}
