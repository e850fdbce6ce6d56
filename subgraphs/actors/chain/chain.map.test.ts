import { expect, test } from 'vitest';
import { drawChainMap, type LinkFacts, type PositionFacts } from './chain.map.ts';

const position = (key: string, count: number, more: Partial<PositionFacts> = {}): PositionFacts => ({
  ...{ key, title: { zh: `${key}环节`, en: key }, isEssential: false, count, countInRegion: count, ...more },
});
const link = (fromKey: string, toKey: string, supplyCount: number): LinkFacts => ({
  ...{ fromKey, toKey, what: { zh: '原料', en: 'material' }, supplyCount },
});

test.each([
  [1, 1, 1, null, null],
  [3, 2, 5, null, null],
  [0, 0, 0, 'BOTH_ENDS_EMPTY', 'Nobody stands in a or in b, so no material can flow.'],
  [0, 2, 0, 'SUPPLIER_MISSING', 'Nobody stands in a to give material to the 2 in b.'],
  [2, 0, 0, 'CUSTOMER_MISSING', 'Nobody stands in b to take material from the 2 in a.'],
  [3, 2, 0, 'NO_SUPPLY', 'There are 3 in a and 2 in b, but no confirmed supply of material between them.'],
])('from %i to %i with %i supplies a link is %s', (from, to, supplies, code, reason) => {
  const { brokenLinks } = drawChainMap([position('a', from), position('b', to)], [link('a', 'b', supplies)]);
  expect(brokenLinks.map((each) => [each.code, each.reason.en])).toEqual(code ? [[code, reason]] : []);
  for (const each of brokenLinks) expect(each.reason.zh).toMatch(/“a环节”.*原料/);
});

test.each([
  [{ isEssential: false }, 0, null, null],
  [{ isEssential: true }, 2, null, null],
  [{ isEssential: true }, 0, 'NOBODY', 'a is essential, and nobody stands in it.'],
  [
    { isEssential: true, countInRegion: 0 },
    2,
    'NOBODY_IN_REGION',
    'a is essential, and all 2 in it are outside the region.',
  ],
  [{ isEssential: true, countInRegion: null }, 2, null, null],
])('a position that is %j, with %i in it, misses %s', (more, count, code, reason) => {
  const { missingPartners } = drawChainMap([position('a', count, more)], []);
  expect(missingPartners.map((each) => [each.code, each.reason.en])).toEqual(code ? [[code, reason]] : []);
});

test('a circle of supply is whole where every link carries something', () => {
  const positions = [position('a', 1), position('b', 1), position('c', 1)];
  const links = [link('a', 'b', 1), link('b', 'c', 1), link('c', 'a', 1)];
  const map = drawChainMap(positions, links);
  expect(map).toEqual({ positions, links, brokenLinks: [], missingPartners: [] });
});

test('tells in the other language what has a name in one', () => {
  const only = position('a', 0, { isEssential: true, title: { zh: '原料药', en: null } });
  const [missing] = drawChainMap([only], []).missingPartners;
  expect(missing!.reason).toEqual({
    zh: '“原料药”不可或缺，却没有组织。',
    en: '原料药 is essential, and nobody stands in it.',
  });
});

test('refuses a link to where no position is', () => {
  expect(() => drawChainMap([position('a', 1)], [link('a', 'b', 0)])).toThrow('joins no two positions');
});
