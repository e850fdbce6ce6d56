import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { bigint, boolean, date, integer, jsonb, numeric, pgTable, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { type Db, prepared, preparedByShape, sqlState, violates } from './client.ts';
import { instant } from './columns.ts';

const every = pgTable('every', {
  id: integer('id').primaryKey(),
  words: text('words').array(),
  flags: boolean('flags').array(),
  large: bigint('large', { mode: 'bigint' }),
  count: bigint('count', { mode: 'number' }),
  exact: numeric('exact'),
  is: boolean('is'),
  data: jsonb('data'),
  at: instant('at'),
  on: date('on', { mode: 'string' }),
});
const one = {
  id: 1,
  words: ['plain', 'a "quoted" one', 'back\\slash', 'comma, {brace}', '', 'NULL', '仿制药', "it's"],
  flags: [true, false],
  large: 9_007_199_254_740_993n,
  count: 9_007_199_254_740_991,
  exact: '12345678901234567890.10',
  is: false,
  data: { text: 'a "quoted" \\ one', list: [1, null, { deep: true }], 名: '值' },
  at: new Date('2026-02-28T23:59:59.987Z'),
  on: '2024-02-29',
};
const none = {
  id: 2,
  words: null,
  flags: null,
  large: null,
  count: null,
  exact: null,
  is: null,
  data: null,
  at: null,
  on: null,
};

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 2 });
  await fresh.database.script(`
    create table every (id int constraint every_once primary key, words text[], flags boolean[], large bigint,
      count bigint, exact numeric, "is" boolean, data jsonb, at timestamptz(3), "on" date);
    create table mark (id int primary key);`);
});
afterAll(() => fresh[Symbol.asyncDispose]());
const put = (id: number) => (tx: Db) => tx.execute(sql`insert into mark values (${id})`);
const marks = async () =>
  (await fresh.database.read.execute<{ id: number }>(sql`select id from mark order by id`)).map(
    ({ id }) => id,
  );

describe('values', () => {
  test('come back as they went, through every column type', async () => {
    await fresh.database.write(async (tx) => void (await tx.insert(every).values([one, none])));
    expect(await fresh.database.read.select().from(every).orderBy(every.id)).toEqual([one, none]);
  });

  test.each([
    ['text', 'a "text"'],
    ['number', 12.5],
    ['list', ['a', 1, null]],
    ['true', true],
  ])('come back as they went from JSON that is a bare %s', async (_, data) => {
    await fresh.database.write(
      async (tx) => void (await tx.update(every).set({ data }).where(eq(every.id, 2))),
    );
    const [row] = await fresh.database.read.select({ data: every.data }).from(every).where(eq(every.id, 2));
    expect(row).toEqual({ data });
  });

  test('go into placeholders of prepared statements, lists with their gaps too', async () => {
    const ask = prepared((db) =>
      db
        .select({
          words: sql`${sql.placeholder('words')}::text[]`,
          numbers: sql`${sql.placeholder('numbers')}::int[]`,
          flags: sql`${sql.placeholder('flags')}::boolean[]`,
          large: sql`${sql.placeholder('large')}::bigint`,
          is: sql`${sql.placeholder('is')}::boolean`,
          at: sql<string>`${sql.placeholder('at')}::timestamptz`,
          data: sql`${sql.placeholder('data')}::jsonb`,
          nothing: sql`${sql.placeholder('nothing')}::text`,
        })
        .from(every)
        .where(sql`${every.id} = any(${sql.placeholder('ids')}::int[])`),
    );
    const values = {
      words: [...one.words, null],
      numbers: [1, null, -3],
      flags: [true, null, false],
      large: 2n ** 62n,
      is: true,
      at: one.at,
      data: { a: [1] },
      nothing: null,
      ids: [1],
    };
    // Three times: the first is not prepared on the server, the second becomes so, the third finds it.
    for (let round = 1; round <= 3; round += 1) {
      const [row] = await ask(fresh.database.read, values);
      expect({ ...row, at: new Date(row!.at) }).toEqual({
        words: values.words,
        numbers: values.numbers,
        flags: values.flags,
        large: '4611686018427387904',
        is: true,
        at: one.at,
        data: '{"a": [1]}',
        nothing: null,
      });
    }
    expect(await ask(fresh.database.read, { ...values, ids: [] })).toEqual([]);
  });

  test('have one form in rows without columns of ours', async () => {
    const rows = await fresh.database.read
      .execute(sql`select 1::int2 as small, 1::int as int, 1.5::float8 as float,
      1::int8 as large, 1.50::numeric as exact, true as is, '{"a":1}'::jsonb as data, '[1]'::json as json,
      '2024-02-29'::date as on, '2024-02-29 01:02:03.004+00'::timestamptz as at, '{a,null}'::text[] as words,
      '{1,2}'::int8[] as larges, null::int as nothing, '5'::xid8 as xid`);
    expect(rows).toEqual([
      {
        small: 1,
        int: 1,
        float: 1.5,
        large: '1',
        exact: '1.50',
        is: true,
        data: '{"a": 1}',
        json: '[1]',
        on: '2024-02-29',
        at: '2024-02-29 01:02:03.004+00',
        words: ['a', null],
        larges: ['1', '2'],
        nothing: null,
        xid: '5',
      },
    ]);
  });

  test('of two columns with one name do not shadow each other', async () => {
    const rows = await fresh.database.read.select({ a: sql`1`, b: sql`2` }).from(sql`(select 1) as one_row`);
    expect(rows).toEqual([{ a: 1, b: 2 }]);
  });
});

