import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { size } from '../tests/kit/size.ts';
import { readFirstData } from './firstdata.ts';
import { collect, hasRealData, inputOf, memoryGrowthMib, realFile, sortOut } from './reading.kit.ts';
import { BadInput } from './reading.ts';
import { readRor } from './ror.ts';
import { readUniquip, type UniquipItem, uniquipFaults, writeUniquip } from './uniquip.ts';
import { UnfitRecord } from './writing.ts';

const readAll = (content: string) => sortOut(readUniquip(inputOf(content)));
const written = async (items: UniquipItem[]) => (await collect(writeUniquip(items))).items.join('');

/** Rows that repeat an earlier one cell for cell. */
function countDuplicates(items: UniquipItem[]): number {
  return items.length - new Set(items.map(({ raw }) => JSON.stringify(raw))).size;
}

test('finds known columns in any case, spacing and order, and keeps unknown ones beside them', async () => {
  const { records, remarks } = await readAll(
    'contact e-mail,NAME,Contact_URL,Kosten,Organisational ' +
      'Unit,Name\na@b.org,Scope,,12,Chemistry,second\nc@d.org,Two,,,,\n',
  );
  expect(records).toHaveLength(2);
  expect(records[0]).toMatchObject({
    name: 'Scope',
    description: null,
    contactEmail: 'a@b.org',
    department: 'Chemistry',
    other: { Kosten: '12', 'Name (column 6)': 'second' },
    raw: { 'contact e-mail': 'a@b.org', NAME: 'Scope', Contact_URL: '', Kosten: '12' },
  });
  expect(remarks).toEqual({
    'UNIQUIP has no column "Kosten", "Name (column 6)": kept beside the others.': 1,
  });
});

test('takes the description as the name where there is none, and keeps it where it says more', async () => {
  const { records } = await readAll(
    'Name,Description,Contact URL\n,Only ' +
      'this,https://a.org\nA,A,https://a.org\nA,More,https://a.org\n,"Two\nlines",https://a.org\n',
  );
  expect(records.map(({ name, description }) => [name, description])).toEqual([
    ['Only this', null],
    ['A', null],
    ['A', 'More'],
    ['Two lines', 'Two\nlines'],
  ]);
});

test('drops a wrong contact with a remark, and refuses the row where none is left', async () => {
  const { records, refused, remarks } = await readAll(
    'Name,Type,Contact Telephone,Contact URL,Contact Email\n' +
      'A,Facility,441334 476161,www.a.org,nobody\nB,,,,\nC,,,,nobody\n,,1234567,,\nE,tool,1234567,,\n',
  );
  expect(
    records.map(({ type, contactTelephone, contactUrl, contactEmail, raw }) => [
      type,
      contactTelephone,
      contactUrl,
      contactEmail,
      raw['Contact Email'],
    ]),
  ).toEqual([
    ['facility', '441334 476161', null, null, 'nobody'],
    [null, '1234567', null, null, ''],
  ]);
  expect(refused.map(({ line, refused: reason }) => [line, reason])).toEqual([
    [3, 'The row has no contact: give a telephone number, a web address or an e-mail address.'],
    [
      4,
      'The row has no contact: give a telephone number, a web address or an e-mail address. Contact ' +
        'Email was left out: ' +
        '"nobody" is not an e-mail address: write one plain address, as name@example.org.',
    ],
    [5, 'The row has neither a Name nor a Description: give one.'],
  ]);
  expect(Object.keys(remarks).map((remark) => remark.split(':')[0])).toEqual([
    'Contact URL was left out',
    'Contact Email was left out',
    'Type was left out',
  ]);
});

test('keeps a row called UNKNOWN, and takes out control characters, each with a remark', async () => {
  const { records, remarks } = await readAll(
    'Name,Contact URL\nUnknown,https://a.org\nA\x16B,https://a.org\n',
  );
  expect(records.map(({ name }) => name)).toEqual(['Unknown', 'A B']);
  expect(records[1]?.raw.Name).toBe('A\x16B');
  expect(remarks).toEqual({
    'The name is only "Unknown": ask for a real one.': 1,
    'Name held control characters: each became a space.': 1,
  });
});

