import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../cli/import.formats.ts';
import { personas } from '../schema/personas.ts';
import { type Home, newHome, runCograph } from './kit/server.ts';

/** Nobody listens here, so what needs a database cannot work. */
const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
/** What the README promises: every command in full, such as `metrics rebuild`. */
const paths = [...read('README.md').matchAll(/^\| `npx cograph ([a-z ]+)`/gm)].map(([, path]) =>
  path!.split(' '),
);
const commands = [...new Set(paths.map(([name]) => name!))];

let home: Home;
beforeAll(async () => void (home = await newHome({ isEmbedded: true })));
afterAll(() => home[Symbol.asyncDispose]());

describe('help', () => {
  test('names every command of the README and says what each does, without a database and at once', async () => {
    const { code, stdout, stderr } = await runCograph(['--help'], nowhere);
    expect([code, stderr]).toEqual([0, '']);
    expect([...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name).sort()).toEqual(commands.sort());
    const took: Record<string, number> = {};
    for (const path of paths) {
      const help = await runCograph([...path, '--help'], nowhere);
      expect([path, help.code, help.stderr]).toEqual([path, 0, '']);
      expect(help.stdout).toMatch(new RegExp(`^Usage: cograph ${path.join(' ')} [^\\n]+\\n\\n[A-Z]`));
      took[path.join(' ')] = help.ms;
    }
    console.log(`help, in ms: ${JSON.stringify(took)}`);
    expect(Math.max(...Object.values(took))).toBeLessThan(5_000);
  }, 60_000);
});

test('of import names every format that is read, as do both READMEs and the guide', async () => {
  const { stdout } = await runCograph(['import', '--help'], nowhere);
  const [, said] = /--format <format> +(.+)$/m.exec(stdout)!;
  expect(said!.split(/, | or /)).toEqual(Object.keys(formats));
  const [, ...rows] = [...read('docs/import.md').matchAll(/^\| `?([a-z]+)`? \|/gm)].map(([, name]) => name);
  expect(rows.slice(0, Object.keys(formats).length)).toEqual(Object.keys(formats));
  for (const file of ['README.md', 'README.zh.md']) {
    const row = read(file)
      .split('\n')
      .find((line) => line.startsWith('| `npx cograph import`'));
    expect([...row!.matchAll(/`([a-z]+)`/g)].map(([, name]) => name)).toEqual(Object.keys(formats));
  }
}, 30_000);

describe('what is asked wrongly', () => {
  test.each([
    [['absent'], "error: unknown command 'absent'\n"],
    [['serve', '--absent'], "error: unknown option '--absent'\n"],
    [['serve', 'more'], "error: too many arguments for 'serve'. Expected 0 arguments but got 1.\n"],
    [['import', 'file.csv'], "error: required option '--format <format>' not specified\n"],
    [
      ['import', '--format', 'absent', '--provider', 'X', 'file.csv'],
      `The format "absent" is not read. Formats: ${Object.keys(formats).join(', ')}.\n`,
    ],
    [
      ['token', '--persona', 'nobody'],
      `There is no persona "nobody". There are: ${personas.map(({ name }) => name).join(', ')}.\n`,
    ],
    [['work'], 'Background work alone needs DATABASE_URL: an embedded database belongs to one process.\n'],
  ])('ends with 2 and one sentence: cograph %j', async (args, sentence) => {
    const { code, stdout, stderr } = await runCograph(args, home.environment);
    expect([code, stdout, stderr]).toEqual([2, '', sentence]);
  });

  test.each([
    [{ PORT: 'http' }, 'PORT is "http"; it must be a whole number from 0 to 65535.\n'],
    [{ PORT: '65536' }, 'PORT is "65536"; it must be a whole number from 0 to 65535.\n'],
    [{ PORT: '-1' }, 'PORT is "-1"; it must be a whole number from 0 to 65535.\n'],
    [
      { DATABASE_URL: 'mysql://127.0.0.1/x' },
      'DATABASE_URL must begin with postgres:// ; leave it out for the embedded database.\n',
    ],
    [
      { DATABASE_URL: 'postgres://[' },
      'DATABASE_URL cannot be read; write postgres://USER:PASSWORD@HOST:PORT/NAME .\n',
    ],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL is "loud"; it is one of trace, debug, info, warn, error, fatal, silent.\n',
    ],
  ])('ends with 2 and one sentence: serve with %j', async (environment, sentence) => {
    const { code, stdout, stderr } = await runCograph(['serve'], { ...home.environment, ...environment });
    expect([code, stdout, stderr]).toEqual([2, '', sentence]);
  });
});

describe('what is not to be had', () => {
  test('ends with 3 and one sentence: a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, stdout, stderr } = await runCograph(['serve'], { ...home.environment, PORT: String(port) });
    other.close();
    expect([code, stdout, stderr]).toEqual([
      3,
      '',
      `Port ${port} is taken. Stop what uses it, or set PORT to another.\n`,
    ]);
  }, 90_000);

  test.each(['serve', 'doctor', 'migrate'])(
    'ends with 3 and one sentence: a PostgreSQL that does not answer, asked by %s',
    async (command) => {
      const { code, stdout, stderr } = await runCograph([command], { ...home.environment, ...nowhere });
      expect([code, stdout, stderr]).toEqual([
        3,
        '',
        'The database does not answer. Try again in a moment.\n',
      ]);
    },
    60_000,
  );
});
