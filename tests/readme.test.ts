import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { findInPath, findPostgres, freePort, privatePostgres } from './kit/postgres.ts';
import { environmentOf, type Server, startServer } from './kit/server.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readme = read('README.md');
const chinese = read('README.zh.md');
const run = promisify(execFile);
/** What continuous integration runs from a clean clone: too long, or too deep, to be run once more in
 *  here. */
const runByCi = ['npm ci', 'npm test', 'npm run check', 'npm run prove'];

interface Block {
  language: string;
  text: string;
}

/** The fenced blocks of a document in these languages, in order. */
function blocksOf(text: string, ...languages: string[]): Block[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .map(([, language = '', body = '']) => ({ language, text: body.trim() }))
    .filter(({ language }) => languages.includes(language));
}

/** The commands of a block: lines joined where a quote or a backslash carries them on. */
function commandsOf(text: string): string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open += open === '' ? line : `\n${line}`;
    if ((open.split("'").length - 1) % 2 === 1 || open.endsWith('\\')) continue;
    commands.push(...open.split(' && '));
    open = '';
  }
  return open === '' ? commands : [...commands, open];
}

/** A server as a newcomer starts it, on a port and a folder of its own. */
class Start {
  readonly folder = mkdtempSync(join(tmpdir(), 'cograph-readme-'));
  port = 0;
  #server: Server | null = null;

  /** Runs the command until the graph is ready. Does nothing while a server runs. */
  async start(command = 'npm start'): Promise<void> {
    if (this.#server) return;
    this.port ||= await freePort();
    this.#server = await startServer(
      { DATA_DIR: this.folder },
      { command: ['sh', '-c', command], port: this.port },
    );
  }

  /** Ends the server and waits until all of the group is gone. */
  async stop(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }

  /** Runs a block as a shell would, here instead of on port 4000, and gives the last line it prints. */
  async shell(text: string): Promise<string> {
    const here = text.replaceAll('localhost:4000', `localhost:${this.port}`);
    const environment = environmentOf({ DATA_DIR: this.folder, PORT: String(this.port) });
    const options = { cwd: root, env: environment };
    // Exit 1 is "done with rejects": what was printed counts.
    const { stdout } = await run('sh', ['-c', here], options).catch((error: Error & { code?: unknown }) => {
      if (error.code !== 1 || !('stdout' in error)) throw error;
      return error as unknown as { stdout: string };
    });
    return stdout.trim().split('\n').at(-1) ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const blocks = blocksOf(readme, 'sh', 'json');
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => commandsOf(text));
const isNpm = (command: string) => command.startsWith('npm ');
const isOnPostgres = (command: string) => command.startsWith('DATABASE_URL=');
/** Blocks for a shell, each with the answer that stands below it. */
const scripts = blocks.flatMap((block, index) => {
  if (block.language !== 'sh') return [];
  const lines = commandsOf(block.text).filter((command) => !isNpm(command) && !isOnPostgres(command));
  const next = blocks[index + 1];
  return lines.length > 0
    ? [{ text: lines.join('\n'), answer: next?.language === 'json' ? next.text : null }]
    : [];
});

const hasCurl = findInPath('curl') !== null;
if (!hasCurl) console.log('Skipped: the queries of the README by curl, which is not installed here.');

describe('the commands of the README', () => {
  const here = new Start();
  afterAll(() => here[Symbol.asyncDispose]());

  test('are each known to this test, so that none goes unrun', () => {
    const unknown = commands.filter(
      (command) =>
        !isNpm(command) && !isOnPostgres(command) && !/^(npx cograph |curl |TOKEN=\$\(npx)/.test(command),
    );
    expect(unknown).toEqual([]);
    expect(new Set(commands.filter(isNpm))).toEqual(new Set([...runByCi, 'npm start']));
    expect(scripts.filter(({ answer }) => answer !== null)).toHaveLength(
      blocks.filter(({ language }) => language === 'json').length,
    );
  });

  test.each(runByCi)('%s is run by continuous integration', (command) => {
    expect(read('.ci/run').split('\n').join(' ')).toMatch(new RegExp(`" ${command}( |$)`, 'm'));
  });

  test('npm start makes the graph ready on an empty folder', { timeout: 120_000 }, async () => {
    await here.start('npm start');
    expect(existsSync(join(here.folder, 'database'))).toBe(true);
  });

  test.for(scripts)('run as printed: $text', { timeout: 120_000 }, async ({ text, answer }, { skip }) => {
    if (text.includes('curl ') && !hasCurl) skip();
    // The embedded database belongs to one process: what opens it takes the server's place.
    if (text.includes('curl ')) await here.start();
    else await here.stop();
    if (answer === null) {
      for (const command of commandsOf(text)) expect(await here.shell(command)).not.toBe('');
      return;
    }
    const compare = async () => expect(JSON.parse(await here.shell(text))).toEqual(JSON.parse(answer));
    // Figures follow the events a moment later; a command that writes is run once.
    if (text.includes('curl ')) await vi.waitFor(compare, { timeout: 60_000, interval: 500 });
    else await compare();
  });
});

const postgresCommands = commands.filter(isOnPostgres);
const hasPostgres = findPostgres() !== null;
if (!hasPostgres) console.log('Skipped: the README on PostgreSQL, whose programs are not installed here.');
describe.skipIf(!hasPostgres)('the commands of the README on PostgreSQL', () => {
  test.each(postgresCommands)('%s', { timeout: 180_000 }, async (command) => {
    await using server = await privatePostgres();
    await using here = new Start();
    const [, rest = ''] = /^DATABASE_URL=\S+ (.+)$/.exec(command) ?? [];
    expect(rest).toBe('npm start');
    await here.start(`DATABASE_URL=${server.url} ${rest}`);
    expect(existsSync(join(here.folder, 'database'))).toBe(false);
    await here.stop();
  });
});

describe('the documents', () => {
  test('hold the same commands and answers in both languages', () => {
    expect(blocksOf(chinese, 'sh', 'json')).toEqual(blocks);
  });

  test('name the variables that the settings read, and no others', () => {
    const source = ['cli/settings.ts', 'gateway/door.ts'].map(read).join();
    const known = [...source.matchAll(/env(?:\['|, ')([A-Z_]+)'/g)].map(([, name]) => name);
    const named = (text: string) =>
      [...text.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(([, cell]) =>
        cell?.match(/[A-Z_]+/g),
      );
    expect(new Set(named(readme))).toEqual(new Set(known));
    expect(named(chinese)).toEqual(named(readme));
  });

  test('name every command there is, and none that is not', async () => {
    const { stdout } = await run('npx', ['--offline', 'cograph', '--help'], { cwd: root });
    const known = [...stdout.matchAll(/^ {2}([a-z-]+)(?: \[[\w.]+\])?(?: <\w+>)? {2,}/gm)].map(
      ([, name]) => name,
    );
    for (const text of [readme, chinese]) {
      const named = [...text.matchAll(/^\| `npx cograph ([a-z-]+)[^`]*` \|/gm)].map(([, name]) => name);
      expect([...new Set(named)].sort()).toEqual(known.sort());
    }
  }, 60_000);

  test('name every persona', async () => {
    const { personas } = await import('../schema/personas.ts');
    for (const text of [readme, chinese]) {
      for (const { name } of personas) expect(text).toContain(`| \`${name}\` |`);
    }
  });

  test('point at nothing that is not there', () => {
    const documents = ['README.md', 'README.zh.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/style.md'];
    const missing = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => join(file, '..', target))
        .filter((target) => !existsSync(join(root, target))),
    );
    expect(missing).toEqual([]);
  });
});
