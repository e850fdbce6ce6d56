/** A record that may not be written, with every reason: a writer gives out nothing that breaks its format. */
export class UnfitRecord extends Error {
  override readonly name = 'UnfitRecord';
  readonly reasons: string[];

  constructor(what: string, reasons: string[]) {
    super(`${what} cannot be written: ${reasons.join('; ')}.`);
    this.reasons = reasons;
  }
}
