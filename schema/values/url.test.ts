import { expect, it } from 'vitest';
import { parseUrl } from './url.ts';

it('gives the canonical form', () => {
  expect(parseUrl(' HTTP://Example.ORG:80 ')).toBe('http://example.org/');
  expect(parseUrl('https://例子.测试/设备?q=显微镜')).toBe(
    'https://xn--fsqu00a.xn--0zwm56d/%E8%AE%BE%E5%A4%87?q=%E6%98%BE%E5%BE%AE%E9%95%9C',
  );
  expect(parseUrl(parseUrl('https://www.st-andrews.ac.uk/a/../physics/#lab'))).toBe(
    'https://www.st-andrews.ac.uk/physics/#lab',
  );
});

it('refuses other schemes and broken addresses', () => {
  for (const text of [
    '',
    'www.example.org',
    'ftp://example.org',
    'javascript:alert(1)',
    'data:text/html,x',
    '//example.org',
    'http:example.org',
    'https:///example.org',
    'https://',
    'https://exa mple.org',
    'https://example.org/a\nb',
    'https:\\\\example.org',
    'https://[::1',
    'http://a:99999/',
  ]) {
    expect(() => parseUrl(text)).toThrow(
      'is not a web address: write it whole, as https://example.org/page.',
    );
  }
});

it('refuses a user or password without repeating it', () => {
  for (const text of ['https://user:secret@example.org/', 'https://user@example.org/']) {
    expect(() => parseUrl(text)).toThrow(
      'The web address holds a user name or password: remove what stands before the @.',
    );
  }
});

it('refuses more than 2,000 characters, written or escaped', () => {
  expect(parseUrl(`https://example.org/${'a'.repeat(1980)}`)).toHaveLength(2000);
  for (const text of [`https://example.org/${'a'.repeat(1981)}`, `https://example.org/${'显'.repeat(300)}`]) {
    expect(() => parseUrl(text)).toThrow('is too long for a web address: use at most 2,000 characters.');
  }
});
