import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, outageIn } from '../db/client.ts';
import { type Consumer, record, runConsumers } from '../db/events.ts';
import { type Job, openJobs } from '../db/jobs.ts';
import { migrate } from '../db/migrate.ts';
import { newId } from '../schema/ids.ts';
import { findPostgres, type PrivatePostgres, privatePostgres } from './kit/postgres.ts';
import { size } from './kit/size.ts';

const hasServer = findPostgres() !== null;
if (!hasServer)
  console.log('Skipped: no PostgreSQL programs here, so no server whose connections could be killed.');

const poolSize = 4;
const workers = 8;

describe.skipIf(!hasServer)('a server that loses connections', () => {
  let server: PrivatePostgres;
  let database: Database;
  let admin: postgres.Sql;
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown) => void uncaught.push(error);

  beforeAll(async () => {
    process.on('uncaughtException', onUncaught);
    process.on('unhandledRejection', onUncaught);
    server = await privatePostgres();
    admin = postgres(server.url, { max: 1, onnotice: () => {}, max_lifetime: null });
    database = await openDatabase({ url: server.url, poolSize });
    await migrate(database);
    await database.script('create table public.part (id text, part int, primary key (id, part))');
  });
  afterAll(async () => {
    await database.close();
    await admin.end({ timeout: 1 });
    await server[Symbol.asyncDispose]();
    process.off('uncaughtException', onUncaught);
    process.off('unhandledRejection', onUncaught);
  });

  /** One transaction: three rows and an event, with time between them in which to be killed. */
  const threeParts = (id: string) =>
    database.write(async (tx) => {
      const part = (number: number) => tx.execute(sql`insert into public.part values (${id}, ${number})`);
      await part(1);
      await sleep(Math.random() * 4);
      await part(2);
      await record(tx, new Date(), {
        kind: 'person.declared',
        subject: id as never,
        data: {},
        actorId: null,
      });
      await sleep(Math.random() * 4);
      await part(3);
    });

  test(
    'keeps every transaction whole and every acknowledged one, and the process lives',
    { timeout: 120_000 },
    async () => {
      const times = size(20, 200);
      const acknowledged: string[] = [];
      const lost: string[] = [];
      const strange: unknown[] = [];
      let isOver = false;
      const load = Array.from({ length: workers }, async () => {
        while (!isOver) {
          const id = newId('Person');
          await threeParts(id).then(
            () => acknowledged.push(id),
            (error: unknown) => (outageIn(error) ? lost.push(id) : strange.push(error)),
          );
          // Reads run beside them, on the same connections.
          await database.ping().catch((error: unknown) => (outageIn(error) ? null : strange.push(error)));
        }
      });
      let killed = 0;
      while (killed < times) {
        // Now and then one that idles too: that is where the driver alone can crash the process.
        const rows = await admin<{ is_writing: boolean }[]>`
          select backend_xid is not null as is_writing, pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'cograph' and (backend_xid is not null or ${killed % 5 === 0})
          order by random() limit 1`;
        killed += rows.filter((row) => row.is_writing).length;
        await sleep(10 + Math.random() * 20);
      }
      isOver = true;
      await Promise.all(load);

      const parts = await admin<{ id: string; parts: number; events: number }[]>`
        select id, count(part)::int as parts,
           (select count(*)::int from log.event e where e.subject = p.id) as events
        from public.part p group by id`;
      const kept = new Set(parts.map(({ id }) => id));
      console.log(
        `${killed} kills: ${acknowledged.length} acknowledged, ${lost.length} lost, ${kept.size} kept`,
      );
      expect(parts.filter((row) => row.parts !== 3 || row.events !== 1)).toEqual([]);
      const [orphans] =
        await admin`select count(*)::int as n from log.event where subject not in (select id from public.part)`;
      expect(orphans).toEqual({ n: 0 });
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      const known = new Set([...acknowledged, ...lost]);
      expect([...kept].filter((id) => !known.has(id))).toEqual([]);
      expect(strange).toEqual([]);
      expect(uncaught).toEqual([]);
      // Some were hit: without that the test would prove nothing.
      expect(lost.length).toBeGreaterThanOrEqual(times / 2);
    },
  );

  test.each([
    ['stopped', () => server.stop()],
    ['killed', () => server.kill()],
  ])(
    'is used again within five seconds of its return after it was %s',
    { timeout: 60_000 },
    async (how, end) => {
      const handled: string[] = [];
      const worked: object[] = [];
      const quiet = { info() {}, warn() {}, error() {} };
      const consumer: Consumer = {
        name: `reader of ${how}`,
        kinds: ['person.declared'],
        handle: (_tx, events) => Promise.resolve(void handled.push(...events.map(({ subject }) => subject))),
      };
      const running = await runConsumers(database, [consumer], quiet);
      const work: Job['work'] = (_tx, data) => Promise.resolve(void worked.push(data));
      const jobs = await openJobs(database, [{ name: 'note', schedule: '* * * * *', work }], quiet);

      await end();
      const askedMs = performance.now();
      expect(await database.ping().catch(outageIn)).toMatchObject({ code: 'UNAVAILABLE' });
      expect(performance.now() - askedMs).toBeLessThan(5_000);
      await sleep(1_500);

      await server.start();
      const upMs = performance.now();
      const sinceMs = () => Math.round(performance.now() - upMs);
      const last = newId('Person');
      for (;;) {
        const failure = await threeParts(last).then(
          () => null,
          (error: unknown) => error,
        );
        if (!failure) break;
        expect(outageIn(failure)).not.toBeNull();
        await sleep(20);
      }
      const healedMs = sinceMs();
      await jobs.send('note', { how });
      await expect.poll(() => worked, { timeout: 5_000 }).toContainEqual({ how });
      const workedMs = sinceMs();
      await expect.poll(() => handled.filter((id) => id === last), { timeout: 8_000 }).toEqual([last]);
      console.log(
        `back after ${healedMs} ms; a job done after ${workedMs}, an event handled after ${sinceMs()} ms`,
      );
      expect(healedMs).toBeLessThan(5_000);
      await jobs.stop();
      await running.stop();
      expect(uncaught).toEqual([]);
    },
  );

  test('would keep halves of transactions on a pool of the driver alone, but for the read-only default', async () => {
    expect(await keptAfterLoss('bare', {})).toEqual([2, 3]);
    expect(await keptAfterLoss('guarded', { default_transaction_read_only: true })).toEqual([]);
  });

  /** What stays of a transaction whose connection dies after its first part, on a pool of the driver's
   *  own. */
  async function keptAfterLoss(
    id: string,
    connection: Partial<postgres.ConnectionParameters>,
  ): Promise<number[]> {
    const pool = postgres(server.url, { max: 1, onnotice: () => {}, connection });
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const work = async (tx: postgres.TransactionSql) => {
      const [backend] = await tx<{ pid: number }[]>`
        insert into public.part values (${id}, 1) returning pg_backend_pid() as pid`;
      // Others wait for the pool, which is what makes the driver connect again.
      const others = [1, 2, 3].map(() => pool`select 1`.catch(() => null));
      await admin`select pg_terminate_backend(${backend!.pid})`;
      await sleep(300);
      await tx`insert into public.part values (${id}, 2)`;
      await tx`insert into public.part values (${id}, 3)`;
      await Promise.all(others);
    };
    await pool.begin('read write', (tx) => work(tx).finally(end)).catch(() => null);
    await ended;
    await pool.end({ timeout: 1 });
    const rows = await admin<{ part: number }[]>`select part from public.part where id = ${id} order by part`;
    return rows.map(({ part }) => part);
  }
});
