import { expect, it } from 'vitest';
import { regions } from '../../db/lists/regions.ts';
import { isWithin, parseRegion, regionName, regionParents, regionPrefix } from './region.ts';

it('reads codes that are in the list', () => {
  for (const code of ['420500', '330106', '500000', '710000', '429004']) expect(parseRegion(code)).toBe(code);
});

it('refuses other codes, abolished ones among them', () => {
  for (const text of ['', '42', '4205000', 'CN-42', ' 420500', '４２０５００']) {
    expect(() => parseRegion(text)).toThrow(
      'is not a region: write its six-digit GB/T 2260 code, as 420500.',
    );
  }
  for (const code of ['000000', '990000', '330103']) {
    expect(() => parseRegion(code)).toThrow(
      `"${code}" is not in the GB/T 2260 list: use the code of a division that exists today.`,
    );
  }
});

it('names regions in Chinese, and in English where known', () => {
  expect(regionName('420500')).toEqual({ zh: '宜昌市', en: 'Yichang' });
  expect(regionName('420505')).toEqual({ zh: '猇亭区', en: null });
});

it('goes up by pairs', () => {
  expect(regionParents('330106')).toEqual(['330000', '330100']);
  expect(regionParents('330100')).toEqual(['330000']);
  expect(regionParents('330000')).toEqual([]);
});

it('has every parent of every region in the list', () => {
  const missing = [...regions().keys()].filter((code) =>
    regionParents(code).some((parent) => !regions().has(parent)),
  );
  expect(missing).toEqual([]);
});

it('gives the beginning that codes in a region share', () => {
  expect(['330000', '330100', '330106', '500000', '429004'].map(regionPrefix)).toEqual([
    '33',
    '3301',
    '330106',
    '50',
    '429004',
  ]);
  expect(() => regionPrefix('')).toThrow('"" is not a region: write its six-digit GB/T 2260 code.');
});

it('finds a region within itself and those above it, and in no other', () => {
  expect(isWithin('330106', '330000')).toBe(true);
  expect(isWithin('330106', '330100')).toBe(true);
  expect(isWithin('330106', '330106')).toBe(true);
  expect(isWithin('330000', '330100')).toBe(false);
  expect(isWithin('330106', '330200')).toBe(false);
});

it('agrees with the parents on who is within whom, over one province', () => {
  const codes = [...regions().keys()].filter((code) => code.startsWith('42'));
  for (const code of codes) {
    const above = codes.filter((other) => isWithin(code, other));
    expect(above).toEqual([...regionParents(code), code]);
  }
});
