import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

// For .ci/clean-machine: starts the server in this folder as the README says and asks the README's first
// question. It is ready within 15 s, answers as printed, and ends on SIGTERM with 0.
const readyMsMax = 15_000;
const [, query, printed] =
  /'query=([^']+)'\n```\n\n```json\n([^`]+)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
assert(query && printed, 'The README has no first question with an answer below it.');
assert(!existsSync('.data'), 'There is a data folder already, so this would not be a first start.');

const startedMs = performance.now();
const server = spawn('npm', ['start'], { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(server, 'exit');
let said = '';
server.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
try {
  const graph = await readyGraph();
  const readyMs = Math.round(performance.now() - startedMs);
  assert(readyMs <= readyMsMax, `The graph was ready only after ${readyMs} ms.`);
  const asked = await fetch(`${graph}?${new URLSearchParams({ query }).toString()}`, {
    headers: { 'apollo-require-preflight': 'true' },
  });
  assert.deepEqual(await asked.json(), JSON.parse(printed));
  // To npm alone, as a container or a service manager sends it.
  server.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  console.log(`Ready after ${readyMs} ms, answered the first question as printed, ended on SIGTERM with 0.`);
} catch (error) {
  console.error(said);
  server.kill('SIGTERM');
  throw error;
}

/** Where the graph is, once it is ready. */
async function readyGraph(): Promise<string> {
  while (performance.now() - startedMs < 4 * readyMsMax) {
    assert(server.exitCode === null && server.signalCode === null, 'npm start ended by itself.');
    const [, url] = /^ {2}Graph +(http\S+)$/m.exec(said) ?? [];
    const answer = url && (await fetch(new URL('/health/ready', url)).catch(() => null));
    if (url && answer && answer.ok) return url;
    await sleep(50);
  }
  throw new Error('The graph was not ready in time.');
}
