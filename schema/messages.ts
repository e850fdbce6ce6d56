import type { Locale } from './context.ts';
import { chinese } from './messages.zh.ts';

/** What each code means, before a detail that exists in English alone. */
const leads: Readonly<Record<string, string>> = {
  BAD_REQUEST: '请求有误：',
  BAD_USER_INPUT: '输入有误：',
  FORBIDDEN: '没有权限：',
  GRAPHQL_PARSE_FAILED: '无法解析文档：',
  GRAPHQL_VALIDATION_FAILED: '文档不符合模式：',
  UNAUTHENTICATED: '身份未确认：',
};

const templates = Object.entries(chinese)
  .map(([english, text]) => ({ parts: english.split('{}'), text }))
  // What says more comes first: a template of few words would match what has its own.
  .sort((a, b) => b.parts.join('').length - a.parts.join('').length);

/** A text for people in the reader's language. What has no Chinese stays English, after the lead of its
 *  code where it has one. */
export function told(locale: Locale, english: string, code?: unknown): string {
  if (locale === 'en') return english;
  return inChinese(english) ?? `${leads[String(code)] ?? ''}${english}`;
}

/** Null where the catalogue has no such text. */
function inChinese(english: string): string | null {
  for (const { parts, text } of templates) {
    const filled = filledIn(parts, english);
    if (filled) {
      return text.replace(/\{(\d)\}/g, (_place, at: string) => {
        const given = filled[Number(at) - 1] ?? '';
        return inChinese(given) ?? given;
      });
    }
  }
  return rulesInChinese(english);
}

/** What stands in the places of a template; null when the text is not of it. Goes through the text once. */
function filledIn(parts: readonly string[], text: string): string[] | null {
  const [first = '', ...rest] = parts;
  const last = rest.at(-1);
  if (last === undefined) return text === first ? [] : null;
  if (!text.startsWith(first) || !text.endsWith(last)) return null;
  const found: string[] = [];
  let from = first.length;
  for (const [index, part] of rest.entries()) {
    const to = index === rest.length - 1 ? text.length - last.length : text.indexOf(part, from);
    if (to < from) return null;
    found.push(text.slice(from, to));
    from = to + part.length;
  }
  return found;
}

/** Rules joined by "or" and "and", when every one is known: what a client wrote may hold such words. */
function rulesInChinese(english: string): string | null {
  for (const [word, joint] of [
    [', or ', '，或'],
    [', and ', '，且'],
  ] as const) {
    if (!english.includes(word)) continue;
    const all = english.split(word).map(inChinese);
    return all.includes(null) ? null : all.join(joint);
  }
  return null;
}
