import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const debianFolder = '/usr/lib/postgresql';
const isRoot = process.getuid?.() === 0;

/** The folder of PostgreSQL's own programs, newest first, or null where it is not installed, or where root
 *  has no `runuser` to start it with. */
export function findPostgres(): string | null {
  if (isRoot && !findInPath('runuser')) return null;
  const versions = existsSync(debianFolder)
    ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a))
    : [];
  const installed = versions.map((version) => join(debianFolder, version, 'bin'));
  return installed.find((folder) => existsSync(join(folder, 'initdb'))) ?? findInPath('initdb');
}

/** The first folder of PATH that holds the program, or null. */
export const findInPath = (program: string): string | null =>
  (process.env.PATH ?? '').split(delimiter).find((folder) => existsSync(join(folder, program))) ?? null;

/** A PostgreSQL server of a test's own, on a free port and in a temporary folder. */
export interface PrivatePostgres extends AsyncDisposable {
  url: string;
  /** Returns when the server accepts connections. */
  start(): Promise<void>;
  /** Ends it as an administrator would: connections are closed, data is kept. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Makes and starts a server; `findPostgres` must have found one. */
export async function privatePostgres(settings: Record<string, string> = {}): Promise<PrivatePostgres> {
  const programs = findPostgres();
  if (!programs) throw new Error('PostgreSQL is not installed here.');
  const folder = mkdtempSync(join(tmpdir(), 'cograph-postgres-'));
  const data = join(folder, 'data');
  const asServer = await serverUser(folder);
  const call = (program: string, ...args: string[]) => asServer(join(programs, program), args);
  const port = await freePort();
  await call('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: 'off', ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`);
  const server: PrivatePostgres = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async start() {
      const log = join(folder, 'log');
      await call('pg_ctl', 'start', '-w', '-D', data, '-l', log, '-o', [`-p ${port}`, ...options].join(' '));
    },
    async stop() {
      await call('pg_ctl', 'stop', '-w', '-m', 'fast', '-D', data);
    },
    async kill() {
      // Children of a killed server end by themselves, a moment later.
      await call('pg_ctl', 'stop', '-w', '-m', 'immediate', '-D', data);
    },
    async [Symbol.asyncDispose]() {
      if (existsSync(join(data, 'postmaster.pid'))) await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** The server refuses to run as root; there it runs as the user its package made. */
async function serverUser(folder: string) {
  const options = { cwd: folder };
  if (!isRoot) return (file: string, args: string[]) => run(file, args, options);
  const { stdout } = await run('id', ['-u', 'postgres']);
  chownSync(folder, Number(stdout), statSync(folder).gid);
  return (file: string, args: string[]) => run('runuser', ['-u', 'postgres', '--', file, ...args], options);
}

/** A port nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
