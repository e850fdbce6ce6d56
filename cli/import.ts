import { writeFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import type { Database } from '../db/client.ts';
import { countsOf, emptyReport, type IntakeReport } from '../formats/intake.ts';
import { BadInput } from '../formats/reading.ts';
import { newContext } from '../schema/context.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { findProvider } from '../subgraphs/actors/organization/provider.command.ts';
import { openMigrated } from './database.ts';
import { formats } from './import.formats.ts';
import { AskedWrongly, type Settings } from './settings.ts';

export interface ImportOptions {
  format: string;
  provider: string;
  file: string;
  dryRun?: boolean;
  report?: string;
}

/** Where the answer and the progress go: a test listens to both. */
export interface Streams {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream & { isTTY?: boolean };
}

const linesMax = 20;

/** Opens the database of these settings, migrates it and imports into it. */
export async function importCommand(
  settings: Settings,
  options: ImportOptions,
  streams: Streams = { out: process.stdout, err: process.stderr },
): Promise<number> {
  formatNamed(options.format);
  const database = await openMigrated(settings);
  try {
    return await runImport(database, options, streams);
  } finally {
    await database.close();
  }
}

/** Reads the file into the catalogue of the provider. Progress goes to standard error where that is a
 *  terminal, the report and at last one line of JSON to standard output. Exit 0, or 1 when records were
 *  refused. Throws AskedWrongly with one sentence for a file that cannot be read on: what stood before the
 *  fault is kept and reported; a file that cannot be read at all leaves no trace. */
export async function runImport(
  database: Database,
  options: ImportOptions,
  { out, err }: Streams,
): Promise<number> {
  const begin = formatNamed(options.format);
  const { provider, dryRun: isDryRun = false } = options;
  const progress = startProgress(err);
  const report = emptyReport();
  let isNew: boolean | null = null;
  const finish = () => {
    progress.stop();
    if (isNew === null) return;
    const lines = reportLines(report, { provider, isNew, isDryRun });
    if (options.report) writeReport(options.report, lines(Infinity));
    out.write(lines(linesMax));
    out.write(`${JSON.stringify(countsOf(report))}\n`);
  };
  try {
    const takeIn = await begin(options.file, progress);
    // A report that cannot be written is better known before the work than after it.
    if (options.report) writeReport(options.report, '');
    const context = newContext(database, null);
    const found = await findProvider(context, provider, { isDryRun });
    isNew = found.isNew;
    await takeIn(context, { owner: found.organization, isDryRun, report });
  } catch (error) {
    if (error instanceof BadInput || error instanceof WrongValue) {
      finish();
      throw new AskedWrongly(error.message);
    }
    progress.stop();
    throw error;
  }
  finish();
  return report.refused > 0 ? 1 : 0;
}

function formatNamed(name: string) {
  const found = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (found) return found;
  const known = Object.keys(formats).join(', ');
  throw new AskedWrongly(`The format "${name}" is not read. Formats: ${known}.`);
}

/** A bar on a terminal, and nothing elsewhere: a log file wants no control characters. */
function startProgress(err: Streams['err']) {
  if (!err.isTTY) return { onBytes: () => {}, onRecord: () => {}, stop: () => {} };
  const bar = new SingleBar({
    stream: err,
    format: '{bar} {percentage} %  {records} records',
    hideCursor: true,
  });
  let records = 0;
  bar.start(1, 0, { records });
  return {
    onBytes: (read: number, total: number | null) => {
      bar.setTotal(total ?? read);
      bar.update(read, { records });
    },
    onRecord: () => void (records += 1),
    stop: () => {
      bar.update({ records });
      bar.stop();
    },
  };
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new AskedWrongly(`The report cannot be written to "${file}": ${(error as Error).message}.`);
  }
}

function reportLines(
  report: IntakeReport,
  { provider, isNew, isDryRun }: { provider: string; isNew: boolean; isDryRun: boolean },
) {
  const { read, new: added, same, changed, refused, duplicates } = report;
  return (most: number) => {
    const lines = [
      ...(isDryRun ? ['Dry run: nothing was written.'] : []),
      ...(isNew
        ? [
            `"${provider}" was not known: ${isDryRun ? 'it would be' : 'it is now'} an unchecked organisation.`,
          ]
        : []),
      ...some(
        report.refusals.map(({ line, reason }) => `line ${line} refused: ${reason}`),
        most,
      ),
      ...some(
        report.remarks.map(({ line, remark }) => `line ${line}: ${remark}`),
        most,
      ),
      ...(duplicates > 0
        ? [`${repeating(duplicates)} an earlier one exactly: each is kept as a unit of its own.`]
        : []),
      `${read} records read: ${added} new, ${same} the same, ${changed} changed, ${refused} refused; ` +
        `${duplicates} duplicates.`,
    ];
    return lines.map((line) => `${line}\n`).join('');
  };
}

const repeating = (count: number) => (count === 1 ? '1 record repeats' : `${count} records repeat`);

const some = (lines: string[], most: number) =>
  lines.length > most
    ? [...lines.slice(0, most), `… and ${lines.length - most} more: --report FILE writes all.`]
    : lines;
