import { expect, it } from 'vitest';
import { parseOrcid } from './orcid.ts';

it('reads the bare id and the address', () => {
  for (const text of [
    '0000-0002-1825-0097',
    'https://orcid.org/0000-0002-1825-0097',
    'http://www.orcid.org/0000-0002-1825-0097',
    ' orcid.org/0000-0002-1825-0097 ',
  ]) {
    expect(parseOrcid(text)).toBe('0000-0002-1825-0097');
  }
  expect(parseOrcid('0000-0002-1694-233x')).toBe('0000-0002-1694-233X');
});

it('assumes no beginning', () => {
  expect(parseOrcid('0009-0003-3293-5193')).toBe('0009-0003-3293-5193');
});

it('tells a wrong form from a wrong check digit', () => {
  for (const text of [
    '',
    '0000000218250097',
    '0000-0002-1825-009',
    '0000-0002-1825-00977',
    '000X-0002-1825-0097',
    'https://example.org/0000-0002-1825-0097',
  ]) {
    expect(() => parseOrcid(text)).toThrow(
      'is not an ORCID: write four groups of four, as 0000-0002-1825-0097.',
    );
  }
  expect(() => parseOrcid('0000-0002-1825-0079')).toThrow(
    '"0000-0002-1825-0079" has a wrong check digit for an ORCID: look for a mistyped digit.',
  );
});
