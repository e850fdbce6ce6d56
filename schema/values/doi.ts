import { quoted, WrongValue } from './wrong-value.ts';

/** Reads a DOI, bare, with `doi:`, or as a doi.org address, and gives the bare name with small ASCII
 *  letters, since names that differ in ASCII case only are one name. Source: ISO 26324, and the DOI
 *  Handbook, 2.2 to 2.4. */
export function parseDoi(text: string): string {
  const written = text.trim();
  const bare = written.replace(/^doi:\s*/i, '').replace(/^https?:\/\/(?:www\.|dx\.)?doi\.org\//i, '');
  const isAddress = /doi\.org\//i.test(written.slice(0, written.length - bare.length));
  const name = isAddress ? decoded(bare) : bare;
  if (name.length > 500 || !/^10\.\d{4,9}(?:\.\d+)*\/[^\s\p{C}]+$/u.test(name)) {
    throw new WrongValue(`${quoted(text)} is not a DOI: write its prefix and suffix, as 10.1000/182.`);
  }
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign: the address was not escaped, so it already is the name.
    return path;
  }
}
