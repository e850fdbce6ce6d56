/** One rule made weaker (or shut), in place, for as long as nobody has noticed. */
export interface Mutant {
  /** Such as `Equipment.serialNumber: everybody`. */
  name: string;
  /** Whose cells must notice; for a row rule none: every row and list is asked. */
  coordinates: string[];
  /** Whether it is of an action on a row. */
  isOfAction?: true;
  /** Puts it in force; returns what undoes it. */
  apply: () => (() => void) | Promise<() => Promise<void>>;
}
