import { expect, test } from 'vitest';
import { readJsonLines } from './ndjson.ts';
import { collect, inputOf } from './reading.kit.ts';

const read = (content: string) =>
  collect(readJsonLines(inputOf(content, 5), { format: 'FORMAT records', members: ['id'] }));

test('keeps the lines around one that is broken, with their numbers', async () => {
  const { items, error } = await read('{"id":1}\r\n\r\n{"id":\n[2]\n{"id":3}');
  expect(error).toBeNull();
  expect(items).toEqual([
    { line: 1, value: { id: 1 }, raw: '{"id":1}' },
    {
      line: 3,
      refused: 'The line is not JSON: it may have been cut, so fetch the file again.',
      raw: '{"id":',
    },
    { line: 4, refused: 'The line is not a JSON object: give one object on each line.', raw: '[2]' },
    { line: 5, value: { id: 3 }, raw: '{"id":3}' },
  ]);
});

test('says of a file in another form what it is, and the way out', async () => {
  const says = async (content: string) => ((await read(content)).error as Error).message;
  expect(await says('[{"id":1}]')).toBe(
    `The input is one JSON array: write its objects one on a line with "jq --compact-output '.[]' ` +
      'FILE > NEW".',
  );
  expect(await says('{\n  "id": 1\n}\n')).toBe(
    'The input has objects over several lines: write each on one line with "jq --compact-output . ' +
      'FILE > NEW".',
  );
  expect(await says('Name,Type\n')).toBe(
    'The input is not a file of FORMAT records: give one JSON object on each line.',
  );
  expect(await says('{"a":1,"b":2}\n')).toBe(
    'The input is not a file of FORMAT records: its first record has "a, b" and none of id.',
  );
  expect(await says(' \n\n')).toBe('The input holds no text: give a file with one JSON object on each line.');
});
