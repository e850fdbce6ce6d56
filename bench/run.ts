import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { relative } from 'node:path';
import postgres from 'postgres';
import { type Asked, checkAgreement } from './agreement.ts';
import { type Contender, contenderNames, startContender } from './contenders.ts';
import { addressOf, ensureDatabase } from './dataset/database.ts';
import { type ScaleName, scales } from './dataset/scales.ts';
import { summarize } from './measure/figures.ts';
import { startLoad } from './measure/load.ts';
import { applicationOf, measure, type RoundOptions } from './measure/rounds.ts';
import { openCountingDoor, statementsOf } from './measure/statements.ts';
import { operations } from './operations.ts';
import { type Run, toJson, toMarkdown } from './report.ts';

export interface BenchOptions extends RoundOptions {
  scale: ScaleName;
  results: string;
  command: string;
}

const countedRequests = 15;
const tell = (line: string) => void process.stderr.write(`${line}\n`);

/** Builds what is not there, checks that all agree, measures, and writes the report. Returns the exit code: 1
 *  when a contender failed to answer something. */
export async function runBench(server: string, options: BenchOptions): Promise<number> {
  const name = await ensureDatabase(server, options.scale, tell);
  const [loadBefore = 0] = loadavg();
  const sql = postgres(addressOf(server, name, 'bench-reader'), { max: 1 });
  const load = startLoad();
  try {
    const asked = await Promise.all(
      operations.map(async (operation) => ({ operation, values: await operation.values(sql) })),
    );
    const { compared, statements } = await agreeAndCount(server, name, asked);
    tell(`${compared} answers agree`);
    const measured = await together(
      () => contenderNames.map((each) => startContender(each, addressOf(server, name, applicationOf(each)))),
      (contenders) => measure(contenders, asked, { load, sql, tell }, options),
    );
    const [postgresql] = await sql<{ server_version: string }[]>`show server_version`;
    const run: Run = {
      command: options.command,
      date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
      machine: machine(loadBefore),
      versions: versions(postgresql!.server_version),
      scale: options.scale,
      rows: rowsOf(options.scale),
      conditions: conditions(options),
      compared,
      operations: operations.map(({ name: operation, title }) => ({
        ...{ name: operation, title },
        results: eachContender((contender) => ({
          ...summarize(measured.get(operation)!.get(contender)!),
          statements: statements.get(`${contender} ${operation}`)!,
        })),
      })),
    };
    writeFileSync(options.results, toMarkdown(run));
    process.stdout.write(`${toMarkdown(run).slice(toMarkdown(run).indexOf('## '))}\n`);
    process.stdout.write(`${toJson(run, relative(process.cwd(), options.results))}\n`);
    const hasFailed = run.operations.some(({ results }) =>
      Object.values(results).some(({ failed }) => failed > 0),
    );
    return hasFailed ? 1 : 0;
  } finally {
    load.stop();
    await sql.end();
  }
}

/** Both through doors that count, which nothing is measured through. */
async function agreeAndCount(server: string, database: string, asked: readonly Asked[]) {
  tell('checking that all contenders agree');
  const doors = await Promise.all(contenderNames.map(() => openCountingDoor(addressOf(server, database))));
  try {
    return await together(
      () => contenderNames.map((name, at) => startContender(name, doors[at]!.url)),
      async (contenders) => {
        const compared = await checkAgreement(contenders, asked);
        const statements = new Map<string, number>();
        for (const [at, contender] of contenders.entries()) {
          for (const { operation, values } of asked) {
            const some = values.slice(0, countedRequests);
            const count = await statementsOf(contender, doors[at]!, operation, some);
            statements.set(`${contender.name} ${operation.name}`, count);
          }
        }
        return { compared, statements };
      },
    );
  } finally {
    await Promise.all(doors.map((door) => door.close()));
  }
}

/** Works with contenders that run side by side, and ends them all, also when one of them did not come up. */
async function together<T>(
  start: () => Promise<Contender>[],
  work: (contenders: Contender[]) => Promise<T>,
): Promise<T> {
  const starting = await Promise.allSettled(start());
  const contenders = starting.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  try {
    const failed = starting.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return await work(contenders);
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
}

function eachContender<T>(value: (name: (typeof contenderNames)[number]) => T) {
  const [cograph, perCore, stock, postgraphile, bare] = contenderNames;
  return {
    [cograph]: value(cograph),
    [perCore]: value(perCore),
    [stock]: value(stock),
    [postgraphile]: value(postgraphile),
    [bare]: value(bare),
  };
}

function machine(loadBefore: number): string {
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const size = `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${gibibytes} GiB`;
  const busy = loadBefore > cpus().length / 2 ? ' (**busy: trust only ratios of processor time**)' : '';
  const shared = 'database, contenders and load share it';
  const before = `load average before the run ${loadBefore.toFixed(1)}${busy}`;
  return `${size}, ${process.platform}; ${shared}; ${before}`;
}

function versions(postgresql: string): Record<string, string> {
  const installed = (folder: string, name: string) => {
    const file = new URL(`${folder}/node_modules/${name}/package.json`, import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  };
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return {
    Cograph: version,
    Node: process.versions.node,
    PostgreSQL: postgresql,
    '@apollo/gateway': installed('..', '@apollo/gateway'),
    '@apollo/server': installed('..', '@apollo/server'),
    graphql: installed('..', 'graphql'),
    postgraphile: installed('.', 'postgraphile'),
    autocannon: installed('.', 'autocannon'),
  };
}

function rowsOf(scale: ScaleName): string {
  const { equipment, technologies, projects, organizations, people } = scales[scale];
  const figures = { equipment, technologies, projects, organisations: organizations, people };
  return Object.entries(figures)
    .map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`)
    .join(', ');
}

function conditions({ rounds, seconds, warmUpSeconds, connections }: RoundOptions): string {
  return (
    `${rounds} rounds, in each every contender in turn at every operation, ${seconds} s after ` +
    `${warmUpSeconds} s of the same load; ${connections} connections; NODE_ENV=production; asked as nobody`
  );
}
