import { expect, it } from 'vitest';
import { quoted, WrongValue } from './wrong-value.ts';

it('quotes at most forty characters of the input', () => {
  expect(quoted('short')).toBe('"short"');
  expect(quoted('宜'.repeat(40))).toBe(`"${'宜'.repeat(40)}"`);
  expect(quoted('😀'.repeat(1000))).toBe(`"${'😀'.repeat(40)}…"`);
});

it('shows no control character, direction mark, or half character of the input', () => {
  expect(quoted('a\nb\u202Ec\u0000d\uD800e\u2028f')).toBe('"a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf"');
});

it('is a plain error with a name to tell it by', () => {
  const error = new WrongValue('No.');
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.message]).toEqual(['WrongValue', 'No.']);
});
