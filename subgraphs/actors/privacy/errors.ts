import { Refusal } from '../../../schema/errors.ts';

/** Nothing is done that cannot be undone unless it is meant. */
export class ErasureUnconfirmed extends Refusal {
  static readonly description = 'Erasing cannot be undone: say with `isConfirmed` that it is meant.';
  readonly code = 'ERASURE_UNCONFIRMED';
  constructor() {
    super('Erasing cannot be undone: say with isConfirmed that it is meant.');
  }
}
