import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { size } from '../tests/kit/size.ts';
import { collect, inputOf, memoryGrowthMib } from './reading.kit.ts';
import { BadInput, openText } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'cograph-reading-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function fault(content: string | Buffer): Promise<string> {
  const { error } = await collect(openText(inputOf(content)));
  expect(error).toBeInstanceOf(BadInput);
  return (error as BadInput).message;
}

async function faultOfPath(path: string): Promise<string> {
  const { error } = await collect(openText(path));
  expect(error).toBeInstanceOf(BadInput);
  return (error as BadInput).message;
}

const textOf = async (input: Readable) =>
  (await collect(openText(input))).items.map(({ text }) => text).join('');

test('says of each input that is no text what it is, and the way out', async () => {
  writeFileSync(join(folder, 'empty.csv'), '');
  writeFileSync(join(folder, 'feed.csv.gz'), gzipSync('Name,Contact Email\n'));
  expect(await faultOfPath(folder)).toMatch(/^"cograph-reading-\w+" is a directory: name one file in it\.$/);
  expect(await faultOfPath(join(folder, 'none.csv'))).toBe('"none.csv" is not there: check the path.');
  expect(await faultOfPath(join(folder, 'empty.csv', 'x'))).toBe('"x" is not there: check the path.');
  expect(await faultOfPath(join(folder, 'empty.csv'))).toBe(
    '"empty.csv" is empty: give a file with records in it.',
  );
  expect(await faultOfPath(join(folder, 'feed.csv.gz'))).toBe(
    '"feed.csv.gz" is packed with gzip: unpack it first with "gunzip FILE".',
  );
  expect(await fault('')).toBe('The input is empty: give a file with records in it.');
  expect(await fault('PK\x03\x04 sheet')).toBe(
    'The input is a ZIP file or an Excel workbook: unpack it first, or save the sheet as "CSV UTF-8".',
  );
  expect(await fault('%PDF-1.7')).toMatch(/is a PDF document: ask its publisher/);
});

test('tells UTF-16, with a mark and without, from text with a NUL byte in it', async () => {
  const says =
    'The input is UTF-16 text: convert it with "iconv --from-code=UTF-16 --to-code=UTF-8 FILE > ' +
    'NEW", or save it as UTF-8.';
  expect(await fault(Buffer.from('\uFEFFName', 'utf16le'))).toBe(says);
  expect(await fault(Buffer.from('Name,Type', 'utf16le'))).toBe(says);
  expect(await fault(Buffer.from('Name,Type', 'utf16le').swap16().subarray(0, 18))).toBe(says);
  expect(await fault('Name\nA\0B\n')).toBe(
    'The input has a NUL byte, byte 7, so it is not text: save it as UTF-8 text.',
  );
});

test('names byte and line of what is not UTF-8, and gives the lines before it', async () => {
  // "国家" in GB18030 is b9 fa bc d2.
  const chinese = Buffer.concat([
    Buffer.from('Name\nA\n'),
    Buffer.from('b9fabcd2', 'hex'),
    Buffer.from('\nB\n'),
  ]);
  const { items, error } = await collect(openText(inputOf(chinese)));
  expect(items).toEqual([{ text: 'Name\nA\n', line: 1 }]);
  expect((error as BadInput).message).toBe(
    'The input is not UTF-8 from byte 8 on, in line 3: it seems to be GB18030; ' +
      'convert it with "iconv --from-code=GB18030 --to-code=UTF-8 FILE > NEW".',
  );
  expect(await fault(Buffer.from('Name\n\uFFFD caf\xe9 au lait\n', 'latin1'))).toMatch(
    /from byte \d+ on, in line 2: it may be Windows-1252; convert it with "iconv --from-code=WINDOWS-1252/,
  );
  expect(
    await fault(Buffer.concat([Buffer.from('\uFFFD '), Buffer.from([0xe9]), Buffer.from(' x\n')])),
  ).toMatch(/from byte 5 on, in line 1/);
});

