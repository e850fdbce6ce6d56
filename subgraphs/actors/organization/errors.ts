import { Refusal } from '../../../schema/errors.ts';

/** There is no such organisation. */
export class OrganizationUnknown extends Refusal {
  static readonly description = 'There is no such organisation.';
  readonly code = 'ORGANIZATION_UNKNOWN';
  constructor() {
    super('There is no such organisation.');
  }
}

/** An organisation cannot be described as it was asked for. */
export class OrganizationUnusable extends Refusal {
  static readonly description = 'Something of what the organisation is to say of itself cannot be used.';
  readonly code = 'ORGANIZATION_UNUSABLE';
}

/** An identifier belongs to one organisation. */
export class IdentifierTaken extends Refusal {
  static readonly description = 'Another organisation has one of the identifiers.';
  readonly code = 'IDENTIFIER_TAKEN';
  constructor() {
    super(
      'Another organisation has one of these identifiers: look for a mistyped one, or ask its administrator.',
    );
  }
}

/** There is no such relation. */
export class RelationUnknown extends Refusal {
  static readonly description = 'There is no such relation between organisations.';
  readonly code = 'RELATION_UNKNOWN';
  constructor() {
    super('There is no such relation between organisations.');
  }
}

/** A relation cannot be as it was asked for. */
export class RelationUnusable extends Refusal {
  static readonly description = 'The two organisations or the days cannot be used for a relation.';
  readonly code = 'RELATION_UNUSABLE';
}

/** The two are already related in this way. */
export class RelationKnown extends Refusal {
  static readonly description = 'The two organisations already stand in this relation.';
  readonly code = 'RELATION_KNOWN';
  constructor() {
    super('The two organisations already stand in this relation: end that one first to state it anew.');
  }
}

/** Whoever stands above would stand below, too. */
export class RelationCircular extends Refusal {
  static readonly description = 'The relation would lead back to where it begins.';
  readonly code = 'RELATION_CIRCULAR';
  constructor() {
    super('The relation would lead back to where it begins: nobody is above or before themselves.');
  }
}
