import { expect, test } from 'vitest';
import { parseLanguage } from './language.ts';

test.each([
  ['zh', 'zh'],
  [' EN ', 'en'],
  ['ZH-hans-cn', 'zh-Hans-CN'],
  ['mn-Mong', 'mn-Mong'],
  ['bo', 'bo'],
])('reads %j as %s', (text, tag) => {
  expect(parseLanguage(text)).toBe(tag);
});

test.each(['', 'z', 'chinese language', 'zh_CN', '中文', 'en-', 'a'.repeat(40), 'en\u202e'])(
  'refuses %j and says the way out',
  (text) => {
    expect(() => parseLanguage(text)).toThrow(/is not a language: write its BCP 47 tag/);
  },
);
