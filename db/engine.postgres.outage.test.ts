import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outageOrSame } from './engine.postgres.outage.ts';

const module = join(import.meta.dirname, 'engine.postgres.outage.ts');
const message = "Cannot read properties of null (reading 'write')";
const inDriver = 'at nextWrite (node_modules/postgres/src/connection.js:255:22)';

test.each([
  ['ends the process when it is ours', 'a bug of ours', inDriver, 1],
  ['ends the process when it only reads like the crash of the driver', message, 'at ours.ts:1:1', 1],
  ['is survived when it is the one known crash of the driver', message, inDriver, 0],
])('an exception that nobody catches %s', async (_name, text, stack, status) => {
  const code = `
    import { surviveDriverCrash } from ${JSON.stringify(module)};
    surviveDriverCrash();
    setTimeout(() => process.exit(0), 300);
    const error = new TypeError(${JSON.stringify(text)});
    error.stack = error.message + '\\n    ' + ${JSON.stringify(stack)};
    setTimeout(() => { throw error; }, 10);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code]);
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  expect(await once(child, 'close')).toEqual([status, null]);
  expect(said.includes(text)).toBe(status === 1);
});

test.each([
  ['ECONNREFUSED', 'UNAVAILABLE'],
  ['CONNECTION_CLOSED', 'UNAVAILABLE'],
  ['57P01', 'UNAVAILABLE'],
  ['08006', 'UNAVAILABLE'],
  ['57014', 'OVERLOADED'],
  ['23505', '23505'],
])('the code %s of the driver is met as %s', async (code, expected) => {
  const error = Object.assign(new Error(code), { code });
  await expect(outageOrSame(() => Promise.reject(error))).rejects.toMatchObject({ code: expected });
});
