import { expect, test } from 'vitest';
import { parseIndustry } from './industry.ts';

test.each([
  ['C', 'C'],
  [' c27 ', 'C27'],
  ['C272', 'C272'],
  ['m7340', 'M7340'],
])('reads %j as %s', (text, code) => {
  expect(parseIndustry(text)).toBe(code);
});

test.each(['', '27', 'U10', 'C2', 'C27200', 'CC27', 'Ｃ27', 'C27\u202e'])('refuses %j', (text) => {
  expect(() => parseIndustry(text)).toThrow(/is not an industry: write its GB\/T 4754 code/);
});
