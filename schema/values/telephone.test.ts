import { expect, it } from 'vitest';
import { parseTelephone } from './telephone.ts';

it.each([
  ['441334 476161', '441334 476161'],
  ['+44 (0)1334 476161', '+44 (0)1334 476161'],
  ['+(86) 10 1234', '+(86) 10 1234'],
  [' ０７１７－６３９２０３４ ', '0717-6392034'],
  ['010–62781234转8001', '010-62781234 ext 8001'],
  ['01334.476161 x12', '01334 476161 ext 12'],
  ['01334 476161 Ext. 12', '01334 476161 ext 12'],
  ['110', '110'],
])('reads %s', (text, canonical) => {
  expect(parseTelephone(text)).toBe(canonical);
  expect(parseTelephone(canonical)).toBe(canonical);
});

it('refuses what nobody could dial, and two numbers in one', () => {
  for (const text of [
    '',
    '12',
    '+',
    'ext 5',
    'ask reception',
    '123/456',
    '123; 456',
    '+86+1',
    '((1)23',
    '1)23',
    '1'.repeat(19),
    ' '.repeat(81),
  ]) {
    expect(() => parseTelephone(text)).toThrow(
      'is not a telephone number: write one number, as +86 717 639 2034 ext 12.',
    );
  }
});
