import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepared } from '../db/client.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { inTransaction, newContext, type Viewer } from './context.ts';
import { newId } from './ids.ts';
import { countByKey, manyByKey, oneByKey, pageByKey } from './loader.ts';

type Row = { id: string; word: string };
let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.script(`create table public.thing (id text, word text);
    insert into public.thing values ('a', 'one'), ('b', 'two'), ('b', 'three')`);
});
afterAll(() => fresh[Symbol.asyncDispose]());
beforeEach(() => void (fresh.statements.length = 0));

const things = prepared((db) =>
  db
    .select({ id: sql<string>`id`, word: sql<string>`word` })
    .from(sql`public.thing`)
    .where(sql`id = any(${sql.placeholder('ids')}::text[])`)
    .orderBy(sql`word`),
);
const thingById = oneByKey(things, ({ id }: Row) => id);
const thingsById = manyByKey(things, ({ id }: Row) => id);
const context = () => newContext(fresh.database, null);

describe('one row per key', () => {
  it('comes in one statement for many keys, null where there is none', async () => {
    const loader = thingById(context());
    const found = await Promise.all(['a', 'none', 'a', 'nowhere'].map((id) => loader.load(id)));
    expect(found).toEqual([{ id: 'a', word: 'one' }, null, { id: 'a', word: 'one' }, null]);
    expect(fresh.statements.length).toBe(1);
  });

  it('is kept for one context and no longer', async () => {
    const one = context();
    await thingById(one).load('a');
    await thingById(one).load('a');
    expect(fresh.statements.length).toBe(1);
    await thingById(context()).load('a');
    expect(fresh.statements.length).toBe(2);
  });

  it('has the same statement text for 1 key and for 500', async () => {
    await thingById(context()).load('a');
    await thingById(context()).loadMany(Array.from({ length: 500 }, (_, index) => `k${index}`));
    expect(new Set(fresh.statements).size).toBe(1);
    expect(fresh.statements.length).toBe(2);
  });

  it('is read anew within a transaction, which sees what it wrote', async () => {
    const outside = context();
    expect(await thingById(outside).load('new')).toBeNull();
    const undo = new Error('Undo.');
    const work = inTransaction(outside, async (inside) => {
      await inside.db.execute(sql`insert into public.thing values ('new', 'four')`);
      expect(await thingById(inside).load('new')).toEqual({ id: 'new', word: 'four' });
      throw undo;
    });
    await expect(work).rejects.toBe(undo);
    expect(await thingById(context()).load('new')).toBeNull();
  });
});

it('gives every row per key in one statement, an empty list where there is none', async () => {
  const loader = thingsById(context());
  const found = await Promise.all(['b', 'none', 'a'].map((id) => loader.load(id)));
  expect(found.map((rows) => rows.map(({ word }) => word))).toEqual([['three', 'two'], [], ['one']]);
  expect(fresh.statements.length).toBe(1);
});

it('gives statements the viewer of the context, so that rows can be hidden from them', async () => {
  const seen = prepared((db) =>
    db
      .select({ id: sql<string>`id`, word: sql<string>`word` })
      .from(sql`public.thing`)
      .where(
        sql`id = any(${sql.placeholder('ids')}::text[]) and ${sql.placeholder('viewerIsSignedIn')}::boolean`,
      ),
  );
  const seenById = oneByKey(seen, ({ id }: Row) => id);
  const someone: Viewer = { actorId: newId('Person'), organizations: [], roles: [], scopes: null };
  expect(await seenById(context()).load('a')).toBeNull();
  expect(await seenById(newContext(fresh.database, someone)).load('a')).toEqual({ id: 'a', word: 'one' });
});

describe('under a list', () => {
  const calls: { args: unknown; ids: readonly string[] }[] = [];
  beforeEach(() => void (calls.length = 0));
  const pages = pageByKey<{ size: number }, string, Row>(
    (_context, args, ids) => {
      calls.push({ args, ids });
      return Promise.resolve(
        ids.filter((id) => id !== 'none').map((id) => ({ id, word: String(args.size) })),
      );
    },
    ({ id }) => id,
  );
  const counts = countByKey<null, string>((_context, _args, ids) =>
    Promise.resolve(ids.filter((id) => id !== 'none').map((key) => ({ key, count: 2 }))),
  );

  it('siblings with the same arguments are read together, others apart', async () => {
    const one = context();
    const found = await Promise.all([
      pages(one, { size: 1 }).load('a'),
      pages(one, { size: 1 }).load('none'),
      pages(one, { size: 2 }).load('a'),
    ]);
    expect(found).toEqual([[{ id: 'a', word: '1' }], [], [{ id: 'a', word: '2' }]]);
    expect(calls).toEqual([
      { args: { size: 1 }, ids: ['a', 'none'] },
      { args: { size: 2 }, ids: ['a'] },
    ]);
  });

  it('what has no rows counts 0', async () => {
    expect(await counts(context(), null).loadMany(['a', 'none'])).toEqual([2, 0]);
  });
});
