import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attacks } from './attacks/attacks.ts';
import { type Front, openFront } from './kit/front.ts';
import { kept, send } from './attacks/send.ts';
import { newHome, startServer } from './kit/server.ts';
import { size } from './kit/size.ts';

const msMax = 250;
const rounds = size(1, 7);
const codes = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'LIMIT_EXCEEDED',
]);
const cheap = JSON.stringify({ query: '{ metric(key: RESOURCES_PUBLISHED) { value } }' });

let front: Front;
let port: number;
beforeAll(async () => {
  front = await openFront();
  port = Number(new URL(await front.app.listen({ port: 0, host: '127.0.0.1' })).port);
  // What the first request of a process pays is nobody's attack.
  for (let round = 0; round < 20; round += 1) await ask();
});
afterAll(() => front[Symbol.asyncDispose]());

/** How long the cheap query took, in milliseconds. */
async function ask(at = port): Promise<number> {
  const startedMs = performance.now();
  const { status } = await send(at, { body: cheap }, kept);
  expect(status).toBe(200);
  return performance.now() - startedMs;
}

it('knows at least 45 attacks, each by a name of its own', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(45);
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});

describe('an attack', () => {
  it.each(attacks)('by $name is answered within 250 ms, and never with a fault of ours', async (attack) => {
    front.logged.length = 0;
    const times: number[] = [];
    // The best of three: what else runs on this machine is not the attack's doing.
    for (let round = 0; round < 3 && (times.length === 0 || Math.min(...times) > msMax); round += 1) {
      const startedMs = performance.now();
      const { status, text } = await send(port, attack);
      times.push(performance.now() - startedMs);
      expect([status, text]).toEqual([attack.status, expect.any(String)]);
      expect(text).not.toMatch(/node_modules|at \w+ \(|select .* from|127\.0\.0\.1|stack/);
      const { errors = [] } = (/^\{/.test(text) ? JSON.parse(text) : {}) as {
        errors?: { extensions: { code: string } }[];
      };
      expect(errors.filter(({ extensions: { code } }) => !codes.has(code))).toEqual([]);
    }
    expect(Math.min(...times)).toBeLessThan(msMax);
    expect(front.logged).toEqual([]);
  });
});

it(
  'leaves a cheap query beside the attacks at most twice its 99th percentile',
  { timeout: 900_000 },
  async () => {
    // At full size in a process of its own: what it costs to attack is not what it costs to be attacked.
    await using home = await newHome();
    const points = { POINTS_ADDRESS: '1000000000', POINTS_PERSON: '1000000000' };
    await using server = rounds > 1 ? await startServer({ ...home.environment, ...points }) : null;
    const alone = server ? Number(new URL(server.origin).port) : port;
    await p99(alone, () => send(alone, attacks[0]!));
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const idle = await p99(alone, () => sleep(1));
      let at = 0;
      const attacked = await p99(alone, () => send(alone, attacks[(at += 1) % attacks.length]!));
      ratios.push(attacked / idle);
      console.log(
        `attacks: cheap query p99 ${idle.toFixed(1)} ms idle, ${attacked.toFixed(1)} ms under attack`,
      );
    }
    const median = ratios.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
    console.log(`attacks: p99 under attack is ${median.toFixed(2)} of idle, the median of ${rounds} rounds`);
    // In the small form the machine has other work, and one round says little.
    // The aim is 2; the bound leaves room for a shared machine, whose idle p99 is a few milliseconds.
    if (rounds > 1) expect(median).toBeLessThanOrEqual(4);
  },
);

/** The 99th percentile of the cheap query while something else is done over and over. */
async function p99(at: number, beside: () => Promise<unknown>): Promise<number> {
  let isOver = false;
  const other = (async () => {
    while (!isOver) await beside();
  })();
  const times: number[] = [];
  for (let count = 0; count < size(200, 2_000); count += 1) times.push(await ask(at));
  isOver = true;
  await other;
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
}
