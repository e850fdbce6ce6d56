import { quoted, WrongValue } from './wrong-value.ts';

/** Reads an ORCID, bare or as an orcid.org address, and gives `0000-0002-1825-0097`.
 *  Source: ISO 7064:2003 MOD 11-2, as ORCID applies it ("Structure of the ORCID Identifier"). */
export function parseOrcid(text: string): string {
  const bare = text
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.)?orcid\.org\//i, '')
    .toUpperCase();
  if (!/^(?:\d{4}-){3}\d{3}[\dX]$/.test(bare)) {
    throw new WrongValue(
      `${quoted(text)} is not an ORCID: write four groups of four, as 0000-0002-1825-0097.`,
    );
  }
  let total = 0;
  for (const digit of bare.slice(0, -1).replaceAll('-', '')) total = (total + Number(digit)) * 2;
  const check = (12 - (total % 11)) % 11;
  if (bare.at(-1) !== (check === 10 ? 'X' : String(check))) {
    throw new WrongValue(`${quoted(text)} has a wrong check digit for an ORCID: look for a mistyped digit.`);
  }
  return bare;
}
