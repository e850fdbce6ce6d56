import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { runImport } from '../cli/import.ts';

// How fast and in how much memory a catalogue is taken in: `node --import tsx bench/import.ts [RECORDS]`,
// embedded, or with DATABASE_URL on an empty PostgreSQL database.

const records = Number(process.argv[2] ?? 100_000);
const url = process.env['DATABASE_URL'];
const folder = mkdtempSync(join(tmpdir(), 'cograph-bench-'));
try {
  const file = join(folder, 'catalogue.csv');
  await writeCatalogue(file);
  const database = await openDatabase(url ? { url } : { dataDir: folder });
  await migrate(database);
  for (const run of ['first', 'second']) {
    const samples: { heapMib: number; rssMib: number }[] = [];
    const sample = () => {
      globalThis.gc?.();
      const { heapUsed, rss } = process.memoryUsage();
      samples.push({ heapMib: mib(heapUsed), rssMib: mib(rss) });
    };
    const timer = setInterval(sample, 2_000);
    const began = performance.now();
    const out = new PassThrough().resume();
    const options = { format: 'uniquip', provider: 'University of the Bench', file };
    await runImport(database, options, { out, err: new PassThrough().resume() });
    const seconds = (performance.now() - began) / 1_000;
    clearInterval(timer);
    sample();
    const tenth = samples[Math.floor(samples.length / 10)];
    process.stdout.write(
      `${JSON.stringify({
        engine: database.engine,
        run,
        records,
        seconds: Number(seconds.toFixed(1)),
        recordsPerSecond: Math.round(records / seconds),
        afterTenth: tenth,
        atEnd: samples.at(-1),
        heapMibMax: Math.max(...samples.map(({ heapMib }) => heapMib)),
        rssMibMax: Math.max(...samples.map(({ rssMib }) => rssMib)),
      })}\n`,
    );
  }
  await database.close();
} finally {
  rmSync(folder, { recursive: true });
}

/** Rows as long as real ones, each another. */
async function writeCatalogue(path: string): Promise<void> {
  const stream = createWriteStream(path);
  stream.write('Type,Name,Description,Technique,Contact Email,ID,Department,Site Location\n');
  for (let at = 0; at < records; at += 1) {
    const row =
      `equipment,Confocal microscope ${at},"A microscope for living cells, number ${at} of many, 共聚焦显微镜",` +
      `Microscopy,lab${at % 500}@bench.example,B-${at},Biology,Building ${at % 40}\n`;
    if (!stream.write(row)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

function mib(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
