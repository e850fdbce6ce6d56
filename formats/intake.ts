import { createHash } from 'node:crypto';
import { BadInput } from './reading.ts';
import { lengthOf } from './text.ts';

/** One record of a catalogue, read and mapped to what is kept. */
export interface Taken {
  line: number;
  /** The source's own id, or null: then its content is what it is known by. */
  key: string | null;
  original: Record<string, unknown>;
  remarks: string[];
}

/** A record that could not be read, or not be kept. */
export interface Refused {
  line: number;
  refused: string;
}

/** What a reading found. `read` is the sum of the next four counts. */
export interface IntakeReport {
  read: number;
  new: number;
  same: number;
  changed: number;
  refused: number;
  /** Records whose content stood in the file before: kept apart as units of their own. */
  duplicates: number;
  refusals: { line: number; reason: string }[];
  remarks: { line: number; remark: string }[];
}

/** A record with the key it is known by and what tells whether it changed. */
export interface Keyed<Each extends Taken> {
  entry: Each;
  key: string;
  contentHash: string;
}

/** What writing a batch found: the rest of it was as before. */
export interface BatchCounts {
  added: number;
  changed: number;
}

const batchSize = 250;
const keyLengthMax = 500;

/** A report before anything was read. */
export const emptyReport = (): IntakeReport => ({
  read: 0,
  new: 0,
  same: 0,
  changed: 0,
  refused: 0,
  duplicates: 0,
  refusals: [],
  remarks: [],
});

/** The counts of a report, each present. */
export type IntakeCounts = ReturnType<typeof countsOf>;
export const countsOf = ({ read, new: added, same, changed, refused }: IntakeReport) => ({
  read,
  new: added,
  same,
  changed,
  refused,
});

/** Hands records on in batches and counts into the report, which is right at any time: what was read before
 *  a fault of the file is written before the fault is thrown. `end` is told of a reading that wrote
 *  something, also where the file broke off. */
export async function takeIn<Each extends Taken>(
  entries: AsyncIterable<Each | Refused>,
  report: IntakeReport,
  write: (batch: Keyed<Each>[]) => Promise<BatchCounts>,
  end: (counts: IntakeCounts) => Promise<unknown>,
): Promise<void> {
  const keys = new Keys(report);
  let batch: Keyed<Each>[] = [];
  const finish = async () => {
    await flush();
    if (report.new + report.changed > 0) await end(countsOf(report));
  };
  const flush = async () => {
    const full = batch;
    batch = [];
    if (full.length === 0) return;
    const { added, changed } = await write(full);
    report.new += added;
    report.changed += changed;
    report.same += full.length - added - changed;
    report.read += full.length;
  };
  try {
    for await (const each of entries) {
      const keyed = 'refused' in each ? refuse(report, each) : keys.give(each);
      if (keyed) batch.push(keyed);
      if (batch.length === batchSize) await flush();
    }
  } catch (error) {
    if (error instanceof BadInput) await finish();
    throw error;
  }
  await finish();
}

/** Gives each record the key it is known by. */
class Keys {
  // Sixteen bytes a record, so that a large file stays small here: equal ones by chance there are none.
  readonly #times = new Map<string, number>();
  readonly #ids = new Set<string>();
  readonly #report: IntakeReport;

  constructor(report: IntakeReport) {
    this.#report = report;
  }

  give<Each extends Taken>(entry: Each): Keyed<Each> | null {
    const { line, remarks, key } = entry;
    if (key !== null && lengthOf(key) > keyLengthMax) {
      return refuse(this.#report, { line, refused: `The id is longer than ${keyLengthMax} characters.` });
    }
    if (key !== null && /\p{Cc}|\p{Cs}/u.test(key)) {
      return refuse(this.#report, {
        line,
        refused: 'The id has control characters or halves of characters.',
      });
    }
    const hash = createHash('sha256').update(JSON.stringify(entry.original)).digest();
    const contentHash = hash.toString('base64url');
    const id = key === null ? null : shortHash(key);
    if (id !== null && this.#ids.has(id)) {
      return refuse(this.#report, { line, refused: `The id "${key}" stands in the file twice.` });
    }
    if (id !== null) this.#ids.add(id);
    const content = hash.toString('latin1', 0, 16);
    const times = (this.#times.get(content) ?? 0) + 1;
    this.#times.set(content, times);
    if (times > 1) this.#report.duplicates += 1;
    for (const remark of remarks) this.#report.remarks.push({ line, remark });
    const original = storable(entry.original);
    if (original !== entry.original) {
      this.#report.remarks.push({
        line,
        remark: 'The original held NUL or halves of characters: each is U+FFFD.',
      });
    }
    // Without an id a record is its content; of equal ones each is a unit of its own, the first, the second …
    return {
      entry: { ...entry, original },
      contentHash,
      key: key === null ? `content:${contentHash}:${times}` : `id:${key}`,
    };
  }
}

const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest().toString('latin1', 0, 16);

function refuse(report: IntakeReport, { line, refused }: Refused): null {
  report.read += 1;
  report.refused += 1;
  report.refusals.push({ line, reason: refused });
  return null;
}

/** The original as the database can hold it: it knows neither NUL nor halves of characters. */
function storable(original: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(original);
  const clean = text.replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][\da-f]{2})/g, '$1\uFFFD');
  return clean === text ? original : (JSON.parse(clean) as Record<string, unknown>);
}
