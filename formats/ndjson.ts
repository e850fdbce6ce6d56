import { BadInput, type Input, nameOf, openText, type ReadingOptions, shorten } from './reading.ts';

/** A JSON object whose members are not checked yet. */
export type Json = Record<string, unknown>;

/** One line of a file of JSON lines: the object on it, or the reason why there is none. */
export type JsonLine =
  { line: number; value: Json; raw: string } | { line: number; refused: string; raw: string };

/** Streams the objects of an NDJSON file; empty lines are passed over. Throws BadInput for a file whose
 *  first record is not an object or has none of the `members` by which its format is known. */
export async function* readJsonLines(
  input: Input,
  { format, members, ...options }: ReadingOptions & { format: string; members: string[] },
): AsyncGenerator<JsonLine> {
  const label = nameOf(input);
  let isFirst = true;
  let isKnown = false;
  for await (const block of openText(input, options)) {
    let line = block.line;
    for (const text of block.text.split('\n')) {
      const raw = text.trim();
      if (raw !== '') {
        if (isFirst) checkStart(raw, label, format);
        isFirst = false;
        const read = readLine(raw, line);
        if (!isKnown && 'value' in read) {
          checkMembers(read.value, members, label, format);
          isKnown = true;
        }
        yield read;
      }
      line += 1;
    }
  }
  if (isFirst) throw new BadInput(`${label} holds no text: give a file with one JSON object on each line.`);
}

/** The object a member holds, or an empty one. */
export const objectAt = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** The objects of a list, or none. */
export const objectsAt = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null).map(objectAt) : [];

/** The text a member holds; null where it is absent, empty, or something else. */
export const textAt = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** The texts of a list; a single text counts as a list of one. */
export const textsAt = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map(textAt).filter((text) => text !== null);

function checkStart(raw: string, label: string, format: string): void {
  // What jq prints compactly is one object on a line, from an array and from objects over several lines
  // alike.
  if (raw.startsWith('[')) {
    throw new BadInput(
      `${label} is one JSON array: write its objects one on a line with "jq --compact-output '.[]' ` +
        'FILE > NEW".',
    );
  }
  if (raw === '{') {
    throw new BadInput(
      `${label} has objects over several lines: write each on one line with "jq --compact-output . ` +
        'FILE > NEW".',
    );
  }
  if (!raw.startsWith('{')) {
    throw new BadInput(`${label} is not a file of ${format}: give one JSON object on each line.`);
  }
}

function checkMembers(value: Json, members: string[], label: string, format: string): void {
  if (members.some((member) => Object.hasOwn(value, member))) return;
  const found = Object.keys(value).join(', ').slice(0, 200);
  throw new BadInput(
    `${label} is not a file of ${format}: its first record has "${found}" and none of ${members.join(', ')}.`,
  );
}

function readLine(raw: string, line: number): JsonLine {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    const wayOut = raw.endsWith('}') ? 'mend it' : 'it may have been cut, so fetch the file again';
    return { line, refused: `The line is not JSON: ${wayOut}.`, raw: shorten(raw) };
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { line, value: value as Json, raw };
  }
  return { line, refused: 'The line is not a JSON object: give one object on each line.', raw: shorten(raw) };
}
