import { expect, it } from 'vitest';
import type { Id } from '../../../schema/ids.ts';
import { formsOf } from './name.forms.ts';
import { formsIn, type KnownForm, likelyFrom, matchName } from './name.match.ts';

/** Names as they would be known, with their forms. */
function known(names: Record<string, string[]>, country: string | null = 'CN'): KnownForm[] {
  return Object.entries(names).flatMap(([id, all]) =>
    all.flatMap(formsOf).map((form) => ({ ...form, organizationId: id as Id<'Organization'>, country })),
  );
}
const some = known({
  peking: ['Peking University', '北京大学'],
  hunan: ['Hunan University', '湖南大学'],
  fishery: ['Ministry of Agriculture'],
  barbara: ['University of California, Santa Barbara'],
  institute: ['National Institute (China)', 'Institute of Physics (China)', '物理研究所（北京）'],
  twin: ['Southeast University'],
  other: ['Southeast University'],
});

const found = (text: string, forms = some) => {
  const asked = new Set(formsIn(text));
  return matchName(
    text,
    forms.filter(({ form }) => asked.has(form)),
  ).map(({ organizationId, score, reasons }) => [organizationId, score, reasons.join(' ')]);
};

it.each([
  ['Peking University', 'peking', 1, 'NAME_AS_WRITTEN WHOLE_TEXT'],
  ['University of Peking', 'peking', 1, 'NAME_AS_WRITTEN WHOLE_TEXT'],
  [
    'Dept. of Chem., Peking Univ., Beijing, China',
    'peking',
    0.98,
    'NAME_AS_WRITTEN WHOLE_PART COUNTRY_AGREES',
  ],
  ['School of Physics Peking University Beijing', 'peking', 0.93, 'NAME_AS_WRITTEN WITHIN_PART'],
  ['Peking University, Tokyo, Japan', 'peking', 0.392, 'NAME_AS_WRITTEN WHOLE_PART COUNTRY_DIFFERS'],
  ['Peking University Third Hospital', 'peking', 0.465, 'NAME_AS_WRITTEN WITHIN_PART LONGER_NAME'],
  ['Hunan University of Science and Technology', 'hunan', 0.465, 'NAME_AS_WRITTEN WITHIN_PART LONGER_NAME'],
  ['Physics, University of California, Santa Barbara', 'barbara', 0.98, 'NAME_AS_WRITTEN WHOLE_PART'],
  ['Institute of Physics', 'institute', 0.95, 'NAME_SHORTENED WHOLE_TEXT'],
  [
    'Key Laboratory of Ministry of Agriculture, Wuxi',
    'fishery',
    0.372,
    'NAME_AS_WRITTEN WITHIN_PART OFFICE_OF_A_LABORATORY',
  ],
  ['北京大学', 'peking', 1, 'NAME_AS_WRITTEN WHOLE_TEXT'],
  ['北京大学化学与分子工程学院，北京 100871', 'peking', 0.93, 'NAME_AS_WRITTEN WITHIN_PART'],
  ['北京大学第三医院', 'peking', 0.465, 'NAME_AS_WRITTEN WITHIN_PART LONGER_NAME'],
  ['物理研究所', 'institute', 0.95, 'NAME_SHORTENED WHOLE_TEXT'],
])('finds in "%s" %s at %d, because of %s', (text, id, score, reasons) => {
  expect(found(text)).toEqual([[id, score, reasons]]);
});

it('says that a name has several bearers, and takes none of them for likely', () => {
  const matches = found('Southeast University');
  expect(matches).toEqual([
    ['other', 0.5, 'NAME_AS_WRITTEN WHOLE_TEXT NAME_OF_MANY'],
    ['twin', 0.5, 'NAME_AS_WRITTEN WHOLE_TEXT NAME_OF_MANY'],
  ]);
  expect(matches.filter(([, score]) => Number(score) >= likelyFrom)).toEqual([]);
});

it('finds every organisation of a text, and the longest name where names lie within each other', () => {
  const forms = known({
    a: ['Nantong University'],
    b: ['Affiliated Hospital of Nantong University'],
    c: ['Peking University'],
  });
  expect(
    found('Affiliated Hospital of Nantong University, Nantong; Peking University, Beijing', forms),
  ).toEqual([
    ['b', 0.98, 'NAME_AS_WRITTEN WHOLE_PART'],
    ['c', 0.98, 'NAME_AS_WRITTEN WHOLE_PART'],
  ]);
});

it('finds nothing in what names nobody, and takes any text', () => {
  for (const text of [
    '',
    ' ',
    '。，',
    '<script>',
    '\u0000',
    '𠀀'.repeat(1_000),
    '&#x110000; &#xD800; &amp;amp;',
  ])
    expect(found(text)).toEqual([]);
});

it('asks for a number of forms that the length of a text bounds', () => {
  expect(formsIn('word '.repeat(200)).length).toBeLessThan(15);
  const words = Array.from({ length: 166 }, (_, index) => `w${index}x`).join(' ');
  expect(formsIn(words).length).toBeLessThan(14 * 166 * 2);
  const characters = Array.from({ length: 1_000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join(
    '',
  );
  expect(formsIn(characters).length).toBeLessThan(28 * 1_000);
});
