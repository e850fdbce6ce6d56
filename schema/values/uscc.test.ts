import { expect, it } from 'vitest';
import { parseUscc } from './uscc.ts';

it('reads codes of real organisations', () => {
  for (const code of ['91350100M000100Y43', '914403001922038216', '91440300708461136T'])
    expect(parseUscc(code)).toBe(code);
  expect(parseUscc(' 91350100m000100y43 ')).toBe('91350100M000100Y43');
});

it('tells a wrong form from a wrong check character', () => {
  for (const text of [
    '',
    '91350100M000100Y4',
    '91350100M000100Y433',
    '91350100O000100Y43',
    '91350100I000100Y43',
    '9135 0100M000100Y4',
  ]) {
    expect(() => parseUscc(text)).toThrow(
      'is not a unified social credit code: write 18 digits and capitals without I, O, S, V, Z.',
    );
  }
  expect(() => parseUscc('91350100M000100Y44')).toThrow(
    '"91350100M000100Y44" has a wrong check character for a unified social credit code: ' +
      'look for a mistyped character.',
  );
});
