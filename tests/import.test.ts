import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formats } from '../cli/import.formats.ts';
import { sourceRecord } from '../db/tables/resources.ts';
import { type Graph, openGraph } from './kit/graph.ts';
import { type Asked, counts, rowsOf, runOn } from './kit/import.ts';

const folder = mkdtempSync(join(tmpdir(), 'cograph-import-'));
const catalogue = join(import.meta.dirname, '../examples/catalogue');
let graph: Graph;
let made = 0;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(async () => {
  await graph[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** A file of this content. */
function fileOf(content: string | Buffer, name = `file-${(made += 1)}`): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const run = (file: string, asked?: Asked) => runOn(graph, file, asked);
const rows = () => rowsOf(graph);

const header = 'Name,Description,Contact Email,ID\n';
const row = (id: number) => `Thing ${id},What it does,lab@owner.example,T-${id}\n`;

describe('input that is broken', () => {
  let before: Awaited<ReturnType<typeof rows>>;
  beforeEach(async () => {
    before = await rows();
  });
  const long = Buffer.alloc(8 * 1024 * 1024, 'x');
  const inputs: [what: string, content: string | Buffer, sentence: RegExp, format?: string][] = [
    ['an empty file', '', /^"file-\d+" is empty: give a file with records in it\.$/],
    ['a gzip', gzipSync(header + row(1)), /is packed with gzip: unpack it first with "gunzip FILE"\.$/],
    ['UTF-16', Buffer.from(header + row(1), 'utf16le'), /is UTF-16 text: convert it with "iconv/],
    [
      'Latin letters of Windows',
      Buffer.from('Name\nM\xe4\n', 'latin1'),
      /is not UTF-8 from byte 7 on, in line 2/,
    ],
    ['a line without end', long, /has a line longer than 1 MiB, line 1, which no record is/],
    ['other columns', 'a,b\n1,2\n', /is not a UNIQUIP file: its columns are "a, b"; give a header with Name/],
    ['semicolons', 'Name;ID\nx;1\n', /save it with commas between the cells instead of semicolons\.$/],
    ['CSV for JSON lines', header + row(1), /is not a file of ROR records: give one JSON object/, 'ror'],
    ['a JSON array', '[{"id":"x"}]', /is one JSON array: write its objects one on a line/, 'firstdata'],
    ['records of another format', '{"a":1}\n', /its first record has "a" and none of names/, 'ror'],
  ];
  test.each(inputs)('%s gets one sentence and leaves no trace', async (_what, content, sentence, format) => {
    const provider = 'Never Declared';
    const { exit, fault, lines } = await run(fileOf(content), { provider, ...(format && { format }) });
    expect(fault).toMatch(sentence);
    expect(fault!.split('\n')).toHaveLength(1);
    expect({ exit, lines }).toEqual({ exit: null, lines: [''] });
    expect(await rows()).toEqual(before);
  });

  test('a directory, a missing file and an unknown format get one, too', async () => {
    mkdirSync(join(folder, 'directory'));
    expect((await run(join(folder, 'directory'))).fault).toBe(
      '"directory" is a directory: name one file in it.',
    );
    expect((await run(join(folder, 'nowhere'))).fault).toBe('"nowhere" is not there: check the path.');
    expect((await run(fileOf(header), { format: 'constructor' })).fault).toBe(
      `The format "constructor" is not read. Formats: ${Object.keys(formats).join(', ')}.`,
    );
    expect((await run(fileOf(header + row(1)), { report: folder })).fault).toMatch(
      /^The report cannot be written to ".*": EISDIR.*\.$/,
    );
    expect(await rows()).toEqual(before);
  });

  test.each(['org_00000000000000000000000000', 'org_1', 'per_00000000000000000000000000'])(
    'an id that no organisation has is not made up: %s',
    async (provider) => {
      const { fault } = await run(fileOf(header + row(1)), { provider });
      expect(fault).toBe(`There is no organisation ${provider}. Give its name instead to have it declared.`);
      expect(await rows()).toEqual(before);
    },
  );

  test('a provider of spaces, or with a name too long, is asked wrongly', async () => {
    const ask = async (provider: string) => (await run(fileOf(header + row(1)), { provider })).fault;
    expect(await ask(' ')).toBe('The provider is empty: give its name or its id.');
    expect(await ask('x'.repeat(201))).toMatch(/at most 200 characters/);
    expect(await rows()).toEqual(before);
  });

  test('a file that breaks off keeps and counts what stood before, and the whole one takes it up', async () => {
    const good = header + Array.from({ length: 300 }, (_, at) => row(at)).join('');
    const broken = Buffer.concat([Buffer.from(good), Buffer.from([0xe4, 0x0a])]);
    const first = await run(fileOf(broken), { provider: 'Broken Off' });
    expect(first.fault).toMatch(/is not UTF-8 from byte \d+ on, in line 302/);
    expect(first.counts).toEqual(counts(300, { new: 300 }));
    expect((await run(fileOf(good + row(300)), { provider: 'Broken Off' })).counts).toEqual(
      counts(301, { new: 1, same: 300 }),
    );
  });

  test('a record cut short is refused with its line, and the rest is kept', async () => {
    const lines = readFileSync(join(catalogue, 'data-sources-firstdata.ndjson'), 'utf8');
    const {
      exit,
      counts: found,
      lines: said,
    } = await run(fileOf(lines.trimEnd().slice(0, -40)), {
      format: 'firstdata',
      provider: 'Cut',
    });
    expect({ exit, found }).toEqual({ exit: 1, found: counts(5, { new: 4, refused: 1 }) });
    expect(said).toContain(
      'line 5 refused: The line is not JSON: it may have been cut, so fetch the file again.',
    );
  });
});

describe('a record', () => {
  test('with too long a name is refused, and with too long a description keeps the rest', async () => {
    const content =
      `${header}${'名'.repeat(501)},x,lab@owner.example,L-1\n` +
      `${'名'.repeat(500)},${'d'.repeat(20_001)},lab@owner.example,L-2\n`;
    const { exit, lines } = await run(fileOf(content), { provider: 'Long Names' });
    expect(exit).toBe(1);
    expect(lines).toEqual([
      '"Long Names" was not known: it is now an unchecked organisation.',
      'line 2 refused: The name has 501 characters: give one of at most 500, and the rest as a description.',
      'line 3: Description was left out: it has 20001 characters, and at most 20000 are kept.',
      '2 records read: 1 new, 0 the same, 0 changed, 1 refused; 0 duplicates.',
      '{"read":2,"new":1,"same":0,"changed":0,"refused":1}',
    ]);
  });

  test('with characters that no database keeps is kept with a remark', async () => {
    const source = {
      name: { en: 'N\0ul' },
      website: 'https://nul.example',
      tags: ['a\0b'],
      note: '\ud800\\u0000',
    };
    const content = [
      { id: 'nul', ...source },
      { id: 'n\0ul', ...source },
    ].map((each) => JSON.stringify(each));
    const { counts: found, lines } = await run(fileOf(content.join('\n')), { format: 'firstdata' });
    expect(found).toEqual(counts(2, { new: 1, refused: 1 }));
    expect(lines).toContain('line 1: The original held NUL or halves of characters: each is U+FFFD.');
    const [kept] = await graph.database.read
      .select({ original: sourceRecord.original })
      .from(sourceRecord)
      .where(eq(sourceRecord.key, 'id:nul'));
    const original = { id: 'nul', ...source, name: { en: 'N\uFFFDul' }, tags: ['a\uFFFDb'] };
    expect(kept!.original).toEqual({ ...original, note: '\uFFFD\\u0000' });
  });

  test('that changed is changed, and only that', async () => {
    const provider = 'Changing';
    await run(fileOf(header + row(1) + row(2)), { provider });
    const changed = header + row(1) + row(2).replace('What it does', 'What it did');
    const dry = await run(fileOf(changed), { provider, dryRun: true });
    expect(dry.lines[0]).toBe('Dry run: nothing was written.');
    expect(dry.counts).toEqual(counts(2, { same: 1, changed: 1 }));
    expect((await run(fileOf(changed), { provider })).counts).toEqual(counts(2, { same: 1, changed: 1 }));
    expect((await run(fileOf(changed), { provider })).counts).toEqual(counts(2, { same: 2 }));
  });
});

describe('progress', () => {
  test('goes to a terminal alone and ends before the answer begins', async () => {
    const file = fileOf(header + row(1));
    expect((await run(file, { provider: 'Quiet' })).err).toBe('');
    const { err, said } = await run(file, { provider: 'Quiet', isTerminal: true });
    expect(err).toContain('100 %  1 records');
    const firstOut = said.findIndex(({ to }) => to === 'out');
    expect(said.slice(firstOut).every(({ to }) => to === 'out')).toBe(true);
    expect(err.endsWith('\n')).toBe(true);
  });
});

describe('the sample catalogue', () => {
  test('reads as its README says, leads on from the station, and writes a report', async () => {
    const provider = 'Jingchu Institute of Pharmaceutical Analysis';
    const report = join(folder, 'report.txt');
    const read = (format: string, file: string) => run(join(catalogue, file), { format, provider, report });
    expect((await read('uniquip', 'equipment-uniquip.csv')).counts).toEqual(
      counts(40, { new: 39, refused: 1 }),
    );
    expect(readFileSync(report, 'utf8')).toMatch(
      /^"Jingchu Institute.*\nline 42 refused: [\s\S]*\n1 record repeats[\s\S]*\n40 records read.*\n$/,
    );
    expect((await read('ror', 'organizations-ror.ndjson')).counts).toEqual(counts(3, { new: 3 }));
    expect((await read('firstdata', 'data-sources-firstdata.ndjson')).counts).toEqual(counts(5, { new: 5 }));
    const { organizations } = await graph.read<{ organizations: { edges: { node: unknown }[] } }>(`{
      organizations(first: 1, filter: { text: "西陵药品检验站" }) { edges { node {
        status region { code } successor { status ror name { en } }
      } } } }`);
    expect(organizations.edges.map(({ node }) => node)).toEqual([
      {
        status: 'INACTIVE',
        region: { code: '420000' },
        successor: { status: 'ACTIVE', ror: 'https://ror.org/0zzz00042', name: { en: provider } },
      },
    ]);
  });
});
