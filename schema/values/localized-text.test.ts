import { expect, it } from 'vitest';
import { detectLanguage, parseLocalizedText, parseText, pickText } from './localized-text.ts';

it('takes either language, trims, and composes characters', () => {
  expect(parseLocalizedText({ zh: '\u3000电子显微镜 ', en: '  Cafe\u0301 ' }, { max: 20 })).toEqual({
    zh: '电子显微镜',
    en: 'Café',
  });
  expect(parseLocalizedText({ zh: ' ', en: 'x' }, { max: 20 })).toEqual({ zh: null, en: 'x' });
  expect(parseLocalizedText({ zh: '中', en: null }, { max: 1 })).toEqual({ zh: '中', en: null });
});

it('refuses a text in neither language', () => {
  for (const input of [{}, { zh: null, en: null }, { zh: '', en: '\t' }]) {
    expect(() => parseLocalizedText(input, { max: 5 })).toThrow('The text is empty: give zh, en, or both.');
  }
});

it('counts characters, not bytes or halves', () => {
  expect(parseText('😀'.repeat(5), { max: 5 })).toBe('😀'.repeat(5));
  expect(() => parseText('显'.repeat(6), { max: 5 })).toThrow(
    '"显显显显显显" is too long: use at most 5 characters.',
  );
  expect(() => parseText(' '.repeat(1_000_000), { max: 5 })).toThrow(
    'is too long: use at most 5 characters.',
  );
});

it('refuses control characters, and takes line breaks and tabs only where they are allowed', () => {
  expect(() => parseText('a\nb', { max: 5 })).toThrow('"a\uFFFDb" has control characters: remove every one.');
  expect(parseText('a\r\n\tb\rc', { max: 9, lines: true })).toBe('a\n\tb\nc');
  expect(() => parseText('a\u0000b', { max: 5, lines: true })).toThrow(
    'has control characters: remove every one other than line breaks and tabs.',
  );
  expect(() => parseText('a\uD800', { max: 5 })).toThrow(
    'has half of a character: send well-formed Unicode text.',
  );
});

it('refuses what could make a text look like another: marks of direction, and HTML', () => {
  for (const mark of ['\u202E', '\u2066', '\u200F', '\u061C'])
    expect(() => parseText(`a${mark}b`, { max: 5 })).toThrow('has marks that turn the direction of writing');
  for (const html of ['<b>x</b>', 'x<img src=1 onerror=f()>', '</p >', '<!-- x -->', '<!DOCTYPE html>'])
    expect(() => parseText(html, { max: 50 })).toThrow('has HTML in it: write plain text, without tags.');
  for (const plain of ['p < 0.05, n > 3', 'a<b', 'R&D', '《标准》'])
    expect(parseText(plain, { max: 50 })).toBe(plain);
});

it('falls back to the other language', () => {
  expect(pickText({ zh: '宜昌', en: 'Yichang' }, 'en')).toBe('Yichang');
  expect(pickText({ zh: '宜昌', en: null }, 'en')).toBe('宜昌');
  expect(pickText({ zh: null, en: 'Yichang' }, 'zh')).toBe('Yichang');
  expect(() => pickText({ zh: null, en: null }, 'zh')).toThrow('The text is empty: give zh, en, or both.');
});

it('takes a text with a Han character for Chinese', () => {
  expect(['X射线衍射仪', 'NMR 400 MHz', '', '〇'].map(detectLanguage)).toEqual(['zh', 'en', 'en', 'zh']);
});
