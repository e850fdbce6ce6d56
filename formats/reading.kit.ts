import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Read } from './reading.ts';

const folder = join(import.meta.dirname, '../../shared/data');

/** Whether the catalogues that others published lie beside the project; says so aloud where they do not. */
export const hasRealData = existsSync(folder);
if (!hasRealData) console.log('Skipped: the tests on real files, because ../shared/data is not there.');

/** One of those catalogues. */
export const realFile = (name: string): string => join(folder, name);

/** An input of these bytes or this text, in chunks of a chosen size. */
export function inputOf(content: string | Buffer, chunkBytes = 65_536): Readable {
  const bytes = Buffer.from(content);
  const count = Math.ceil(bytes.length / chunkBytes);
  return Readable.from(
    Array.from({ length: count }, (_, at) => bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes)),
  );
}

/** Everything a reader gives before its end or its fault, and the fault. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<{ items: Item[]; error: unknown }> {
  const collected: Item[] = [];
  try {
    for await (const item of items) collected.push(item);
  } catch (error) {
    return { items: collected, error };
  }
  return { items: collected, error: null };
}

/** The records of a reading, what was refused, and how often each remark was made. */
export async function sortOut<Item>(reading: AsyncIterable<Read<Item>>) {
  const records: Item[] = [];
  const refused: { line: number; refused: string }[] = [];
  const remarks: Record<string, number> = {};
  for await (const read of reading) {
    if ('refused' in read) {
      refused.push({ line: read.line, refused: read.refused });
      continue;
    }
    records.push(read.record);
    for (const remark of read.remarks) remarks[remark] = (remarks[remark] ?? 0) + 1;
  }
  return { records, refused, remarks };
}

/** How far the memory of this process grows, in MiB, over its first sample, while it works. */
export async function memoryGrowthMib(work: (sample: () => void) => Promise<void>): Promise<number> {
  const seen: number[] = [];
  await work(() => seen.push(process.memoryUsage().rss));
  return (Math.max(...seen) - (seen[0] ?? NaN)) / 1024 / 1024;
}
