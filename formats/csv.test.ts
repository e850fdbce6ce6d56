import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine, readCsv } from './csv.ts';
import { collect, inputOf } from './reading.kit.ts';
import { BadInput } from './reading.ts';

const rowsOf = async (content: string, chunkBytes?: number) => {
  const { items, error } = await collect(readCsv(inputOf(content, chunkBytes)));
  expect(error).toBeNull();
  return items.map((row) => ('cells' in row ? [row.line, ...row.cells] : [row.line, row.refused]));
};

test('counts the lines of the file through cells of many lines, empty lines and any line end', async () => {
  const expected = [
    [1, 'a', 'b'],
    [2, '1', 'x\ny'],
    [5, '3', '4'],
    [6, '5', '6'],
  ];
  for (const end of ['\n', '\r\n']) {
    const content = ['a,b', '1,"x', 'y"', '', '3,4', '5,6'].join(end);
    for (const chunkBytes of [1, 4, 1000]) expect(await rowsOf(content, chunkBytes)).toEqual(expected);
  }
  expect(await rowsOf('a,b\r\n1,2\n3,4\r\n')).toEqual([
    [1, 'a', 'b'],
    [2, '1', '2'],
    [3, '3', '4'],
  ]);
  expect(await rowsOf('a,b\n,\n \n3,4\n')).toEqual([
    [1, 'a', 'b'],
    [4, '3', '4'],
  ]);
});

test('keeps a quote in the middle of a cell', async () => {
  expect(await rowsOf('a\n5" disk\n"say ""hi"""\n')).toEqual([
    [1, 'a'],
    [2, '5" disk'],
    [3, 'say "hi"'],
  ]);
});

const unmatched =
  'A quote that opens in this line is never closed: close it, or write it twice where it is meant.';

test('refuses the line of a quote that is never closed, and no other', async () => {
  const content = `a,b\n${'1,2\n'.repeat(500)}3,"cut\n${'4,5\n'.repeat(500)}6,"7`;
  for (const chunkBytes of [64, 100_000]) {
    const rows = await rowsOf(content, chunkBytes);
    expect(rows).toHaveLength(1003);
    expect(rows.filter(([, cell]) => cell === unmatched)).toEqual([
      [502, unmatched],
      [1003, unmatched],
    ]);
    expect(rows.at(-2)).toEqual([1002, '4', '5']);
  }
  expect(await rowsOf('a,b\n1,2\n3,"4')).toEqual([
    [1, 'a', 'b'],
    [2, '1', '2'],
    [3, unmatched],
  ]);
});

test('refuses only the line of a stray quote that a later quoted cell seems to close', async () => {
  for (const chunkBytes of [3, 1000]) {
    expect(await rowsOf('a,b\n"1 inch,2\n3,4\n"five, 5",6\n7,"two\nlines"\n', chunkBytes)).toEqual([
      [1, 'a', 'b'],
      [2, unmatched],
      [3, '3', '4'],
      [4, 'five, 5', '6'],
      [5, '7', 'two\nlines'],
    ]);
  }
  expect(await rowsOf('a\n"""said"" on\ntwo lines"\nb\n')).toEqual([
    [1, 'a'],
    [2, '"said" on\ntwo lines'],
    [4, 'b'],
  ]);
});

test('takes a carriage return within a cell for a character, not for a line', async () => {
  expect(await rowsOf('a,b\r\n"1\r",2\r\n3\r,4\r\n5,6\r\n')).toEqual([
    [1, 'a', 'b'],
    [2, '1\r', '2'],
    [3, '3\r', '4'],
    [4, '5', '6'],
  ]);
});

test('goes on after a quoted cell longer than 1 MiB, and keeps every row', async () => {
  const lines = 100_000;
  const rows = await rowsOf(`a,b\n1,2\n3,"\n${'4,some text without an end\n'.repeat(lines)}`);
  expect(rows).toHaveLength(3 + lines);
  expect(rows.slice(0, 4)).toEqual([
    [1, 'a', 'b'],
    [2, '1', '2'],
    [3, unmatched],
    [4, '4', 'some text without an end'],
  ]);
  expect(rows.at(-1)).toEqual([lines + 3, '4', 'some text without an end']);
});

test('gives up where more than 100 quotes are never closed', async () => {
  const { items, error } = await collect(readCsv(inputOf(`a\n${'"x"y\n"b\n'.repeat(300)}`, 1000)));
  expect(items.length).toBeGreaterThan(100);
  expect(error).toBeInstanceOf(BadInput);
  expect((error as BadInput).message).toMatch(
    /^The input has more than 100 quotes that are never closed, the last on line \d+: write the file anew/,
  );
});

test('writes rows that are read back as they were', async () => {
  const cell = fc
    .array(fc.constantFrom('a', '"', ',', '\n', ' ', '国'), { maxLength: 6 })
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constant('k'), cell, cell), { minLength: 1 }), async (rows) => {
      const { items } = await collect(readCsv(inputOf(rows.map(csvLine).join(''), 7)));
      expect(items.map((row) => 'cells' in row && row.cells)).toEqual(rows);
    }),
    { numRuns: 100 },
  );
  expect(csvLine(['a', 'b"c', ' d', 'e,f', ''])).toBe('a,"b""c"," d","e,f",\r\n');
});
