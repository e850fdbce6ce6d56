import { quoted, WrongValue } from './wrong-value.ts';

// Thirty-one characters: digits and capitals without I, O, S, V and Z.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Reads a unified social credit code (统一社会信用代码) of 18 characters; small letters become capitals.
 *  Source: GB 32100-2015: weights are powers of 3 modulo 31. */
export function parseUscc(text: string): string {
  const code = text.trim().toUpperCase();
  if (!/^[\dA-HJ-NPQRTUWXY]{18}$/.test(code)) {
    throw new WrongValue(
      `${quoted(text)} is not a unified social credit code: ` +
        'write 18 digits and capitals without I, O, S, V, Z.',
    );
  }
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  if (code.at(-1) !== alphabet[(31 - (sum % 31)) % 31]) {
    throw new WrongValue(
      `${quoted(text)} has a wrong check character for a unified social credit code: ` +
        'look for a mistyped character.',
    );
  }
  return code;
}
