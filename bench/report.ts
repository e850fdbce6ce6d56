import type { ContenderName } from './contenders.ts';
import { contenderNames, titles } from './contenders.ts';
import type { Summary } from './measure/figures.ts';
import type { OperationName } from './operations.ts';

/** How many times the stock gateway Cograph is meant to be, at each operation. */
export const target = 1.5;

/** What is known of one contender at one operation. */
export interface Result extends Summary {
  /** SQL statements for one answer. */
  statements: number;
}

/** Everything a run has found out. */
export interface Run {
  command: string;
  date: string;
  machine: string;
  versions: Record<string, string>;
  scale: string;
  rows: string;
  conditions: string;
  compared: number;
  operations: {
    name: OperationName;
    title: string;
    results: Record<ContenderName, Result>;
  }[];
}

/** How many times as many answers a second Cograph gives as the other; null when either failed to answer. */
export function ratio(
  results: Record<ContenderName, Result>,
  other: ContenderName,
  own: 'cograph' | 'perCore' = 'cograph',
): number | null {
  const [ours, theirs] = [results[own], results[other]];
  if (ours.failed > 0 || theirs.failed > 0 || theirs.requestsPerSecond === 0) return null;
  return ours.requestsPerSecond / theirs.requestsPerSecond;
}

/** How much processor time the stock gateway takes for an answer, with the database's where it is known, for
 *  each of Cograph's. */
function cpuRatio({ cograph, stock }: Record<ContenderName, Result>): number | null {
  if (cograph.failed > 0 || stock.failed > 0) return null;
  const [theirs, ours] = [stock, cograph].map((each) => each.ownCpuMs + (each.databaseCpuMs ?? 0));
  return theirs! / ours!;
}

const columns = [
  ...['operation', 'stock gateway', 'process per core', 'target met', 'PostGraphile', 'the limit'],
  'CPU, stock gateway',
];

/** The whole report, as `bench/results.md` holds it. */
export function toMarkdown(run: Run): string {
  const ratios = run.operations.map(({ title, results }) => {
    const [stock, postgraphile, bare] = (['stock', 'postgraphile', 'bare'] as const).map((other) =>
      ratio(results, other),
    );
    const perCore = ratio(results, 'stock', 'perCore');
    return row([
      ...[title, times(stock), times(perCore), verdict(stock, perCore)],
      ...[times(postgraphile), times(bare), times(cpuRatio(results))],
    ]);
  });
  return `# What was measured

Written by the bench itself; do not edit. ${run.date}

- **Repeat:** \`${run.command}\` (needs PostgreSQL at \`DATABASE_URL\`; [README.md](README.md) says more)
- **Machine:** ${run.machine}
- **Versions:** ${Object.entries(run.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}
- **Data:** ${run.scale}: ${run.rows}
- **Conditions:** ${run.conditions}
- **Agreement:** ${run.compared} answers compared before measuring; all contenders said the same.

## Cograph against the others

Answers a second of Cograph divided by those of the other; more than 1 is faster. The first column is of one
process, which has one core at most, while the stock gateway and its subgraphs are six processes and use all
there are. The second is of a process per core, as operators run Cograph, with the load spread evenly; the
others stand as they are. The target is ${target} times the stock gateway on each. The last column, processor
time of an answer of the stock gateway divided by that of one process of Cograph, suffers least from whatever
else the machine did.

${row(columns)}
${row(['---', '--:', '--:', '---', '--:', '--:', '--:'])}
${ratios.join('\n')}

## Figures

Medians of the rounds; in brackets the slowest and the fastest. Processor time is per answer, of all the
contender's processes and of the database's processes that served it. Statements are those for one answer.
${run.operations.map(section).join('')}`;
}

function section({ title, results }: Run['operations'][number]): string {
  const lines = contenderNames.map((name) => {
    const result = results[name];
    const failed =
      result.failed > 0 ? `; **${result.failed} of ${result.failed + result.answered} failed**` : '';
    const [slowest, fastest] = result.range.map((rate) => Math.round(rate));
    const database = result.databaseCpuMs;
    return row([
      titles[name] + failed,
      `${Math.round(result.requestsPerSecond)} (${slowest}–${fastest})`,
      result.p50Ms.toFixed(1),
      result.p99Ms.toFixed(1),
      result.ownCpuMs.toFixed(2),
      database === null ? 'elsewhere' : database.toFixed(2),
      String(result.statements),
    ]);
  });
  return `
### ${title}

${row(['contender', 'answers/s', 'p50 ms', 'p99 ms', 'CPU ms, own', 'CPU ms, database', 'statements'])}
${row(['---', '--:', '--:', '--:', '--:', '--:', '--:'])}
${lines.join('\n')}
`;
}

function verdict(one: number | null | undefined, perCore: number | null): string {
  if (one == null || perCore === null) return 'failed';
  if (one >= target) return 'yes';
  return perCore >= target ? 'by a process per core' : '**no**';
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const times = (value: number | null | undefined) => (value == null ? '–' : `${value.toFixed(2)} ×`);

/** The last line of output: the ratios and what failed. */
export function toJson(run: Run, file: string): string {
  const ratios = Object.fromEntries(
    run.operations.map(({ name, results }) => {
      const stock = ratio(results, 'stock');
      return [name, stock === null ? null : Number(stock.toFixed(2))];
    }),
  );
  const perCore = Object.fromEntries(
    run.operations.map(({ name, results }) => {
      const stock = ratio(results, 'stock', 'perCore');
      return [name, stock === null ? null : Number(stock.toFixed(2))];
    }),
  );
  const failed = run.operations.flatMap(({ name, results }) =>
    contenderNames.flatMap((contender) => (results[contender].failed > 0 ? [`${contender} ${name}`] : [])),
  );
  const below = Object.entries(ratios).flatMap(([name, value]) =>
    value !== null && value < target ? [name] : [],
  );
  return JSON.stringify({ scale: run.scale, target, ratios, perCore, below, failed, results: file });
}
