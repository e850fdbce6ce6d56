import { Refusal } from '../../../schema/errors.ts';

/** The words have changed since the person read them. */
export class ConsentOutdated extends Refusal {
  static readonly description = 'That is not the wording that is asked today: read `consentPurposes` again.';
  readonly code = 'CONSENT_OUTDATED';
  constructor(version: number) {
    super(
      `The wording that is asked today has version ${version}: read it in consentPurposes, then consent.`,
    );
  }
}