test('says that a file was cut where it ends in half of a character', async () => {
  for (const bytes of [1, 2]) {
    const whole = Buffer.from('Name\n国家');
    expect(await fault(whole.subarray(0, whole.length - bytes))).toBe(
      'The input ends in half of a character, in line 2, so it was cut: fetch it again.',
    );
  }
});

test('reads the same text in chunks of any size, without mark and carriage returns', async () => {
  const content = '\uFEFFName\r\n显微镜 🔬\r\nlast';
  for (const chunkBytes of [1, 2, 3, 5, 7, 100]) {
    expect(await textOf(inputOf(content, chunkBytes))).toBe('Name\n显微镜 🔬\nlast');
  }
  expect(await textOf(inputOf('Name\rA\rB'))).toBe('Name\nA\nB');
  expect(await textOf(Readable.from(['Na', 'me\n']))).toBe('Name\n');
  expect(await textOf(inputOf('ab'))).toBe('ab');
});

test('numbers its blocks by lines', async () => {
  const { items } = await collect(openText(inputOf('1\n2\n3\n4\n5\n6\n7\n', 8)));
  expect(items).toEqual([
    { text: '1\n2\n3\n4\n', line: 1 },
    { text: '5\n6\n7\n', line: 5 },
  ]);
});

test('tells how many bytes of how many it has read', async () => {
  const path = join(folder, 'long.csv');
  writeFileSync(path, 'row\n'.repeat(50_000));
  const seen: [number, number | null][] = [];
  await collect(openText(path, { onBytes: (read, total) => seen.push([read, total]) }));
  expect(seen.at(-1)).toEqual([200_000, 200_000]);
  expect(seen).toHaveLength(4);
  const streamed: (number | null)[] = [];
  await collect(openText(inputOf('a\nb\n'), { onBytes: (_, total) => streamed.push(total) }));
  expect(streamed).toEqual([null]);
});

test('takes a line of 1 MiB, refuses one byte more, and gives the lines before it', async () => {
  const fitting = 'x'.repeat(1024 * 1024 - 1);
  expect(await textOf(inputOf(`a\n${fitting}\nb\n`))).toHaveLength(1024 * 1024 + 4);
  for (const chunkBytes of [65_536, 4 * 1024 * 1024]) {
    const { items, error } = await collect(openText(inputOf(`a\nb\n${fitting}xx\nc\n`, chunkBytes)));
    expect(items.map(({ text }) => text).join('')).toBe('a\nb\n');
    expect((error as BadInput).message).toBe(
      'The input has a line longer than 1 MiB, line 3, which no record is: ' +
        'check that each record has a line of its own; nothing from there on was read.',
    );
  }
});

describe('memory', () => {
  const mib = size(50, 1024);
  const endless = (line: Buffer, given: { bytes: number; closed: boolean }) =>
    Readable.from(
      (function* () {
        try {
          for (; given.bytes < mib * 1024 * 1024; given.bytes += line.length) yield line;
        } finally {
          given.closed = true;
        }
      })(),
      { objectMode: true, highWaterMark: 1 },
    );

  test(`refuses a line of ${mib} MiB after 2 MiB and below 50 MiB of memory`, async () => {
    const given = { bytes: 0, closed: false };
    const growth = await memoryGrowthMib(async (sample) => {
      sample();
      const { error } = await collect(openText(endless(Buffer.alloc(65_536, 'x'), given)));
      sample();
      expect(error).toBeInstanceOf(BadInput);
    });
    expect(given.bytes).toBeLessThan(2 * 1024 * 1024);
    expect(given.closed).toBe(true);
    expect(growth).toBeLessThan(50);
  });

  test(`reads ${mib} MiB of short lines below 50 MiB of memory`, { timeout: 120_000 }, async () => {
    const given = { bytes: 0, closed: false };
    const growth = await memoryGrowthMib(async (sample) => {
      sample();
      for await (const { line } of openText(endless(Buffer.from('a row of text\n'.repeat(4_096)), given))) {
        if (line % 1_000 === 1) sample();
      }
    });
    expect(given.bytes).toBeGreaterThanOrEqual(mib * 1024 * 1024);
    expect(growth).toBeLessThan(50);
  });
});
