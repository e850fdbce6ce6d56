import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withinOneMinute } from './kit/counted.ts';
import { type Answered, type Asking, askAtRate, askInTurn, percentile } from './kit/load.ts';
import { findPostgres, type PrivatePostgres, privatePostgres } from './kit/postgres.ts';
import { type Home, newHome, type Server, startServer } from './kit/server.ts';
import { size } from './kit/size.ts';

const isProof = process.env['PROVE'] === '1';
const hasServer = findPostgres() !== null;
if (!hasServer)
  console.log('Skipped: no PostgreSQL programs here, so no server that several doors could share.');

const page = '{ resources(first: 20) { edges { node { id name { en } provider { name { en } } } } } }';
const cheap = '{ resources(first: 1) { edges { node { id } } } }';
const perMinute = size(300, 2_000);

const statusesOf = (answers: readonly Answered[]) => [...new Set(answers.map(({ status }) => status))].sort();
const isRefusedForGood = (answer?: Answered) => answer?.status === 429 && answer.isSpent;
const good = (answers: readonly Answered[]) => answers.filter(({ status }) => status === 200);
const p50 = (answers: readonly Answered[]) =>
  percentile(
    good(answers).map(({ ms }) => ms),
    0.5,
  );

describe.skipIf(!hasServer)('two doors before one PostgreSQL', () => {
  let database: PrivatePostgres;
  let home: Home;
  let door: Server;
  let other: Server;

  beforeAll(async () => {
    database = await privatePostgres();
    home = await newHome({ isEmbedded: true });
    const points = { POINTS_ADDRESS: '1000000000', POINTS_PERSON: String(perMinute) };
    const environment = { ...home.environment, ...points, DATABASE_URL: database.url };
    door = await startServer(environment);
    other = await startServer(environment);
  }, 180_000);
  afterAll(async () => {
    await door?.[Symbol.asyncDispose]();
    await other?.[Symbol.asyncDispose]();
    await home?.[Symbol.asyncDispose]();
    await database?.[Symbol.asyncDispose]();
  });

  const asking = (query: string, persona?: string, { origin } = door): Asking => ({
    origin,
    query,
    headers: persona ? { authorization: `Bearer ${door.tokenOf(persona)}` } : {},
  });
  const health = async (server: Server) => (await fetch(`${server.origin}/health/ready`)).status;

  test('give a caller together as many points as agreed, and not one more', async () => {
    // A door that is busy gives no more than a twentieth of them in a second.
    await withinOneMinute(20_000);
    const ask = async (server: Server) => {
      const answers: Answered[] = [];
      while (!isRefusedForGood(answers.at(-1)))
        answers.push(...(await askInTurn(asking('{ __typename }', 'participant', server), 4, 50)));
      return answers;
    };
    const answers = (await Promise.all([ask(door), ask(other)])).flat();
    expect(statusesOf(answers)).toEqual([200, 429]);
    expect(good(answers).length).toBe(perMinute);
  });

  test('keep a neighbour at ten times its quota from slowing others', async () => {
    const roundMs = size(400, 4_000);
    const others = () => askInTurn(asking(page), 2, roundMs);
    const beside = async () => {
      const [answers, neighbour] = await Promise.all([
        others(),
        askAtRate(asking(cheap, 'stranger'), (10 * perMinute) / 60, roundMs),
      ]);
      return { answers, neighbour };
    };
    await others();
    const used: Answered[] = [];
    while (!isRefusedForGood(used.at(-1)))
      used.push(...(await askInTurn(asking('{ __typename }', 'stranger'), 4, 50)));
    const [alone, shared, neighbour]: Answered[][] = [[], [], []];
    const usedMs = { alone: 0, shared: 0 };
    for (let round = 0; round < size(3, 6); round += 1) {
      const begunMs = processorMs(door.pid);
      alone!.push(...(await others()));
      const betweenMs = processorMs(door.pid);
      const both = await beside();
      usedMs.alone += betweenMs - begunMs;
      usedMs.shared += processorMs(door.pid) - betweenMs;
      shared!.push(...both.answers);
      neighbour!.push(...both.neighbour);
    }
    const slower = p50(shared!) / p50(alone!) - 1;
    const share = usedMs.shared / good(shared!).length / (usedMs.alone / good(alone!).length) - 1;
    const refused = [...used, ...neighbour!].filter(({ status }) => status === 429).length;
    console.log(
      `beside a neighbour at ten times its quota (${refused} refused): ` +
        `p50 ${p50(alone!).toFixed(1)} → ${p50(shared!).toFixed(1)} ms, ${(100 * slower).toFixed(0)} % slower; ` +
        `the server used ${(100 * share).toFixed(0)} % more processor time for each of the others' answers`,
    );
    expect(statusesOf(alone!)).toEqual([200]);
    // A machine too small for what the neighbour may spend in one go refuses some of everybody's.
    expect(good(shared!).length / shared!.length).toBeGreaterThan(0.95);
    expect(statusesOf([...used, ...neighbour!].filter(({ status }) => status !== 503))).toEqual([200, 429]);
    // The aim is a fifth (docs/rate.md has what was measured); the bound leaves room for a shared machine.
    if (isProof) expect(slower).toBeLessThan(0.6);
  });

  test('refuse early at three times what one can answer, and go on answering', async () => {
    const forMs = size(1_000, 8_000);
    await askInTurn(asking(page), 8, forMs);
    const alone = await goodPerSecond(() => askInTurn(asking(page), 16, 2 * forMs));
    const healthMs: number[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const begunMs = performance.now();
        expect(await health(door)).toBe(200);
        healthMs.push(performance.now() - begunMs);
        await sleep(50);
      }
    })();
    const over = await goodPerSecond(() => askAtRate(asking(page), 3 * alone.byClock, 2 * forMs));
    isOver = true;
    await watching;
    const refused = over.answers.filter(({ status }) => status === 503).map(({ ms }) => ms);
    const share = (each: 'byClock' | 'byProcessor') => over[each] / alone[each];
    console.log(
      `at 3 × ${alone.byClock.toFixed(0)}/s: goodput ${(100 * share('byClock')).toFixed(0)} % by the clock, ` +
        `${(100 * share('byProcessor')).toFixed(0)} % by the time the processor gave; ${refused.length} refused in ` +
        `${percentile(refused, 0.5).toFixed(0)} ms, answers p50 ${p50(over.answers).toFixed(0)} ms, ` +
        `health p50 ${percentile(healthMs, 0.5).toFixed(0)}, max ${Math.max(...healthMs).toFixed(0)} ms`,
    );
    expect(statusesOf(over.answers)).toEqual([200, 503]);
    if (!isProof) return;
    // The aim is 80 % by the clock of an idle machine; the bound leaves room for a shared one.
    expect(share('byProcessor')).toBeGreaterThan(0.5);
    expect(percentile(healthMs, 0.5)).toBeLessThan(200);
  });

  /** How many were answered well in a second of the clock, and in one that the server had the processor:
   *  where others use the machine, too, only the second can be compared. */
  async function goodPerSecond(ask: () => Promise<Answered[]>) {
    const [begunMs, usedMs] = [performance.now(), processorMs(door.pid)];
    const answers = await ask();
    const count = good(answers).length * 1_000;
    return {
      answers,
      byClock: count / (performance.now() - begunMs),
      byProcessor: count / (processorMs(door.pid) - usedMs),
    };
  }

  test(
    'outlive a database that restarts under load, say so meanwhile, and answer again at once',
    { timeout: 180_000 },
    async () => {
      let isOver = false;
      const answers: Answered[] = [];
      const load = Array.from({ length: 4 }, async () => {
        while (!isOver) answers.push(...(await askInTurn(asking(cheap), 1, 50)));
      });
      const backMs: number[] = [];
      for (let time = 0; time < size(1, 20); time += 1) {
        await database.stop();
        await expect.poll(() => health(door), { timeout: 5_000, interval: 50 }).toBe(503);
        await sleep(300);
        await database.start();
        const upMs = performance.now();
        while (good(await askInTurn(asking(cheap), 1, 1)).length === 0) await sleep(20);
        backMs.push(performance.now() - upMs);
        await expect.poll(() => health(door), { timeout: 5_000, interval: 50 }).toBe(200);
      }
      isOver = true;
      await Promise.all(load);
      console.log(`${backMs.length} restarts: back within ${Math.max(...backMs).toFixed(0)} ms`);
      expect([door.isRunning(), other.isRunning()]).toEqual([true, true]);
      expect(Math.max(...backMs)).toBeLessThan(5_000);
      expect(statusesOf(answers)).toEqual([200, 503]);
    },
  );

  test('finish on SIGTERM fifty requests that take two seconds more', { timeout: 60_000 }, async () => {
    const body = JSON.stringify({ query: cheap });
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    let release = () => {};
    const holding = sql.begin(async (tx) => {
      await tx`lock table resources.resource in access exclusive mode`;
      await new Promise<void>((resolve) => (release = resolve));
    });
    await sleep(200);
    const halves = await Promise.all(Array.from({ length: 46 }, () => begin(door, body.length)));
    // Four wait for the database, as it has so many connections; the others for the rest of their own bodies.
    const waiting = Array.from({ length: 4 }, () => door.ask(cheap));
    await sleep(100);
    const ending = door.stop('SIGTERM');
    await sleep(700);
    release();
    await sleep(1_300);
    const answers = await Promise.all(halves.map((half) => finish(half, body)));
    const statuses = [...answers, ...(await Promise.all(waiting)).map(({ status }) => status)];
    expect(statuses).toEqual(Array(50).fill(200));
    expect(await ending).toBe(0);
    await holding;
    await sql.end();
  });
});

/** How long a process has had the processor; the clock's time where the system does not say. */
function processorMs(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return performance.now();
  // What follows the name, which may hold anything; the system counts in hundredths of a second.
  const [, , , , , , , , , , , user = '0', system = '0'] = readFileSync(file, 'utf8')
    .split(') ')
    .at(-1)!
    .split(' ');
  return (Number(user) + Number(system)) * 10;
}

/** A request whose head has arrived and whose body has not. */
async function begin(server: Server, length: number): Promise<ClientRequest> {
  const half = request(`${server.origin}/graphql`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'content-length': length },
  });
  half.flushHeaders();
  await once(half, 'socket');
  await sleep(300);
  return half;
}

async function finish(half: ClientRequest, body: string): Promise<number> {
  half.end(body);
  const [answer] = (await once(half, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}
