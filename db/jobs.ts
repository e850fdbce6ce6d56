import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { lt } from 'drizzle-orm';
import PgBoss from 'pg-boss';
import { Outage } from '../schema/errors.ts';
import { Bell } from './bell.ts';
import type { Database, Db } from './client.ts';
import { errorFacts } from './error-facts.ts';
import type { Log, Running } from './events.ts';
import { jobDone } from './tables/log.ts';

/** Work that is done later, once. What `work` writes through `tx` stays together with the mark that it is
 *  done. */
export interface Job<Data extends object = object> {
  name: string;
  /** Five fields of cron, in UTC, for work that is done on time. Its data is an empty object. */
  schedule?: string;
  work(tx: Db, data: Data): Promise<void>;
}

/** The open queue. */
export interface Jobs extends Running {
  /** Puts work into the queue and returns its id. It is not part of a transaction: where it must be,
   *  record an event. */
  send(name: string, data: object): Promise<string>;
}

// A killed worker is noticed after `expireSeconds`, at the next round of `roundSeconds`.
const expireSeconds = 10;
const roundSeconds = 3;
const pollMs = 1_000;
const keepMarksMs = 30 * 24 * 3_600_000;
const queueOptions = { expireInSeconds: expireSeconds, retryLimit: 12, retryDelay: 1, retryBackoff: true };

/** Opens the queue and works on these jobs, one of each name at a time. */
export async function openJobs(database: Database, jobs: readonly Job[], log: Log): Promise<Jobs> {
  const line = new Line(database);
  const boss = new PgBoss({
    db: line,
    schema: 'job',
    maintenanceIntervalSeconds: roundSeconds,
    schedule: jobs.some(({ schedule }) => schedule),
  });
  boss.on('error', (error) => log.error({ err: error }, 'The job queue failed; it will try again.'));
  await line.patiently(() => boss.start());
  await prepareQueues(database, boss, jobs);

  const stopping = new AbortController();
  const bells = new Map(jobs.map(({ name }) => [name, new Bell()]));
  const loops = jobs.map(async (job) => {
    const bell = bells.get(job.name)!;
    while (!stopping.signal.aborted) {
      try {
        const [found] = await boss.fetch<object>(job.name);
        if (found) await perform(database, boss, job, found, log);
        else await bell.wait(pollMs);
      } catch (error) {
        log.error({ err: error, job: job.name }, 'A worker failed; it will try again.');
        await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  });

  return {
    async send(name, data) {
      const id = await boss.send(name, data);
      if (!id) throw new Error(`There is no queue ${name}.`);
      bells.get(name)?.ring();
      return id;
    },
    async stop() {
      stopping.abort();
      bells.forEach((bell) => bell.ring());
      await Promise.all(loops);
      await line.drain();
      await boss.stop({ graceful: false });
      await line.end();
    },
  };
}

async function prepareQueues(database: Database, boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const queues = new Set((await boss.getQueues()).map(({ name }) => name));
  const schedules = new Map((await boss.getSchedules()).map(({ name, cron }) => [name, cron]));
  for (const { name, schedule } of jobs) {
    if (!queues.has(name)) await boss.createQueue(name, { name, ...queueOptions });
    if (schedule && schedules.get(name) !== schedule) await boss.schedule(name, schedule, {});
    if (schedule) schedules.delete(name);
  }
  for (const name of schedules.keys()) await boss.unschedule(name);
  if (database.engine === 'pglite') await releaseActive(database, boss);
  const old = new Date(Date.now() - keepMarksMs);
  await database.write(async (tx) => void (await tx.delete(jobDone).where(lt(jobDone.doneAt, old))));
}

/** The embedded database has one process, this one: what is active at its start was left by one that was
 *  killed. */
async function releaseActive(database: Database, boss: PgBoss): Promise<void> {
  const { rows } = await database.job(`select name, id from job.job where state = 'active'`, []);
  for (const { name, id } of rows as { name: string; id: string }[]) await boss.fail(name, id);
}

async function perform(
  database: Database,
  boss: PgBoss,
  job: Job,
  { id, data }: PgBoss.Job<object>,
  log: Log,
) {
  const { name } = job;
  const beat = database.engine === 'postgres' ? keepAlive(database, name, id, log) : undefined;
  try {
    await database.write(async (tx) => {
      // The mark comes first: of two workers with one job the later waits here, and then finds it done.
      const mark = { id, name, doneAt: new Date() };
      const mine = await tx.insert(jobDone).values(mark).onConflictDoNothing().returning({ id: jobDone.id });
      if (mine.length === 1) await job.work(tx, data);
    });
  } catch (error) {
    log.error({ err: error, job: name, id }, 'A job failed; it will try again.');
    await boss.fail(name, id, { message: errorFacts(error).message });
    return;
  } finally {
    clearInterval(beat);
  }
  await boss.complete(name, id);
}

/** A long job tells that its worker lives, so that a short expiry can mean a dead one. */
function keepAlive(database: Database, name: string, id: string, log: Log) {
  const statement = `update job.job set started_on = now() where name = $1 and id = $2 and state = 'active'`;
  return setInterval(
    () => {
      database
        .job(statement, [name, id])
        .catch((error: unknown) =>
          log.warn({ err: error, job: name, id }, 'A job could not tell that it lives.'),
        );
    },
    (expireSeconds * 1000) / 3,
  );
}

/** What the queue's own statements pass through. Some of them it starts without waiting for their end:
 *  those must  neither fail unheard, which ends the process, nor outlive the database. */
class Line {
  readonly #database: Database;
  readonly #patience = new AsyncLocalStorage<true>();
  readonly #underWay = new Set<Promise<unknown>>();
  #isStopping = false;
  #hasEnded = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Within, and in every timer started within, a lost database is waited for. */
  patiently<T>(work: () => Promise<T>): Promise<T> {
    return this.#patience.run(true, work);
  }

  /** Named by the queue. */
  executeSql(text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
    if (this.#hasEnded) return new Promise(() => {});
    const result = this.#run(text, values);
    this.#underWay.add(result);
    void result.catch(() => {}).finally(() => this.#underWay.delete(result));
    return result;
  }

  async #run(text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
    for (;;) {
      try {
        return await this.#database.job(text, values);
      } catch (error) {
        if (!this.#patience.getStore() || !(error instanceof Outage) || this.#isStopping) throw error;
        await sleep(pollMs);
      }
    }
  }

  async drain(): Promise<void> {
    this.#isStopping = true;
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async end(): Promise<void> {
    await this.drain();
    this.#hasEnded = true;
  }
}
