import { expect, test } from 'vitest';
import { parseEmail } from '../schema/values/email.ts';
import { readValue, tidyText } from './text.ts';

test('makes one line of a text unless lines are wanted, and remarks only on what it took out', () => {
  const remarks: string[] = [];
  expect(tidyText(' a\r\n\tb  c\u00a0', 'Name', remarks)).toBe('a b c');
  expect(tidyText('a\r\n\tb', 'Description', remarks, { lines: true })).toBe('a\n\tb');
  expect(tidyText('e\u0301', 'Name', remarks)).toBe('é');
  expect(tidyText(' \n', 'Name', remarks)).toBeNull();
  expect(remarks).toEqual([]);
  expect(tidyText('a\u0016b\ud83d', 'Name', remarks)).toBe('a b');
  expect(remarks).toEqual(['Name held control characters: each became a space.']);
});

test('lets through errors that are not about the value', () => {
  const remarks: string[] = [];
  const breaks = () => {
    throw new TypeError('a bug');
  };
  expect(() => readValue('x', breaks, 'E-mail', remarks)).toThrow('a bug');
  expect(readValue(' a@b.org\u00a0', parseEmail, 'E-mail', remarks)).toBe('a@b.org');
  expect(readValue('  ', parseEmail, 'E-mail', remarks)).toBeNull();
  expect(remarks).toEqual([]);
});
