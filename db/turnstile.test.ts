import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { type Db, openDatabase, outageIn } from './client.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 2 });
  await fresh.database.script('create table mark (id int primary key); insert into mark values (2)');
});
afterAll(() => fresh[Symbol.asyncDispose]());
const put = (tx: Db, id: number) => tx.execute(sql`insert into mark values (${id})`);
const marks = async () =>
  (await fresh.database.read.execute<{ id: number }>(sql`select id from mark order by id`)).map(
    ({ id }) => id,
  );

describe('waiting', () => {
  test(
    'ends after 1 s for a read and 5 s for a write when every connection is taken',
    { timeout: 20_000 },
    async () => {
      const { database } = fresh;
      const places = database.engine === 'pglite' ? 1 : 2;
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const holders = Array.from({ length: places }, () => database.write(() => held));
      await sleep(20);
      const began = Date.now();
      const timed = (work: Promise<unknown>) =>
        work.then(
          () => null,
          (error: unknown) => ({ code: outageIn(error)?.code, ms: Date.now() - began }),
        );
      const [read, write] = await Promise.all([timed(marks()), timed(database.write(async () => {}))]);
      release();
      await Promise.all(holders);
      expect([read?.code, write?.code]).toEqual(['OVERLOADED', 'OVERLOADED']);
      expect(Math.round(read!.ms / 500)).toBe(2);
      expect(Math.round(write!.ms / 500)).toBe(10);
      expect(await marks()).toContain(2);
    },
  );

  const hasServer = inject('template') !== null;
  if (!hasServer) console.log('Skipped: the time of a statement, which is bounded on PostgreSQL alone.');
  test.skipIf(!hasServer)('does not outlast the time one statement may take', async () => {
    const hurried = await openDatabase({ url: fresh.url!, poolSize: 1, statementTimeoutMs: 100 });
    const slow = await hurried.read.execute(sql`select pg_sleep(5)`).catch(outageIn);
    expect(slow).toMatchObject({ code: 'OVERLOADED' });
    const idle = await hurried
      .write(async (tx) => {
        await put(tx, 6);
        await sleep(300);
        await put(tx, 7);
      })
      .catch(outageIn);
    expect(idle).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await hurried.read.execute(sql`select 1 as a`)).toEqual([{ a: 1 }]);
    await hurried.close();
    expect(await marks()).not.toContain(6);
  });
});
