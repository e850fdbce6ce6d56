import { quoted, WrongValue } from './wrong-value.ts';

/** Reads a language of BCP 47 (RFC 5646) and gives its canonical form: `ZH-hans` gives `zh-Hans`. Whether
 *  anybody speaks it is not asked. */
export function parseLanguage(text: string): string {
  const written = text.trim();
  try {
    const [canonical] = written.length <= 35 ? Intl.getCanonicalLocales(written) : [];
    if (canonical) return canonical;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new WrongValue(`${quoted(text)} is not a language: write its BCP 47 tag, as zh, en or zh-Hant.`);
}
