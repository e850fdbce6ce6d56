import { describe, expect, test } from 'vitest';
import { readFirstData } from './firstdata.ts';
import { hasRealData, inputOf, realFile, sortOut } from './reading.kit.ts';

const source = {
  id: 'sample',
  name: { zh: '示例', en: 'Sample', native: '示例' },
  description: { zh: '一份示例。' },
  website: 'https://example.org',
  data_url: 'ftp://example.org/data',
  data_content: { en: ['one', 'two'], zh: '一' },
  domains: ['health'],
  country: 'CN',
  curator: 'nobody',
};

test('keeps what it can of a record and says what it left out', async () => {
  const { records, refused, remarks } = await sortOut(
    readFirstData(inputOf(`${JSON.stringify(source)}\n{"id":"x","name":{}}\n{"name":{"en":"y"}}\n`)),
  );
  expect(records).toEqual([
    {
      id: 'sample',
      name: { zh: '示例', en: 'Sample' },
      nativeName: '示例',
      description: { zh: '一份示例。', en: null },
      website: 'https://example.org/',
      dataUrl: null,
      apiUrl: null,
      content: { zh: ['一'], en: ['one', 'two'] },
      authority: null,
      updateFrequency: null,
      domains: ['health'],
      tags: [],
      country: 'CN',
      scope: null,
      other: { curator: 'nobody' },
      raw: source,
    },
  ]);
  expect(refused).toEqual([
    { line: 2, refused: 'The record has no name in Chinese or English: give one.' },
    { line: 3, refused: 'The record has no id: give one.' },
  ]);
  expect(Object.keys(remarks)).toEqual([
    'data_url was left out: "ftp://example.org/data" is not a web address: write it whole, as ' +
      'https://example.org/page.',
  ]);
});

describe.skipIf(!hasRealData)('the real descriptions of Chinese sources', () => {
  test('reads 300, refuses and remarks nothing', async () => {
    const { records, refused, remarks } = await sortOut(
      readFirstData(realFile('sources-zh-en/sources.ndjson')),
    );
    expect({ read: records.length, refused, remarks }).toEqual({ read: 300, refused: [], remarks: {} });
    expect(new Set(records.map(({ id }) => id)).size).toBe(300);
    expect(new Set(records.map(({ name }) => `${name.zh} ${name.en}`)).size).toBe(298);
    expect(records.filter(({ name }) => name.zh !== null && name.en !== null)).toHaveLength(300);
    expect(records.filter(({ name }) => name.zh?.includes('国家'))).toHaveLength(47);
    expect(records.filter(({ apiUrl }) => apiUrl !== null)).toHaveLength(6);
    expect(records.filter(({ country }) => country === null)).toHaveLength(1);
    expect(records.filter(({ other }) => Object.keys(other).length > 0)).toHaveLength(0);
  });
});
