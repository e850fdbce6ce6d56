import { WrongValue } from '../schema/values/wrong-value.ts';

/** A text made fit to store: Unicode form C, trimmed, on one line unless `lines`; control characters and
 *  halves of characters become spaces, with a remark. Null where nothing is left. */
export function tidyText(
  text: string,
  what: string,
  remarks: string[],
  { lines = false } = {},
): string | null {
  const broken = lines ? text.replace(/\r\n?/g, '\n') : text.replace(/[\r\n\t\u2028\u2029]+/g, ' ');
  const clean = broken.replace(lines ? /[^\P{Cc}\n\t]|\p{Cs}/gu : /\p{Cc}|\p{Cs}/gu, ' ');
  if (clean !== broken) remarks.push(`${what} held control characters: each became a space.`);
  return clean.normalize('NFC').replace(/ {2,}/g, ' ').trim() || null;
}

/** The text where it is within the bound; null with a remark where it is longer. */
export function boundedText(
  text: string | null,
  what: string,
  max: number,
  remarks: string[],
): string | null {
  const length = text === null ? 0 : lengthOf(text);
  if (length <= max) return text;
  remarks.push(`${what} was left out: it has ${length} characters, and at most ${max} are kept.`);
  return null;
}

/** How many characters a text has, where a pair of UTF-16 halves is one. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** The value a text stands for; null where there is no text, and null with a remark where it is a wrong
 *  one. */
export function readValue(
  text: string | null | undefined,
  parse: (text: string) => string,
  what: string,
  remarks: string[],
): string | null {
  if (!text?.trim()) return null;
  try {
    return parse(text.trim());
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    remarks.push(`${what} was left out: ${error.message}`);
    return null;
  }
}
