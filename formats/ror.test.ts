import { describe, expect, test } from 'vitest';
import { hasRealData, inputOf, realFile, sortOut } from './reading.kit.ts';
import { organizationKind, readRor, type RorType } from './ror.ts';

const id = 'https://ror.org/03acrzv41';
const record = {
  id,
  names: [{ value: 'A', lang: null, types: ['ror_display'] }],
  status: 'active',
  types: [],
};
const readAll = (...values: object[]) =>
  sortOut(readRor(inputOf(values.map((value) => `${JSON.stringify(value)}\n`).join(''))));
const named = async (...names: [value: string, lang: string | null, ...types: string[]][]) => {
  const read = await readAll({
    ...record,
    names: names.map(([value, lang, ...types]) => ({ value, lang, types })),
  });
  return {
    name: read.records[0]?.name,
    aliases: read.records[0]?.aliases.map(({ text }) => text),
    remarks: read.remarks,
  };
};

test('lets the script of a name decide where its language is absent or wrong', async () => {
  expect(
    await named(
      ['寒武纪', 'en', 'label'],
      ['Cambricon', null, 'ror_display', 'label'],
      ['CAM', null, 'acronym'],
    ),
  ).toEqual({ name: { zh: '寒武纪', en: 'Cambricon' }, aliases: ['CAM'], remarks: {} });
  expect(await named(['Xiàmén Dàxué', 'zh', 'label'], ['Xiamen University', 'en', 'ror_display'])).toEqual({
    name: { zh: null, en: 'Xiamen University' },
    aliases: ['Xiàmén Dàxué'],
    remarks: {},
  });
  expect(await named(['Universität Ulm', 'de', 'ror_display', 'label'])).toEqual({
    name: { zh: null, en: 'Universität Ulm' },
    aliases: [],
    remarks: { 'The name is in the language "de": it stands as the one in en.': 1 },
  });
});

test('refuses a record without right id, name or status, each with its reason', async () => {
  const { records, refused } = await readAll(
    record,
    { ...record, id: 'https://ror.org/03acrzv42' },
    { ...record, id: null },
    { ...record, names: [{ value: 'A', types: ['alias'] }] },
    { ...record, status: 'gone' },
    { id, name: 'Old', status: 'active', types: ['Education'] },
  );
  expect(records).toHaveLength(1);
  expect(refused).toEqual([
    {
      line: 2,
      refused:
        '"https://ror.org/03acrzv42" has wrong check digits for a ROR id: look for a mistyped character.',
    },
    { line: 3, refused: 'The record has no id: give its ROR id.' },
    { line: 4, refused: 'The record has no name: give one that is a label or shown by ROR.' },
    { line: 5, refused: 'The record has no status active, inactive or withdrawn: give one.' },
    { line: 6, refused: 'The record is of ROR schema 1: use the file of schema 2.' },
  ]);
});

test('keeps the id as it was written, and drops wrong parts with a remark', async () => {
  const { records, remarks } = await readAll({
    ...record,
    id: 'ror.org/03ACRZV41',
    types: ['Company', 'guild'],
    links: [{ type: 'website', value: 'example' }],
    locations: [
      { geonames_id: 1, geonames_details: { name: 'Yichang', country_code: 'cn', lat: 30.7, lng: 1112 } },
    ],
    relationships: [{ type: 'successor', id: 'https://ror.org/0', label: 'B' }],
  });
  expect(records[0]).toMatchObject({
    ror: id,
    rorWritten: 'ror.org/03ACRZV41',
    types: ['company'],
    website: null,
    country: 'CN',
    places: [{ geonamesId: 1, name: 'Yichang', point: null }],
    successors: [],
  });
  expect(Object.keys(remarks).map((remark) => remark.split(':')[0])).toEqual([
    'A point was left out',
    'A relation was left out',
    'The type "guild" was left out',
    'The website link was left out',
  ]);
});

test.each<[RorType[], string]>([
  [['education', 'funder', 'healthcare'], 'MEDICAL_INSTITUTION'],
  [['funder', 'education'], 'UNIVERSITY'],
  [['facility', 'government'], 'GOVERNMENT_DEPARTMENT'],
  [['company', 'facility'], 'RESEARCH_INSTITUTE'],
  [['company'], 'ENTERPRISE'],
  [['nonprofit'], 'OTHER'],
  [['archive'], 'OTHER'],
  [['funder'], 'OTHER'],
  [['other'], 'OTHER'],
  [[], 'OTHER'],
])('gives %j the kind %s', (types, kind) => {
  expect(organizationKind(types)).toBe(kind);
});

const countBy = (words: string[]) =>
  words.reduce<Record<string, number>>(
    (counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }),
    {},
  );

describe.skipIf(!hasRealData)('the real organisations of CN, HK, MO and TW', () => {
  test('reads 1,309, refuses and remarks nothing, and keeps who follows whom', async () => {
    const { records, refused, remarks } = await sortOut(readRor(realFile('ror/ror-v2-cn-hk-mo-tw.ndjson')));
    expect({ read: records.length, refused, remarks }).toEqual({ read: 1309, refused: [], remarks: {} });
    expect(countBy(records.map(({ status }) => status))).toEqual({
      active: 1293,
      inactive: 12,
      withdrawn: 4,
    });
    expect(countBy(records.map(({ types }) => organizationKind(types)))).toEqual({
      ENTERPRISE: 239,
      UNIVERSITY: 618,
      GOVERNMENT_DEPARTMENT: 174,
      RESEARCH_INSTITUTE: 120,
      MEDICAL_INSTITUTION: 94,
      OTHER: 64,
    });
    expect(countBy(records.map(({ name }) => `${name.zh ? 'zh' : ''}${name.en ? 'en' : ''}`))).toEqual({
      zhen: 1049,
      en: 258,
      zh: 2,
    });
    const ids = new Set(records.map(({ ror }) => ror));
    const gone = records.filter(({ status }) => status !== 'active');
    expect(gone.filter(({ successors }) => successors.length === 1)).toHaveLength(10);
    expect(gone.filter(({ successors }) => successors.length === 0)).toHaveLength(6);
    expect(gone.flatMap(({ successors }) => successors).filter((each) => !ids.has(each))).toEqual([
      'https://ror.org/00se2k293',
    ]);
  });

  test('reads 1,500 of the world, and says of 307 that their only name is in a third language', async () => {
    const { records, refused, remarks } = await sortOut(readRor(realFile('ror/ror-v2-world-sample.ndjson')));
    expect({ read: records.length, refused }).toEqual({ read: 1500, refused: [] });
    const standIns = Object.entries(remarks).filter(([remark]) =>
      remark.startsWith('The name is in the language'),
    );
    expect(standIns.reduce((sum, [, count]) => sum + count, 0)).toBe(307);
  });
});
