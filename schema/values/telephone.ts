import { quoted, WrongValue } from './wrong-value.ts';

// ITU-T E.164 allows 15 digits; real lists also hold trunk zeros in brackets, so a little more passes.
const digitsMin = 3;
const digitsMax = 18;

/** Reads a telephone number as people write it, and only tidies it: full-width characters, dots, and the
 *  word for an extension (`x`, `extension`, `转`) become one form. Nothing is guessed: a missing + stays
 *  missing. */
export function parseTelephone(text: string): string {
  const tidy = text
    .slice(0, 80)
    .normalize('NFKC')
    .replaceAll(/[‐‑‒–—−]/g, '-')
    .replaceAll(/\s*(?:extension|ext|x|转|分机)[.:]?\s*(?=\d+\s*$)/gi, ' ext ')
    .replaceAll(/[\s.]+/g, ' ')
    .trim();
  const [, number = ''] = /^(\+?[\d(][\d ()-]*?)(?: ext \d{1,6})?$/.exec(tidy) ?? [];
  const digits = number.replaceAll(/\D/g, '').length;
  if (text.length > 80 || digits < digitsMin || digits > digitsMax || !hasClosedBrackets(number)) {
    throw new WrongValue(
      `${quoted(text)} is not a telephone number: write one number, as +86 717 639 2034 ext 12.`,
    );
  }
  return tidy;
}

function hasClosedBrackets(number: string): boolean {
  return !/[()]/.test(number.replaceAll(/\(\d+\)/g, ''));
}
