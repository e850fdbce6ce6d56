import { expect, it } from 'vitest';
import { parseCstr } from './cstr.ts';

it('mends what catalogues write, and keeps the letters of the internal id', () => {
  for (const text of [
    'CSTR:31253.11.sciencedb.00001',
    'cstr:31253.11.sciencedb.00001',
    'CSTR：31253.11.sciencedb.00001',
    'CSTR:CSTR: 31253.11.sciencedb.00001',
    '31253.11.sciencedb.00001。',
    'https://cstr.cn/31253.11.sciencedb.00001',
    'https://cstr.cn/CSTR:31253.11.sciencedb.00001',
  ]) {
    expect(parseCstr(text)).toBe('CSTR:31253.11.sciencedb.00001');
  }
  expect(parseCstr('CSTR:32003.36.ChinaXiv.202105.00070.V1')).toBe('CSTR:32003.36.ChinaXiv.202105.00070.V1');
});

it('refuses other forms', () => {
  for (const text of [
    '',
    'CSTR:',
    '3125.11.x',
    '312533.11.x',
    '31253.1.x',
    '31253.11.',
    '31253.11.a b',
    '31253-11-x',
    '10.1000/182',
    '。'.repeat(100_000),
  ]) {
    expect(() => parseCstr(text)).toThrow('is not a CSTR: write it as CSTR:31253.11.sciencedb.00001.');
  }
});