test('refuses rows with other cells than the header by line, also after cells of many lines', async () => {
  const { records, refused } = await readAll(
    'Name,Contact URL\r\n"A\r\nB",https://a.org\r\nC\r\nD,https://d.org,more\r\nE,https://e.org\r\n' +
      'F,"https://f',
  );
  expect(records.map(({ name }) => name)).toEqual(['A B', 'E']);
  expect(refused.map(({ line, refused: reason }) => [line, reason.slice(0, 60)])).toEqual([
    [4, 'The row has 1 cells where the header has 2: look for a missi'],
    [5, 'The row has 3 cells where the header has 2: look for a missi'],
    [7, 'A quote that opens in this line is never closed: close it, o'],
  ]);
});

test('says of a file with wrong columns what it found and what it expected', async () => {
  const says = async (content: string) => {
    const { items, error } = await collect(readUniquip(inputOf(content)));
    expect(items).toEqual([]);
    expect(error).toBeInstanceOf(BadInput);
    return (error as BadInput).message;
  };
  expect(await says('Titel,Preis\nA,1\n')).toMatch(
    /its columns are "Titel, Preis"; give a header with Name or Description .*Type, Name, .*Corrections\.$/,
  );
  expect(await says('Name;Contact URL\nA;https://a.org\n')).toBe(
    'The input is not a UNIQUIP file: its columns are "Name;Contact URL"; save it with commas ' +
      'between the cells instead of semicolons.',
  );
  expect(await says('Contact URL,Type\n')).toMatch(/its columns are "Contact URL, Type"/);
  expect(await says(' \n\n')).toBe('The input holds no text: give a file with a header and rows.');
  expect(await says('"Name,Contact URL\n')).toMatch(/has no readable header\. A quote that opens/);
});

const whole =
  'Type,Name,Description,Contact Name,Contact Telephone,Contact URL,Contact Email,Site Location\n' +
  'equipment,"LC-MS, ""triple""",质谱仪,Front desk,+86 717 639 2034,,desk@example.org,Yichang\n';

test('writes RFC 4180 with all 27 columns, which is read back as it was', async () => {
  const { records } = await readAll(whole);
  const text = await written(records);
  const [header = '', row] = text.split('\r\n');
  expect(header.split(',')).toHaveLength(27);
  expect(row).toBe(
    'equipment,"LC-MS, ""triple""",质谱仪,,,,Front desk,+86 717 639 ' +
      '2034,,desk@example.org,,,,,,,,Yichang,,,,,,,,,',
  );
  const [again] = (await readAll(text)).records;
  expect({ ...again, raw: {} }).toEqual({ ...records[0], raw: {} });
});

test('refuses to write an item that lacks what the format demands, and says what', async () => {
  const [item] = (await readAll(whole)).records;
  if (!item) throw new Error('The sample has one item.');
  expect(uniquipFaults(item)).toEqual([]);
  const bare = {
    ...item,
    type: null,
    contactName: null,
    siteLocation: ' ',
    contactTelephone: null,
    contactEmail: null,
  };
  const { items, error } = await collect(writeUniquip([bare]));
  expect(items).toHaveLength(1);
  expect(error).toBeInstanceOf(UnfitRecord);
  expect((error as UnfitRecord).reasons).toEqual([
    'Type is missing',
    'Contact Name is missing',
    'Site Location is missing',
    'one of Contact Telephone, Contact URL, Contact Email is missing',
  ]);
  expect(uniquipFaults({ ...item, name: '', description: null })).toEqual(['Name or Description is missing']);
  expect(uniquipFaults({ ...item, webAddress: 'a.org' })).toEqual([
    'Web Address: "a.org" is not a web address: write it whole, as https://example.org/page',
  ]);
});

