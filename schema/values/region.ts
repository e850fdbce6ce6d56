import { regions } from '../../db/lists/regions.ts';
import { type LocalizedText } from './localized-text.ts';
import { quoted, WrongValue } from './wrong-value.ts';

// GB/T 2260: six digits, in pairs for province, city and county; 00 closes a code that ends above.

/** Reads a region code that is in the list of db/lists/regions.csv. */
export function parseRegion(text: string): string {
  if (!/^\d{6}$/.test(text)) {
    throw new WrongValue(`${quoted(text)} is not a region: write its six-digit GB/T 2260 code, as 420500.`);
  }
  if (!regions().has(text)) {
    throw new WrongValue(
      `${quoted(text)} is not in the GB/T 2260 list: use the code of a division that exists today.`,
    );
  }
  return text;
}

/** The name of a region, always in Chinese and in English where one is known. */
export function regionName(code: string): LocalizedText {
  const region = regions().get(parseRegion(code));
  return { zh: region?.nameZh ?? null, en: region?.nameEn ?? null };
}

/** The regions a region lies in, province first, without itself: `330106` gives `330000`, `330100`. */
export function regionParents(code: string): string[] {
  return [code.slice(0, 2), code.slice(0, 4)]
    .map((pairs) => pairs.padEnd(6, '0'))
    .filter((above) => above !== code);
}

/** True where a region is the other one or lies in it. */
export function isWithin(code: string, ancestor: string): boolean {
  return code.startsWith(regionPrefix(ancestor));
}

/** What every code in a region begins with, for SQL: `330000` gives `33`, `330100` gives `3301`. */
export function regionPrefix(code: string): string {
  // An empty prefix would hold every region, and rights are decided by this.
  if (!/^\d{6}$/.test(code)) {
    throw new WrongValue(`${quoted(code)} is not a region: write its six-digit GB/T 2260 code.`);
  }
  return code.replace(/^(\d\d)0000$/, '$1').replace(/^(\d{4})00$/, '$1');
}
