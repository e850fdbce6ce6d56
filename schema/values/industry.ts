import { quoted, WrongValue } from './wrong-value.ts';

/** Reads a code of GB/T 4754-2017: a section from A to T, alone or with the two to four digits of a division,
 *  group or class. Only the form is checked. */
export function parseIndustry(text: string): string {
  const code = text.trim().toUpperCase();
  if (!/^[A-T](?:\d{2,4})?$/.test(code)) {
    throw new WrongValue(
      `${quoted(text)} is not an industry: write its GB/T 4754 code, a letter from A to T and up to four ` +
        'digits, as C2720.',
    );
  }
  return code;
}