test(
  'keeps memory flat after the first tenth of a long catalogue',
  { timeout: size(30_000, 180_000) },
  async () => {
    const rows = size(10_000, 100_000);
    const row = `Microscope,https://example.org/,${'about it '.repeat(40)}\n`;
    function* feed() {
      yield 'Name,Contact URL,Description\n';
      for (let at = 0; at < rows; at += 100) yield row.repeat(100);
    }
    let read = 0;
    const growth = await memoryGrowthMib(async (sample) => {
      for await (const each of readUniquip(Readable.from(feed()))) {
        if ('record' in each) read += 1;
        // Before that the young heap takes its size, however little is kept.
        if (read >= rows / 10 && read % 1_000 === 0) sample();
      }
    });
    expect(read).toBe(rows);
    expect(growth).toBeLessThan(50);
  },
);

describe.skipIf(!hasRealData)('the real catalogue of a university', () => {
  test('reads all 553 rows of 2015, 30 of them duplicates, with 4 remarks', async () => {
    const { records, refused, remarks } = await sortOut(
      readUniquip(realFile('uniquip/equipment-2015-10-13.csv')),
    );
    expect({ read: records.length, refused, duplicates: countDuplicates(records), remarks }).toEqual({
      read: 553,
      refused: [],
      duplicates: 30,
      remarks: {
        'The name is only "UNKNOWN": ask for a real one.': 1,
        'Description held control characters: each became a space.': 3,
      },
    });
    expect(records.filter(({ contactEmail }) => contactEmail === null)).toHaveLength(17);
    const { items } = await collect(readUniquip(realFile('uniquip/equipment-2015-10-13.csv')));
    // One cell of this file holds a carriage return, which is no line of the file.
    expect(items.at(-1)?.line).toBe(554);
  });

  test('reads all 594 rows of 2019, 30 of them duplicates, with 2 remarks', async () => {
    const { records, refused, remarks } = await sortOut(
      readUniquip(realFile('uniquip/equipment-2019-01-25.csv')),
    );
    expect({ read: records.length, refused, duplicates: countDuplicates(records), remarks }).toEqual({
      read: 594,
      refused: [],
      duplicates: 30,
      remarks: {
        'The name is only "UNKNOWN": ask for a real one.': 1,
        'Description held control characters: each became a space.': 1,
      },
    });
    expect(records.filter(({ name }) => name.toUpperCase().includes('MICROSCOPE'))).toHaveLength(12);
    // A publisher's rules ask for a type and a contact's name, which the real feed has nowhere.
    expect(new Set(records.flatMap(uniquipFaults))).toEqual(
      new Set(['Type is missing', 'Contact Name is missing']),
    );
  });

  test('says of the spreadsheet template that it is no CSV', async () => {
    const { error } = await collect(readUniquip(realFile('uniquip/UniquipTemplate.xlsx')));
    expect((error as BadInput).message).toMatch(/^"UniquipTemplate.xlsx" is a ZIP file or an Excel workbook/);
  });
});

describe('the sample catalogue of our own making', () => {
  const sample = (name: string) => join(import.meta.dirname, '../examples/catalogue', name);

  test('has 39 instruments, two of them equal, and a row without contact that is refused', async () => {
    const { records, refused, remarks } = await sortOut(readUniquip(sample('equipment-uniquip.csv')));
    expect({ read: records.length, duplicates: countDuplicates(records), refused, remarks }).toEqual({
      read: 39,
      duplicates: 1,
      refused: [
        {
          line: 42,
          refused: 'The row has no contact: give a telephone number, a web address or an e-mail address.',
        },
      ],
      remarks: {},
    });
    expect(records.flatMap(uniquipFaults)).toEqual([]);
  });

  test('has 3 organisations and 5 sources without fault or remark', async () => {
    const organizations = await sortOut(readRor(sample('organizations-ror.ndjson')));
    const sources = await sortOut(readFirstData(sample('data-sources-firstdata.ndjson')));
    expect([organizations.records.length, organizations.refused, organizations.remarks]).toEqual([3, [], {}]);
    expect([sources.records.length, sources.refused, sources.remarks]).toEqual([5, [], {}]);
  });
});
