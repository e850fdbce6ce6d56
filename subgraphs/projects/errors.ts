import { Refusal } from '../../schema/errors.ts';

/** There is no such project for this viewer, whether absent or hidden. */
export class ProjectUnknown extends Refusal {
  static readonly description = 'There is no such project that you may know of.';
  readonly code = 'PROJECT_UNKNOWN';
  constructor() {
    super('There is no such project that you may know of.');
  }
}

/** The text a project needs is missing or too long. */
export class TitleUnusable extends Refusal {
  static readonly description = 'The title or summary is missing, too long or holds control characters.';
  readonly code = 'TITLE_UNUSABLE';
}

/** The budget is not an amount that can be spent. */
export class BudgetUnusable extends Refusal {
  static readonly description = 'The budget is not a positive amount in a known currency.';
  readonly code = 'BUDGET_UNUSABLE';
}
