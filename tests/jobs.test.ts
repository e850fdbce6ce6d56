import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../db/client.ts';
import { type Job, openJobs } from '../db/jobs.ts';
import { type FreshDatabase, freshDatabase } from './kit/database.ts';
import { newHome } from './kit/server.ts';

/** Collects what is logged, so that a test can say what was. */
function logged() {
  const errors: { err: unknown }[] = [];
  const note = (facts: object) => void errors.push(facts as { err: unknown });
  return { errors, info() {}, warn: note, error: note };
}

const stateOf = async (database: Database, id: string) =>
  (await database.job('select state from job.job where id = $1', [id])).rows;

describe('a job', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => void (fresh = await freshDatabase()));
  afterAll(() => fresh[Symbol.asyncDispose]());

  test('is worked on with its data, and is done', async () => {
    const seen: unknown[] = [];
    const job: Job<{ key: string }> = {
      name: 'see',
      work: (_tx, data) => Promise.resolve(void seen.push(data)),
    };
    const log = logged();
    const jobs = await openJobs(fresh.database, [job], log);
    const data = { key: '甲 "x"', list: [1, null] };
    await expect(jobs.send('absent', {})).rejects.toThrow('There is no queue absent.');
    const id = await jobs.send('see', data);
    await expect.poll(() => stateOf(fresh.database, id)).toEqual([{ state: 'completed' }]);
    await jobs.stop();
    expect(seen).toEqual([data]);
    expect(log.errors).toEqual([]);
  });

  test('that fails leaves nothing, is tried again, and is done once', async () => {
    await fresh.database.script('create table public.effect (key text)');
    let failures = 1;
    const job: Job = {
      name: 'fail',
      async work(tx) {
        await tx.execute(sql`insert into public.effect values ('once')`);
        if ((failures -= 1) >= 0) throw new Error('broken on purpose');
      },
    };
    const log = logged();
    const jobs = await openJobs(fresh.database, [job], log);
    const id = await jobs.send('fail', {});
    await expect
      .poll(() => stateOf(fresh.database, id), { timeout: 10_000 })
      .toEqual([{ state: 'completed' }]);
    await jobs.stop();
    expect(log.errors).toMatchObject([{ job: 'fail', err: { message: 'broken on purpose' } }]);
    expect(await fresh.database.read.execute(sql`select key from public.effect`)).toEqual([{ key: 'once' }]);
  });

  test('under way is finished before the queue stops', async () => {
    let isBegun = false;
    let isEnded = false;
    const job: Job = {
      name: 'slow',
      async work() {
        isBegun = true;
        await new Promise((resolve) => setTimeout(resolve, 300));
        isEnded = true;
      },
    };
    const jobs = await openJobs(fresh.database, [job], logged());
    const id = await jobs.send('slow', {});
    await expect.poll(() => isBegun).toBe(true);
    await jobs.stop();
    expect(isEnded).toBe(true);
    expect(await stateOf(fresh.database, id)).toEqual([{ state: 'completed' }]);
  });

  test('on a schedule is known to the queue, and forgotten with its code', async () => {
    const schedules = async () => (await fresh.database.job('select name, cron from job.schedule', [])).rows;
    const job: Job = { name: 'nightly', schedule: '0 3 * * *', work: () => Promise.resolve() };
    const jobs = await openJobs(fresh.database, [job], logged());
    expect(await schedules()).toEqual([{ name: 'nightly', cron: '0 3 * * *' }]);
    await jobs.stop();
    const startMs = performance.now();
    const second = await openJobs(fresh.database, [{ ...job, schedule: undefined }], logged());
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect(await schedules()).toEqual([]);
    await second.stop();
  });
});

describe('a job whose process is killed', () => {
  // Side by side: most of their time they wait.
  test.concurrent.each([
    ['before its effects are kept', 'inside' as const, 2],
    ['after its effects are kept, before the queue knows', 'after' as const, 1],
  ])('%s has its effects once after a restart', { timeout: 120_000 }, async (_when, place, runs) => {
    await using home = await newHome({ isMigrated: true });
    const url = home.environment['DATABASE_URL'];
    const where = url ? { url } : { dataDir: home.folder };
    const notes = join(home.folder, 'notes');
    await using first = worker({ ...where, place, notes });
    await expect.poll(() => first.hasEnded() || runsIn(notes).length === 1, { timeout: 40_000 }).toBe(true);
    if (place === 'inside') await first.kill();
    else await expect.poll(first.hasEnded, { timeout: 5_000 }).toBe(true);
    const killedMs = Date.now();

    await using second = worker({ ...where, place: 'nowhere', notes });
    // Nobody else may open an embedded database meanwhile, so the worker tells.
    await expect.poll(() => second.said().includes('idle'), { timeout: 45_000 }).toBe(true);
    const tookMs = Date.now() - killedMs;
    await second.end();
    console.log(`done ${tookMs} ms after the kill (${url ? 'postgres' : 'pglite'}, killed ${place})`);
    expect(runsIn(notes).length).toBe(runs);

    const database = await openDatabase(where);
    expect(await completed(database)).toEqual(['one']);
    await database.close();
  });
});

const runsIn = (notes: string) =>
  existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n').filter(Boolean) : [];

/** The effects, once the queue says that no job is left. */
async function completed(database: Database): Promise<string[]> {
  const { rows: open } = await database.job(
    `select 1 from job.job where name = 'count' and state <> 'completed'`,
    [],
  );
  if (open.length > 0) return [];
  return (await database.read.execute<{ key: string }>(sql`select key from public.effect`)).map(
    ({ key }) => key,
  );
}

/** A process that works on the jobs of the tests; see kit/job-worker.ts. */
function worker(options: object) {
  const file = join(import.meta.dirname, 'kit/job-worker.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += String(data)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endBy = (signal: NodeJS.Signals) => () => {
    child.kill(signal);
    return ended;
  };
  return {
    said: () => said,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: endBy('SIGKILL'),
    end: endBy('SIGTERM'),
    [Symbol.asyncDispose]: endBy('SIGKILL'),
  };
}
