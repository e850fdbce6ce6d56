import { Refusal } from '../../../schema/errors.ts';

/** There is no such news for this viewer. */
export class NewsUnknown extends Refusal {
  static readonly description = 'There is no such news that you may know of.';
  readonly code = 'NEWS_UNKNOWN';
  constructor() {
    super('There is no such news that you may know of.');
  }
}

/** News cannot be written like this. */
export class NewsUnusable extends Refusal {
  static readonly description = 'The title, text or end cannot be used.';
  readonly code = 'NEWS_UNUSABLE';
}

/** Only drafts are published, and what was withdrawn stays so. */
export class NewsNotInState extends Refusal {
  static readonly description = 'The news is no draft where one is needed, or was withdrawn.';
  readonly code = 'NEWS_NOT_IN_STATE';
  constructor() {
    super('The news was published or withdrawn before.');
  }
}

/** Only what the chooser may know of can stand in front. */
export class FrontResourcesUnusable extends Refusal {
  static readonly description = 'There are too many, or one of them is no resource that you may know of.';
  readonly code = 'FRONT_RESOURCES_UNUSABLE';
}
