import { lengthOf } from '../../formats/text.ts';

/** The longest name that is kept, in characters. A record with a longer one is refused: a name cut short
 *  would be another name. */
export const nameMax = 500;
/** The longest description. A longer one is left out with a remark; the original keeps it. */
export const descriptionMax = 20_000;
/** The longest keyword, contact name or place; the same happens to a longer one. */
export const wordMax = 500;
/** How many keywords a resource has at most. */
export const keywordsMax = 50;

/** Why this name cannot be kept, or null. */
export function nameFault(name: string | null): string | null {
  const length = name === null ? 0 : lengthOf(name);
  return length > nameMax
    ? `The name has ${length} characters: give one of at most ${nameMax}, and the rest as a description.`
    : null;
}
