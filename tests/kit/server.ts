import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { freshDatabase } from './database.ts';
import { freePort } from './postgres.ts';

const root = join(import.meta.dirname, '../..');
const readyMsMax = 90_000;

/** What the environment of a child says beyond the machine's own. */
export type Environment = Record<string, string | undefined>;

/** A folder of a test's own, and on PostgreSQL a database of its own: where servers and commands of one
 *  test meet. */
export interface Home extends AsyncDisposable {
  folder: string;
  environment: Environment;
}

/** Where the run's engine keeps data; `isEmbedded` forces the embedded one. `isMigrated` spares who does not
 *  ask about a first start most of it; on a server every database is migrated. */
export async function newHome({ isEmbedded = false, isMigrated = false } = {}): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), 'cograph-home-'));
  const migrated = inject('dataFolder');
  if (isMigrated && migrated) cpSync(migrated, join(folder, 'database'), { recursive: true });
  const fresh = isEmbedded || !inject('template') ? null : await freshDatabase();
  return {
    folder,
    environment: { DATA_DIR: folder, DATABASE_URL: fresh?.url ?? undefined },
    async [Symbol.asyncDispose]() {
      await fresh?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A whole answer over HTTP. */
export interface HttpAnswer<Data> {
  status: number;
  data: Data | null;
  errors: { message: string; extensions: { code: string; requestId: string } }[] | undefined;
  extensions: { denied?: { coordinate: string; requires: string; count: number }[] } | undefined;
  headers: Record<string, string>;
  /** Headers and body as text, to search for what must not be in them. */
  text: string;
}

/** A server in a process of its own. */
export interface Server extends AsyncDisposable {
  origin: string;
  pid: number;
  /** From the start of the process until `/health/ready` said yes. */
  startMs: number;
  stdout: () => string;
  stderr: () => string;
  /** The token that it printed for the persona. */
  tokenOf: (persona: string) => string;
  ask: <Data>(query: string, options?: { token?: string; variables?: object }) => Promise<HttpAnswer<Data>>;
  isRunning: () => boolean;
  /** Sends the signal and gives the exit code; null when the signal itself ended it. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Starts the command on a free port and waits until it is ready. Throws with its last words when it ends
 *  before. */
export async function startServer(
  environment: Environment,
  {
    command = [process.execPath, 'cli/cograph.js', 'serve'],
    port,
  }: { command?: string[]; port?: number } = {},
): Promise<Server> {
  const chosen = port ?? (await freePort());
  const origin = `http://127.0.0.1:${chosen}`;
  const [file = '', ...args] = command;
  const startedMs = performance.now();
  // A group of its own: a shell or npm between, and the server, end together.
  const child = spawn(file, args, {
    cwd: root,
    env: environmentOf({ PORT: String(chosen), ...environment }),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = collect(child);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (isRunning()) {
      const closed = once(child, 'close');
      if (child.pid) process.kill(-child.pid, signal);
      await closed;
    }
    return child.exitCode;
  };
  let health = 'no answer';
  for (;;) {
    if (child.exitCode !== null) throw new Error(`"${command.join(' ')}" ended by itself:\n${said.stderr}`);
    const answer = await fetch(`${origin}/health/ready`).catch(() => null);
    if (answer?.ok) break;
    if (answer) health = `${answer.status} ${await answer.text()}`;
    if (performance.now() - startedMs > readyMsMax) {
      await stop('SIGKILL');
      throw new Error(
        `"${command.join(' ')}" was not ready in time (${health}):\n${said.stdout}${said.stderr}`,
      );
    }
    await sleep(50);
  }
  return {
    origin,
    pid: child.pid ?? 0,
    startMs: Math.round(performance.now() - startedMs),
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    tokenOf(persona) {
      const [, token] = new RegExp(`^  ${persona} .*\\n +(\\S+)$`, 'm').exec(said.stdout) ?? [];
      if (!token) throw new Error(`No token of ${persona} was printed:\n${said.stdout}`);
      return token;
    },
    ask: <Data>(query: string, options?: { token?: string; variables?: object }) =>
      askGraph<Data>(origin, query, options),
    isRunning,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')),
  };
}

async function askGraph<Data>(
  origin: string,
  query: string,
  { token, variables }: { token?: string; variables?: object } = {},
): Promise<HttpAnswer<Data>> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = await response.text();
  const { data, errors, extensions } = JSON.parse(body) as Partial<HttpAnswer<Data>>;
  const headers = Object.fromEntries(response.headers);
  const text = `${JSON.stringify(headers)}\n${body}`;
  return { status: response.status, data: data ?? null, errors, extensions, headers, text };
}

/** What a command said and how it ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
  ms: number;
}

/** Runs `cograph` with these arguments to its end. */
export function runCograph(args: string[], environment: Environment = {}): Promise<Ended> {
  const startedMs = performance.now();
  const env = environmentOf(environment);
  return new Promise((resolve) => {
    const options = { cwd: root, env, timeout: readyMsMax, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, ['cli/cograph.js', ...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ code, stdout, stderr, ms: Math.round(performance.now() - startedMs) });
    });
  });
}

/** The machine's environment without what the tests' own run says. */
export function environmentOf(more: Environment): NodeJS.ProcessEnv {
  const none = { DATABASE_URL: undefined, DATA_DIR: undefined, NODE_ENV: undefined, LOG_LEVEL: undefined };
  return { ...process.env, ...none, npm_config_offline: 'true', ...more };
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (bytes: Buffer) => (said.stdout += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (said.stderr += bytes.toString()));
  return said;
}
