import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { expect, it, vi } from 'vitest';
import { openEarly } from './early.ts';
import { registerShedding, type ShedOptions } from './shed.ts';

/** A door whose answers wait until they are let go. */
async function doorWith(options: ShedOptions) {
  const app = Fastify();
  const warned: unknown[] = [];
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  let arrived = 0;
  const log = { warn: (...line: unknown[]) => void warned.push(line) };
  registerShedding(app, openEarly(app, { log }), options)();
  app.post('/graphql', () => {
    arrived += 1;
    return gone.then(() => 'answered');
  });
  app.get('/health', () => 'healthy');
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const ask = () => fetch(`${origin}/graphql`, { method: 'POST' });
  const health = async () => (await fetch(`${origin}/health`)).status;
  return { app, ask, health, letGo, warned, arrived: () => arrived };
}

it('refuses with 503 what comes while as many as may be are answered, and takes more once one is done', async () => {
  const { app, ask, health, letGo, warned, arrived } = await doorWith({ inFlightMax: 3 });
  const first = [ask(), ask(), ask()];
  await vi.waitUntil(() => arrived() === 3);
  const refused = await ask();
  const requestId = refused.headers.get('x-request-id');
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
    503,
    '1',
    {
      errors: [
        {
          message: 'There is more to do here than can be done. Ask again in a moment.',
          extensions: { code: 'OVERLOADED', requestId },
        },
      ],
    },
  ]);
  expect(await health()).toBe(200);
  letGo();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await ask()).status).toBe(200);
  await vi.waitUntil(() => warned.length > 0, { timeout: 3_000 });
  expect(warned).toEqual([
    [{ status: 503, refused: 1 }, 'Requests were refused: there was more to do than could be done.'],
  ]);
  await app.close();
});

it('takes fewer at a time while the thread has no pause, and as many as before once it has', async () => {
  const { app, ask, letGo, arrived } = await doorWith({ busyMax: 2, inFlightMax: 100 });
  const asked: Promise<Response>[] = [];
  const askOnce = () => {
    asked.push(ask());
    return Promise.race([asked.at(-1)!, sleep(50, null)]);
  };
  // A machine that is busy with something else leaves no pause either.
  await vi.waitUntil(async () => (await askOnce()) === null && arrived() >= 4, { timeout: 10_000 });
  let isBusy = true;
  const working = (async () => {
    while (isBusy) await setImmediate();
  })();
  await vi.waitUntil(async () => (await askOnce())?.status === 503, { timeout: 5_000, interval: 100 });
  isBusy = false;
  await working;
  await vi.waitUntil(async () => (await askOnce()) === null, { timeout: 10_000, interval: 100 });
  letGo();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBe(arrived());
  await app.close();
});
