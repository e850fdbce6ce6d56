import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { quoted } from '../schema/values/wrong-value.ts';
import { foreignContent, halfCharacter, wrongEncoding } from './reading.faults.ts';

/** What a reader makes of one record: the record with remarks on what was mended or dropped, or the reason
 *  why it is refused, with its first 2,000 characters. `line` is where it begins in the file; the first
 *  line is 1. */
export type Read<Item> =
  { line: number; record: Item; remarks: string[] } | { line: number; refused: string; raw: string };

/** A file by its path, or a stream of bytes. */
export type Input = string | Readable;

/** Told how far reading has come; the total is null where the size is not known, as of a stream. */
export interface ReadingOptions {
  onBytes?: (read: number, total: number | null) => void;
}

/** Whole lines of text and the number of the first of them. */
export interface TextBlock {
  text: string;
  line: number;
}

/** An input that cannot be read on, in one sentence with the way out. What was read before it stands. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** The longest line, and the longest record, that is read: real ones stay far below. */
export const longestBytes = 1024 * 1024;

const lineBreak = 0x0a;

/** Streams the text of an input in blocks of whole lines, without byte-order mark and with plain line
 *  feeds. Throws BadInput for what is not UTF-8 text, and for a line over 1 MiB before the line is held in
 *  memory; the lines before a fault are given out first. */
export async function* openText(input: Input, { onBytes }: ReadingOptions = {}): AsyncGenerator<TextBlock> {
  const label = nameOf(input);
  const { source, total } = await open(input, label);
  let held: Buffer[] = [];
  let heldBytes = 0;
  let line = 1;
  let read = 0;
  for await (const bytes of chunks(source, label)) {
    read += bytes.length;
    onBytes?.(read, total);
    const end = bytes.lastIndexOf(lineBreak) + 1;
    if (end > 0) {
      const block = Buffer.concat([...held, bytes.subarray(0, end)]);
      yield* textOf(block, { label, line, at: read - bytes.length - heldBytes, isLast: false });
      line += countLines(block);
      held = [];
      heldBytes = 0;
    }
    held.push(bytes.subarray(end));
    heldBytes += bytes.length - end;
    if (heldBytes > longestBytes) throw tooLong(label, line);
  }
  if (read === 0) throw new BadInput(`${label} is empty: give a file with records in it.`);
  if (heldBytes > 0) {
    yield* textOf(Buffer.concat(held), { label, line, at: read - heldBytes, isLast: true });
  }
}

/** How a message calls an input: a file by its last name. */
export const nameOf = (input: Input): string =>
  typeof input === 'string' ? quoted(basename(input) || input) : 'The input';

/** The beginning of a refused record: enough to find it, never a megabyte in a report. */
export const shorten = (raw: string): string => raw.slice(0, 2000);

async function open(input: Input, label: string): Promise<{ source: Readable; total: number | null }> {
  if (typeof input !== 'string') return { source: input, total: null };
  try {
    const facts = await stat(input);
    if (facts.isDirectory()) throw new BadInput(`${label} is a directory: name one file in it.`);
    return { source: createReadStream(input), total: facts.isFile() ? facts.size : null };
  } catch (error) {
    throw known(error, label);
  }
}

/** The bytes of a source; the first chunk is long enough to be told apart by its beginning. */
async function* chunks(source: Readable, label: string): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  let at = 0;
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array | string>) {
      let bytes: Buffer = Buffer.from(chunk as Uint8Array);
      if (start) {
        bytes = Buffer.concat([start, bytes]);
        start = bytes.length < 8 ? bytes : null;
        if (start) continue;
      }
      check(bytes, at, label);
      yield bytes;
      at += bytes.length;
    }
  } catch (error) {
    throw known(error, label);
  }
  if (start && start.length > 0) {
    check(start, 0, label);
    yield start;
  }
}

function check(bytes: Buffer, at: number, label: string): void {
  const fault = foreignContent(bytes, at);
  if (fault) throw new BadInput(`${label} ${fault}`);
}

function* textOf(
  block: Buffer,
  place: { label: string; line: number; at: number; isLast: boolean },
): Generator<TextBlock> {
  const fault = firstFault(block, place);
  const good = fault ? block.subarray(0, fault.from) : block;
  const text = good.toString('utf8').replace(place.at === 0 ? /^\uFEFF+/ : '', '');
  // A file of an old Mac breaks lines by carriage returns alone; elsewhere such a return is part of a cell.
  const lines = text.includes('\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\r', '\n');
  if (lines !== '') yield { text: lines, line: place.line };
  if (fault) throw fault.error;
}

/** The first line of a block that is too long or not UTF-8: where it starts, and what to say. */
function firstFault(
  block: Buffer,
  { label, line, at, isLast }: { label: string; line: number; at: number; isLast: boolean },
): { from: number; error: BadInput } | null {
  const isText = isUtf8(block);
  if (isText && block.length <= longestBytes) return null;
  for (let from = 0; from < block.length; line += 1) {
    const found = block.indexOf(lineBreak, from);
    const next = found < 0 ? block.length : found + 1;
    const bytes = block.subarray(from, next);
    if (bytes.length > longestBytes) return { from, error: tooLong(label, line) };
    if (!isText && !isUtf8(bytes)) {
      const isEnd = isLast && next === block.length;
      const fault = (isEnd && halfCharacter(bytes, line)) || wrongEncoding(bytes, line, at + from);
      return { from, error: new BadInput(`${label} ${fault}`) };
    }
    from = next;
  }
  return null;
}

function countLines(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(lineBreak); at >= 0; at = block.indexOf(lineBreak, at + 1)) count += 1;
  return count;
}

function tooLong(label: string, line: number): BadInput {
  return new BadInput(
    `${label} has a line longer than 1 MiB, line ${line}, which no record is: ` +
      'check that each record has a line of its own; nothing from there on was read.',
  );
}

function known(error: unknown, label: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new BadInput(`${label} is not there: check the path.`);
  if (code === 'EACCES' || code === 'EPERM') {
    return new BadInput(`${label} may not be read: give this process the right to read it.`);
  }
  return error;
}
