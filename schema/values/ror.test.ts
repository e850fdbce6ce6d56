import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRor } from './ror.ts';

it('reads the address and the bare id', () => {
  for (const text of [
    'https://ror.org/03acrzv41',
    '03acrzv41',
    'ROR.org/03ACRZV41',
    ' http://www.ror.org/03acrzv41 ',
  ]) {
    expect(parseRor(text)).toBe('https://ror.org/03acrzv41');
  }
});

it('tells a wrong form from wrong check digits', () => {
  for (const text of [
    '',
    '3acrzv41',
    '13acrzv41',
    '03acrzv4',
    '03acrzv411',
    '03acrzi41',
    '03acrzl41',
    'https://ror.org/03acrzv41/',
    'https://example.org/03acrzv41',
  ]) {
    expect(() => parseRor(text)).toThrow('is not a ROR id: write it as https://ror.org/03acrzv41.');
  }
  expect(() => parseRor('https://ror.org/03acrzv42')).toThrow(
    '"https://ror.org/03acrzv42" has wrong check digits for a ROR id: look for a mistyped character.',
  );
});

const folder = new URL('../../../shared/data/ror/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.warn('skipped: no real ROR records beside the project (../shared/data/ror)');

describe.skipIf(!isThere)('real records', () => {
  it.each([
    ['ror-v2-cn-hk-mo-tw.ndjson', 1309],
    ['ror-v2-world-sample.ndjson', 1500],
  ])('of %s all pass, with the organisations they name', (file, count) => {
    const records = readFileSync(new URL(file, folder), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; relationships: { id: string }[] });
    expect(records).toHaveLength(count);
    const ids = records.flatMap((record) => [record.id, ...record.relationships.map((each) => each.id)]);
    expect(ids.filter((id) => parseRor(id) !== id)).toEqual([]);
  });

  it('of labelled affiliations all pass', () => {
    const labels = JSON.parse(readFileSync(new URL('affiliations-labelled.json', folder), 'utf8')) as {
      ror_ids: string[];
    }[];
    expect(labels).toHaveLength(3000);
    expect(labels.flatMap((label) => label.ror_ids).filter((id) => parseRor(id) !== id)).toEqual([]);
  });
});
