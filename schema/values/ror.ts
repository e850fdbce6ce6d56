import { quoted, WrongValue } from './wrong-value.ts';

// Crockford base 32 leaves out i, l, o and u.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Reads a ROR id, bare or as an address, and gives `https://ror.org/` with nine characters after it.
 *  Source: ror.org, "ROR identifier pattern": Crockford base 32 with two check digits of ISO 7064 MOD
 *  97-10. */
export function parseRor(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?(?:www\.)?ror\.org\//, '');
  if (!/^0[a-hj-km-np-tv-z\d]{6}\d{2}$/.test(bare)) {
    throw new WrongValue(`${quoted(text)} is not a ROR id: write it as https://ror.org/03acrzv41.`);
  }
  let number = 0;
  for (const character of bare.slice(0, 7)) number = number * 32 + alphabet.indexOf(character);
  if (Number(bare.slice(7)) !== 98 - ((number * 100) % 97)) {
    throw new WrongValue(
      `${quoted(text)} has wrong check digits for a ROR id: look for a mistyped character.`,
    );
  }
  return `https://ror.org/${bare}`;
}
