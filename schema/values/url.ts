import { quoted, WrongValue } from './wrong-value.ts';

const longest = 2000;

/** Reads a web address, http or https without user and password, and gives the canonical form of the WHATWG
 *  URL standard (https://url.spec.whatwg.org): lower-case host, no default port, other than ASCII escaped. */
export function parseUrl(text: string): string {
  const written = text.trim();
  if (written.length > longest) throw tooLong(written);
  // The standard's parser drops tabs and line breaks and mends missing or turned slashes; we would rather be
  // told.
  if (!/^https?:\/\/[^/\\]/i.test(written) || /[\s\p{C}\\]/u.test(written) || !URL.canParse(written)) {
    throw new WrongValue(
      `${quoted(written)} is not a web address: write it whole, as https://example.org/page.`,
    );
  }
  const url = new URL(written);
  if (url.username !== '' || url.password !== '') {
    // The address is not quoted: it holds a password.
    throw new WrongValue('The web address holds a user name or password: remove what stands before the @.');
  }
  if (url.href.length > longest) throw tooLong(written);
  return url.href;
}

function tooLong(text: string): WrongValue {
  return new WrongValue(`${quoted(text)} is too long for a web address: use at most 2,000 characters.`);
}
