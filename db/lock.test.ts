import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderInUse, lockFolder } from './lock.ts';

const module = pathToFileURL(join(import.meta.dirname, 'lock.ts')).href;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cograph-lock-'))));
const kills: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(kills.splice(0).map((kill) => kill()));
  rmSync(folder, { recursive: true });
});

/** Every lock file with who holds it. */
const locks = () =>
  Object.fromEntries(
    readdirSync(folder).map((name) => {
      const [pid = ''] = readFileSync(join(folder, name), 'utf8').trim().split(' ');
      return [name, pid === 'free' ? pid : `process ${pid}`];
    }),
  );

/** A process that tries to take the folder, says whether it did, and then stays. */
async function taker(startAtMs = 0) {
  const text = `
    import { lockFolder } from ${JSON.stringify(module)};
    await new Promise((resolve) => setTimeout(resolve, ${startAtMs} - Date.now()));
    try { lockFolder(${JSON.stringify(folder)}); console.log('taken'); }
    catch (error) { console.log(error.message); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(String(data).trim())),
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  kills.push(kill);
  return { pid: child.pid!, said, kill };
}

describe('a folder', () => {
  test('is refused to a second process with a sentence that says what to do', async () => {
    const first = await taker();
    expect(first.said).toBe('taken');
    expect(() => lockFolder(folder)).toThrow(
      new FolderInUse(
        `The data folder ${folder} is used by process ${first.pid}. Stop that one, or set DATA_DIR to another folder.`,
      ),
    );
    expect(locks()).toEqual({ 'lock.1': `process ${first.pid}` });
  });

  test('is free again after its process was killed', async () => {
    const first = await taker();
    await first.kill();
    expect(locks()).toEqual({ 'lock.1': `process ${first.pid}` });
    const unlock = lockFolder(folder);
    expect(locks()).toEqual({ 'lock.2': `process ${process.pid}` });
    unlock();
    expect(locks()).toEqual({ 'lock.2': 'free' });
  });

  test('is free when its process is gone and another has its number', () => {
    writeFileSync(join(folder, 'lock.7'), `${process.pid} an-earlier-start/1\n`);
    lockFolder(folder);
    expect(locks()).toEqual({ 'lock.8': `process ${process.pid}` });
  });

  test('is refused to this process too, and given back only by who took it', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`is used by process ${process.pid}.`);
    writeFileSync(join(folder, 'lock.1'), '1 another\n');
    unlock();
    expect(locks()).toEqual({ 'lock.1': 'process 1' });
  });

  test.each([
    ['free', null],
    ['left by a killed process', '999999999 1\n'],
  ])('is given to one of five who ask at the same moment when it is %s', async (_state, left) => {
    if (left) writeFileSync(join(folder, 'lock.1'), left);
    const startAtMs = Date.now() + 3_000;
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => taker(startAtMs)));
    const winners = asked.filter(({ said }) => said === 'taken');
    expect(winners.length).toBe(1);
    const pid = winners[0]!.pid;
    expect(asked.filter(({ said }) => said.includes(`is used by process ${pid}.`)).length).toBe(4);
    expect(locks()).toEqual({ [left ? 'lock.2' : 'lock.1']: `process ${pid}` });
  });
});
