import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Operation } from './operations.ts';

export const contenderNames = ['cograph', 'perCore', 'stock', 'postgraphile', 'bare'] as const;
export type ContenderName = (typeof contenderNames)[number];

export const titles: Record<ContenderName, string> = {
  cograph: 'Cograph, permissions on, one process',
  perCore: `Cograph, permissions on, a process per core (${availableParallelism()})`,
  stock: 'Stock Apollo gateway over the same subgraphs by HTTP',
  postgraphile: 'PostGraphile on the same tables',
  bare: 'node:http with one SQL statement: the limit',
};

/** One HTTP request to a contender. */
export interface Ask {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** A contender that answers, with every process of its own. */
export interface Contender {
  name: ContenderName;
  /** Where it answers, each as well as any other: whoever asks spreads over them. */
  addresses: readonly string[];
  pids: number[];
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const subgraphs = readdirSync(`${root}subgraphs`);
const readyMsMax = 60_000;
const stopMsMax = 12_000;

/** Starts a contender on this database. Throws with what it last said when it does not come up. */
export async function startContender(name: ContenderName, databaseUrl: string): Promise<Contender> {
  const started: Started[] = [];
  const start = async (args: string[], env: Record<string, string> = {}) => {
    const process = await startProcess(args, { DATABASE_URL: databaseUrl, ...env });
    started.push(process);
    return process;
  };
  const stop = async () => void (await Promise.all(started.map((each) => each.stop())));
  const file = (name: string) => ['--import', 'tsx', `${root}bench/contenders/${name}`];
  try {
    if (name === 'stock') {
      // Settled, all of them: one that is still starting when another fails must be ended as well.
      const starting = await Promise.allSettled(
        subgraphs.map((subgraph) => start(file('stock-subgraph.ts'), { SUBGRAPH: subgraph })),
      );
      const addresses = new URLSearchParams();
      for (const [at, each] of starting.entries()) {
        if (each.status === 'rejected') throw each.reason;
        addresses.set(subgraphs[at]!, each.value.address);
      }
      await start(file('stock-gateway.ts'), { SUBGRAPHS: String(addresses) });
    } else if (name === 'cograph' || name === 'perCore') {
      // All requests come from one address: its points are counted, but there are enough of them.
      const env = { POINTS_ADDRESS: '1000000000' };
      const count = name === 'cograph' ? 1 : availableParallelism();
      // One after the other: the first makes what all of them share.
      for (let at = 0; at < count; at += 1)
        await start([...profiling(), `${root}cli/cograph.js`, 'serve'], env);
    } else await start(file(name === 'postgraphile' ? 'postgraphile.js' : 'bare.ts'));
    return {
      name,
      addresses: (name === 'perCore' ? started : started.slice(-1)).map(({ address }) => address),
      pids: started.map(({ pid }) => pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Set by the profile, so that Cograph writes down where its time goes. */
export const profileFolder = { path: null as string | null };
const profiling = () =>
  profileFolder.path === null ? [] : ['--cpu-prof', '--cpu-prof-dir', profileFolder.path];

interface Started {
  pid: number;
  address: string;
  stop(): Promise<void>;
}

async function startProcess(args: string[], env: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', PORT: '0', ...env },
  });
  const said: string[] = [];
  const stop = () => stopProcess(child);
  try {
    const address = await Promise.race([
      addressOf(child, said),
      once(child, 'exit').then(() => null),
      sleep(readyMsMax, null, { ref: false }),
    ]);
    if (address === null) throw new Error(`It did not come up: ${said.slice(-20).join('\n')}`);
    return { pid: child.pid!, address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What stands in the line that says where it answers. All else is kept for the case that it fails. */
function addressOf(child: ChildProcess, said: string[]): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (said.length > 100) said.shift();
        const [, url] = /^(?:listening at|\s+Graph\s)\s*(http:\S+)$/.exec(line) ?? [];
        if (url) resolve(url.replace('//localhost:', '//127.0.0.1:'));
      });
    }
  });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const isEnded = await Promise.race([ended.then(() => true), sleep(stopMsMax, false, { ref: false })]);
  if (!isEnded) child.kill('SIGKILL');
  await ended;
}

/** How a contender is asked an operation with one value. */
export function askOf({ name, addresses }: Contender, operation: Operation, value: string): Ask {
  const stored = operation.asStored(value);
  if (name === 'bare') {
    const path = `/${operation.name}?value=${encodeURIComponent(stored)}`;
    return { method: 'GET', path, headers: {} };
  }
  const isOurs = name !== 'postgraphile';
  const query = (isOurs ? operation.document : operation.postgraphile.document).replace(/\s+/g, ' ');
  return {
    method: 'POST',
    path: name === 'postgraphile' ? '/graphql' : new URL(addresses[0]!).pathname,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { [operation.variable]: isOurs ? value : stored } }),
  };
}

/** The data of an answer in the form that all share, from each place in turn. Throws what the contender said
 *  when it is no answer. */
export async function readAnswer(
  contender: Contender,
  operation: Operation,
  value: string,
): Promise<unknown> {
  const { path, ...init } = askOf(contender, operation, value);
  const turn = turns.get(contender) ?? 0;
  turns.set(contender, turn + 1);
  const address = contender.addresses[turn % contender.addresses.length];
  const response = await fetch(new URL(path, address), init);
  const text = await response.text();
  const { data, errors } = (response.ok ? JSON.parse(text) : {}) as { data?: unknown; errors?: unknown };
  if (!response.ok || errors || !data) {
    throw new Error(
      `${contender.name} answers ${response.status} to ${operation.name} of ${value}: ${text.slice(0, 300)}`,
    );
  }
  return contender.name === 'postgraphile' ? operation.postgraphile.shape(data as never) : data;
}

const turns = new WeakMap<Contender, number>();
