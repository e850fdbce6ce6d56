import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { hasRealData, realFile } from '../../../formats/reading.kit.ts';
import type { Id } from '../../../schema/ids.ts';
import { formsOf } from './name.forms.ts';
import { formsIn, type KnownForm, likelyFrom, matchName } from './name.match.ts';

/** A record of ROR as far as names go. */
interface Listed {
  id: string;
  names: { value: string; lang: string | null; types: string[] }[];
}

const read = (file: string) =>
  readFileSync(realFile(`ror/${file}`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Listed);

/** What would be known after an import of these lists, by form. Acronyms are no names: too many share one. */
class Names {
  readonly ids = new Set<string>();
  readonly #byForm = new Map<string, KnownForm[]>();

  add({ id, names }: Listed, country: string | null) {
    this.ids.add(id);
    const own = names.filter(({ types }) => !types.includes('acronym') || types.includes('label'));
    for (const { form, kind } of own.flatMap(({ value }) => formsOf(value))) {
      const there = this.#byForm.get(form) ?? [];
      this.#byForm.set(form, [...there, { organizationId: id as Id<'Organization'>, form, kind, country }]);
    }
  }

  likely(text: string): string[] {
    const known = formsIn(text).flatMap((form) => this.#byForm.get(form) ?? []);
    return matchName(text, known)
      .filter(({ score }) => score >= likelyFrom)
      .map(({ organizationId }) => organizationId);
  }
}

/** How often the right ones were found among what texts name, and how often others were. */
function measure(names: Names, pairs: readonly { text: string; wanted: string[] }[]) {
  let right = 0;
  let wrong = 0;
  let missed = 0;
  for (const { text, wanted } of pairs) {
    const found = names.likely(text);
    right += found.filter((id) => wanted.includes(id)).length;
    wrong += found.filter((id) => !wanted.includes(id)).length;
    missed += wanted.filter((id) => !found.includes(id)).length;
  }
  const round = (part: number, whole: number) => (whole === 0 ? 0 : Number((part / whole).toFixed(3)));
  return {
    strings: pairs.length,
    precision: round(right, right + wrong),
    recall: round(right, right + missed),
    wrong,
  };
}

const table: Record<string, object> = {};
afterAll(() => {
  if (hasRealData) console.table(table);
});

describe.skipIf(!hasRealData)('over real affiliations', () => {
  it('finds those that are known at 0.95 and 0.80 or better, and few where none is', () => {
    const names = new Names();
    for (const record of read('ror-v2-cn-hk-mo-tw.ndjson')) names.add(record, 'CN');
    for (const record of read('ror-v2-world-sample.ndjson')) names.add(record, null);
    const labelled = JSON.parse(readFileSync(realFile('ror/affiliations-labelled.json'), 'utf8')) as {
      affiliation: string;
      ror_ids: string[];
    }[];
    const pairs = labelled.map(({ affiliation, ror_ids: ids }) => ({
      text: affiliation,
      wanted: ids.filter((id) => names.ids.has(id)),
    }));
    const known = pairs.filter(({ wanted }) => wanted.length > 0);
    const unknown = pairs.filter(({ wanted }) => wanted.length === 0);
    const found = (table['labelled, known here'] = measure(names, known));
    const others = (table['labelled, all others'] = measure(names, unknown));
    expect([found.strings, others.strings]).toEqual([290, 2_710]);
    expect(found.precision).toBeGreaterThanOrEqual(0.95);
    expect(found.recall).toBeGreaterThanOrEqual(0.8);
    expect(others.wrong / others.strings).toBeLessThanOrEqual(0.015);
  });

  it('finds Chinese names in Chinese texts, and nobody in texts that name others', () => {
    const listed = read('ror-v2-cn-hk-mo-tw.ndjson').flatMap((record) => {
      const zh = record.names.find(({ lang, value }) => lang === 'zh' && /^\p{Script=Han}{4,}$/u.test(value));
      return zh ? [{ record, zh: zh.value }] : [];
    });
    // Every third organisation stays unknown: texts that name it must find nobody.
    const names = new Names();
    listed.forEach(({ record }, index) => {
      if (index % 3 !== 2) names.add(record, 'CN');
    });
    const places = ['北京 100871', '武汉市洪山区', '湖北省宜昌市', '上海200433', '四川 成都'];
    const parts = ['化学与分子工程学院', '药学系', '国家重点实验室', '图书馆', '基础医学部'];
    const written: ((name: string, index: number) => string)[] = [
      (name) => name,
      (name, index) => `${name}，${places[index % places.length]}`,
      (name, index) => `${name}${parts[index % parts.length]}`,
      (name, index) =>
        `${parts[index % parts.length]}，${name}，${places[(index + 1) % places.length]}，中国`,
      (name, index) => `${index}. ${name}（${places[index % places.length]}）；`,
      (name) => `作者单位：${name} 通讯作者：李某`,
      (name, index) => `${places[index % places.length]}，${name} ${parts[(index + 2) % parts.length]}`,
      (name) => `本项目由${name}承担`,
    ];
    const pair = ({ record, zh }: (typeof listed)[number], index: number) => ({
      text: written[index % written.length]!(zh, index),
      wanted: names.ids.has(record.id) ? [record.id] : [],
    });
    const known = listed.filter(({ record }) => names.ids.has(record.id)).slice(0, 200);
    const unknown = listed.filter(({ record }) => !names.ids.has(record.id)).slice(0, 100);
    const found = (table['Chinese, known here'] = measure(names, known.map(pair)));
    const others = (table['Chinese, all others'] = measure(names, unknown.map(pair)));
    expect([found.strings, others.strings]).toEqual([200, 100]);
    expect(found.precision).toBeGreaterThanOrEqual(0.95);
    expect(found.recall).toBeGreaterThanOrEqual(0.8);
    expect(others.wrong).toBeLessThanOrEqual(5);
  });
});
