import { CsvError, Parser } from 'csv-parse';
import {
  BadInput,
  type Input,
  longestBytes,
  nameOf,
  openText,
  type ReadingOptions,
  shorten,
} from './reading.ts';

/** One row of a CSV file as it stands, or a line whose quotes do not match. */
export type CsvRow =
  { line: number; cells: string[]; raw: string } | { line: number; refused: string; raw: string };

interface ParsedRow {
  record: string[];
  raw: string;
}

const restartsMax = 100;
const unmatched =
  'A quote that opens in this line is never closed: close it, or write it twice where it is meant.';

/** Streams the rows of a CSV file, header included. Quotes in the middle of a cell are kept; rows without any
 *  text are passed over. A quote that is never closed refuses the line it stands in, and reading goes on with
 *  the next; throws BadInput where that happens more than 100 times. */
export async function* readCsv(input: Input, options?: ReadingOptions): AsyncGenerator<CsvRow> {
  let parser = newParser();
  // The text from the row that is being parsed on: what is parsed anew when that row turns out to be broken.
  let pending = '';
  let line = 1;
  let restarts = 0;

  async function* take(text: string, isLast: boolean): AsyncGenerator<CsvRow> {
    pending += text;
    for (let todo = text; ; todo = pending) {
      const { rows, isBroken } = await parse(parser, todo, isLast);
      const merged = rows.findIndex(hasSwallowed);
      for (const { record, raw } of merged < 0 ? rows : rows.slice(0, merged)) {
        if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record, raw };
        pending = pending.slice(raw.length);
        // Not the parser's own count, which takes a carriage return in a quoted cell for a line.
        line += raw.split('\n').length - 1;
      }
      if (merged < 0 && !isBroken) return;
      restarts += 1;
      if (restarts > restartsMax) throw tooBroken(nameOf(input), line);
      const end = pending.indexOf('\n') + 1 || pending.length;
      yield { line, refused: unmatched, raw: shorten(pending.slice(0, end).trimEnd()) };
      pending = pending.slice(end);
      line += 1;
      parser = newParser();
    }
  }

  let fault: Error | null = null;
  async function* blocks() {
    try {
      yield* openText(input, options);
    } catch (error) {
      fault = error as Error;
    }
  }
  for await (const block of blocks()) yield* take(block.text, false);
  if (fault === null) {
    yield* take('', true);
    return;
  }
  // The parser holds a row back until it knows what follows: a whole one before the fault still counts.
  const { rows } = await parse(parser, '', true);
  for (const { record, raw } of rows) {
    if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record, raw };
    line += raw.split('\n').length - 1;
  }
  throw fault as Error;
}

/** One row as RFC 4180 writes it, with its line end. */
export function csvLine(cells: readonly string[]): string {
  const written = cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? quote(cell) : cell));
  return `${written.join(',')}\r\n`;
}

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

function newParser(): Parser {
  const parser = new Parser({
    raw: true,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestBytes,
  });
  // A fault is read from `errored`; unheard, it would end the process.
  return parser.on('error', () => {});
}

/** The rows that a text completes. Written and read by turns instead of piped: a fault destroys a stream with
 *  all rows that wait in it. */
async function parse(
  parser: Parser,
  text: string,
  isLast: boolean,
): Promise<{ rows: ParsedRow[]; isBroken: boolean }> {
  const rows: ParsedRow[] = [];
  const drain = () => {
    for (let row = parser.read() as ParsedRow | null; row; row = parser.read() as ParsedRow | null) {
      rows.push(row);
    }
  };
  parser.write(text);
  drain();
  // The parser reports a fault a tick later, and writing on would be a second one.
  await new Promise(setImmediate);
  if (isLast && !parser.errored) {
    parser.end();
    await new Promise(setImmediate);
    drain();
  }
  return { rows, isBroken: isQuoteFault(parser.errored) };
}

function isQuoteFault(fault: Error | null): boolean {
  if (!fault) return false;
  if (!(fault instanceof CsvError)) throw fault;
  if (fault.code === 'CSV_QUOTE_NOT_CLOSED' || fault.code === 'CSV_MAX_RECORD_SIZE') return true;
  throw fault;
}

/** Whether a row of several lines holds others: its quote was closed by one that opens a later cell, and the
 *  parser left both in the cell. */
function hasSwallowed({ record, raw }: ParsedRow): boolean {
  if (!raw.trimEnd().includes('\n')) return false;
  return record.some((cell) => cell.startsWith('"') && cell.includes('\n') && !raw.includes(quote(cell)));
}

function tooBroken(label: string, line: number): BadInput {
  return new BadInput(
    `${label} has more than ${restartsMax} quotes that are never closed, the last on line ${line}: ` +
      'write the file anew as RFC 4180 has it; nothing from there on was read.',
  );
}
