import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { currencies } from './currencies.ts';
import { instrumentClasses, instrumentClassesByCode } from './instrument-classes.ts';
import { readList } from './read.ts';
import { regions } from './regions.ts';
import { subjects } from './subjects.ts';

it('reads a list of three thousand rows within ten milliseconds', () => {
  const times = Array.from({ length: 5 }, () => {
    const startedAt = performance.now();
    readList('regions.csv', ['code', 'name_zh', 'name_en']);
    return performance.now() - startedAt;
  });
  // The best of five, because a busy machine can hold up any one of them.
  expect(Math.min(...times)).toBeLessThan(10);
});

it('reads 3,226 regions, of which 34 are provinces and 342 are cities', () => {
  const all = [...regions().values()];
  expect(all).toHaveLength(3226);
  const provinces = all.filter(({ code }) => code.endsWith('0000'));
  const cities = all.filter(({ code }) => code.endsWith('00') && !code.endsWith('0000'));
  expect([provinces.length, cities.length]).toEqual([34, 342]);
  expect(provinces.filter(({ nameEn }) => nameEn === null)).toEqual([]);
  expect(
    all.filter(({ code, nameZh }) => !/^\d{6}$/.test(code) || !/^\p{Script=Han}+$/u.test(nameZh)),
  ).toEqual([]);
});

it('names the cities that examples speak of', () => {
  const names = ['420500', '420100', '330100', '330200', '500000', '510500'].map((code) =>
    regions().get(code),
  );
  expect(names.map((region) => `${region?.nameZh} ${region?.nameEn}`)).toEqual([
    '宜昌市 Yichang',
    '武汉市 Wuhan',
    '杭州市 Hangzhou',
    '宁波市 Ningbo',
    '重庆市 Chongqing',
    '泸州市 Luzhou',
  ]);
});

it('reads the 62 first-level subjects', () => {
  expect(subjects().size).toBe(62);
  expect(subjects().get('430')).toEqual({ code: '430', nameZh: '材料科学' });
});

it('keeps apart the levels at which one instrument class stands', () => {
  expect(instrumentClasses()).toHaveLength(749);
  expect([1, 2, 3].map((level) => instrumentClasses().filter((each) => each.level === level).length)).toEqual(
    [15, 94, 640],
  );
  expect(instrumentClassesByCode('019900')).toEqual([
    { code: '019900', parent: '010000', level: 2, nameZh: '其他' },
    { code: '019900', parent: '019900', level: 3, nameZh: '其他' },
  ]);
  expect(instrumentClassesByCode('000001')).toEqual([]);
  const codes = new Set(instrumentClasses().map(({ code }) => code));
  expect([...codes].filter((code) => instrumentClassesByCode(code).length === 2)).toHaveLength(10);
  expect(instrumentClasses().filter(({ parent }) => parent !== null && !codes.has(parent))).toEqual([]);
});

it('knows the minor digits of currencies', () => {
  expect(currencies().size).toBe(166);
  expect(['CNY', 'JPY', 'KWD', 'CLF', 'XAU'].map((code) => currencies().get(code))).toEqual([
    2,
    0,
    3,
    4,
    undefined,
  ]);
});

it('holds no quotes, carriage returns, or byte-order marks, since the reader splits at commas', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.csv'));
  expect(files).toEqual(['currencies.csv', 'instrument-classes.csv', 'regions.csv', 'subjects.csv']);
  for (const file of files) {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(text).not.toMatch(/["\r\uFEFF]/);
    const widths = new Set(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',').length),
    );
    expect(widths.size).toBe(1);
  }
});

it('refuses a list with other columns than its loader reads', () => {
  expect(() => readList('subjects.csv', ['code', 'name'])).toThrow(
    'subjects.csv has other columns than code,name.',
  );
});
