import { quoted, WrongValue } from './wrong-value.ts';

/** Reads a CSTR (科技资源标识) and gives `CSTR:31253.11.sciencedb.00001`. Mends what catalogues write: a
 *  full-width colon, a doubled or missing prefix, a full stop (。) at the end, a cstr.cn address. Keep the
 *  original beside it. Source: GB/T 32843-2016; it has no check digit. */
export function parseCstr(text: string): string {
  const bare = text
    .slice(0, 300)
    .trim()
    .replace(/^https?:\/\/(?:www\.)?cstr\.cn\//i, '')
    .replace(/^(?:cstr\s*[:：]\s*)+/i, '')
    .replace(/[\s。]+$/, '');
  if (text.length > 300 || !/^\w{5}\.\d{2}\.[^\s\p{C}]+$/u.test(bare)) {
    throw new WrongValue(`${quoted(text)} is not a CSTR: write it as CSTR:31253.11.sciencedb.00001.`);
  }
  return `CSTR:${bare}`;
}
