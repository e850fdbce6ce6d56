import { expect, it } from 'vitest';
import { parseEmail } from './email.ts';

it('reads plain addresses and lowers the domain only', () => {
  expect(parseEmail('gsd@st-andrews.ac.uk\u00A0')).toBe('gsd@st-andrews.ac.uk');
  expect(parseEmail("Mary.O'Hara+lab@Example.ORG")).toBe("Mary.O'Hara+lab@example.org");
  expect(parseEmail(`${'a'.repeat(64)}@x1.cn`)).toBe(`${'a'.repeat(64)}@x1.cn`);
});

it('refuses everything else', () => {
  for (const text of [
    '',
    'a',
    '@',
    'a@',
    '@b.org',
    'a@b',
    'a@b.1',
    'a@127.0.0.1',
    'a@[127.0.0.1]',
    'a@-b.org',
    'a@b-.org',
    'a@b..org',
    'a@b.org.',
    '.a@b.org',
    'a.@b.org',
    'a..b@b.org',
    'a b@b.org',
    'a@b.org, c@d.org',
    'A <a@b.org>',
    'mailto:a@b.org',
    'a@b@c.org',
    '"a"@b.org',
    '张@b.org',
    `${'a'.repeat(65)}@b.org`,
    `a@${'b'.repeat(64)}.org`,
    'a@b.org\nBcc: c@d.org',
  ]) {
    expect(() => parseEmail(text)).toThrow(
      'is not an e-mail address: write one plain address, as name@example.org.',
    );
  }
  expect(() => parseEmail(`a@${'b.'.repeat(130)}org`)).toThrow(
    'is too long: an e-mail address has at most 254 characters.',
  );
});