describe('writing', () => {
  test('is refused by the server outside a transaction, before and after one', async () => {
    const stray = () => put(1)(fresh.database.read).catch(sqlState);
    expect(await stray()).toBe('25006');
    await fresh.database.write(async (tx) => void (await put(2)(tx)));
    expect(await stray()).toBe('25006');
    expect(await marks()).toEqual([2]);
  });

  test('keeps nothing when the work throws, and throws what the work threw', async () => {
    const error = new Error('No.');
    const before = await marks();
    await expect(
      fresh.database.write(async (tx) => {
        await put(3)(tx);
        throw error;
      }),
    ).rejects.toBe(error);
    expect(await marks()).toEqual(before);
  });

  test('keeps nothing when a statement failed, even if the work went on', async () => {
    const before = await marks();
    const work = fresh.database.write(async (tx) => {
      await put(4)(tx);
      await tx.execute(sql`select 1 / 0`).catch(() => {});
    });
    expect(await work.catch(sqlState)).toBe('22012');
    expect(await marks()).toEqual(before);
  });

  test('tells by name which constraint refused', async () => {
    const error: unknown = await fresh.database
      .write((tx) => tx.insert(every).values(none))
      .catch((each: unknown) => each);
    expect([
      violates(error, 'every_once'),
      violates(error, 'every_twice'),
      violates(null, 'every_once'),
    ]).toEqual([true, false, false]);
  });

  test('refuses the outer doors inside a transaction, and its own handle after it', async () => {
    const { database } = fresh;
    const sentence = 'Inside a transaction use its own handle';
    const causeOf = (error: unknown) => (error as Error).cause ?? error;
    let late: Db | null = null;
    const leaked = await database.write(async (tx) => {
      late = tx;
      const doors: Promise<unknown>[] = [
        database.read.execute(sql`select 1`),
        database.write(async () => {}),
        database.script('select 1'),
        database.job('select 1', []),
      ];
      const answers = await Promise.all(doors.map((door) => door.catch((error: unknown) => causeOf(error))));
      for (const answer of answers) expect(String(answer)).toContain(sentence);
      // What goes on after the transaction has left it behind.
      return { after: sleep(50).then(() => marks()) };
    });
    await leaked.after;
    await expect(
      put(5)(late!).catch((error: unknown) => Promise.reject(causeOf(error) as Error)),
    ).rejects.toThrow('This transaction has ended');
    expect(await marks()).not.toContain(5);
  });
});

describe('prepared statements', () => {
  test('are built once for each handle, and read inside the transaction they are given', async () => {
    let built = 0;
    const count = prepared((db) => {
      built += 1;
      return db
        .select({ id: sql<number>`id` })
        .from(sql`mark`)
        .where(sql`id = ${sql.placeholder('id')}`);
    });
    await count(fresh.database.read, { id: 90 });
    await count(fresh.database.read, { id: 91 });
    expect(built).toBe(1);
    const seen = await fresh.database.write(async (tx) => {
      await put(90)(tx);
      return [await count(tx, { id: 90 }), await count(tx, { id: 90 })];
    });
    expect([built, seen]).toEqual([2, [[{ id: 90 }], [{ id: 90 }]]]);
  });

  test('by shape are built once for each shape, and take their values each time', async () => {
    const built: string[] = [];
    const sum = preparedByShape((db, shape: { isDouble: boolean }) => {
      built.push(JSON.stringify(shape));
      const more = shape.isDouble ? sql`* 2` : sql``;
      const query = sql<number>`(${sql.placeholder('a')}::int + 1) ${more}`;
      return db.select({ sum: query }).from(sql`(select 1) as one`);
    });
    const { read } = fresh.database;
    const sums = [];
    for (const isDouble of [false, true, false, true])
      sums.push(...(await sum(read, { isDouble }, { a: sums.length })));
    expect(sums.map((row) => row.sum)).toEqual([1, 4, 3, 8]);
    expect(built).toEqual(['{"isDouble":false}', '{"isDouble":true}']);
  });

  test('are counted with every other statement of ours, and nothing else is', async () => {
    fresh.statements.length = 0;
    await fresh.database.read.execute(sql`select 1 as a`);
    await fresh.database.write((tx) => tx.execute(sql`select 2 as a`));
    await fresh.database.job('select 3', []);
    expect(fresh.statements).toEqual(['select 1 as a', 'select 2 as a']);
  });
});

test('wakes a listener at once and for each notification', async () => {
  let wakes = 0;
  const unlisten = await fresh.database.listen('news', () => (wakes += 1));
  await expect.poll(() => wakes).toBe(1);
  await fresh.database.read.execute(sql`select pg_notify('news', '')`);
  await expect.poll(() => wakes).toBe(2);
  await unlisten();
  await fresh.database.read.execute(sql`select pg_notify('news', '')`);
  await sleep(50);
  expect(wakes).toBe(2);
});
