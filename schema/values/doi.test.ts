import { expect, it } from 'vitest';
import { parseDoi } from './doi.ts';

it('reads every way of writing one, to one name', () => {
  for (const text of [
    '10.5438/4K3M-NYVG',
    'doi:10.5438/4k3m-nyvg',
    'DOI: 10.5438/4K3M-nyvg',
    'https://doi.org/10.5438/4k3m-nyvg',
    ' http://dx.doi.org/10.5438%2F4k3m-nyvg ',
  ]) {
    expect(parseDoi(text)).toBe('10.5438/4k3m-nyvg');
  }
  expect(parseDoi('10.1000.10/É(1999)<12:A>')).toBe('10.1000.10/É(1999)<12:a>');
  expect(parseDoi('10.1000/100%25')).toBe('10.1000/100%25');
  expect(parseDoi('https://doi.org/10.1000/100%')).toBe('10.1000/100%');
});

it('refuses other forms', () => {
  for (const text of [
    '',
    '10.1000',
    '10.1000/',
    '11.1000/182',
    '10.1/182',
    '10.1000/a b',
    'https://example.org/10.1000/182',
    `10.1000/${'a'.repeat(500)}`,
  ]) {
    expect(() => parseDoi(text)).toThrow('is not a DOI: write its prefix and suffix, as 10.1000/182.');
  }
});
