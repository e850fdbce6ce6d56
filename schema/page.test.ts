import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { resourceWish } from '../tests/kit/resource.ts';
import {
  declareResources,
  orders,
  resourceCount,
  resourceRows,
} from '../subgraphs/resources/resource.store.ts';
import { newContext, type Viewer } from './context.ts';
import { newId } from './ids.ts';
import { type ListIdentity, type PageArgs, readPage } from './page.ts';

const someone: Viewer = { actorId: newId('Person'), organizations: [], roles: [], scopes: null };
const identity: ListIdentity = {
  list: 'Query.resources',
  parent: 'p',
  filter: { family: null },
  order: 'NAME',
};
let fresh: FreshDatabase;

const declare = (...names: string[]) =>
  declareResources(
    newContext(fresh.database, null),
    names.map((nameEn) => resourceWish('EQUIPMENT', { nameEn })),
  );

beforeAll(async () => {
  fresh = await freshDatabase();
  await declare('b', 'd', 'f', 'h', 'j');
});
afterAll(() => fresh[Symbol.asyncDispose]());

async function page(args: PageArgs, options: { viewer?: Viewer; of?: Partial<ListIdentity> } = {}) {
  const context = newContext(fresh.database, options.viewer ?? null);
  const found = await readPage(context, args, { ...identity, ...options.of }, orders.NAME, {
    rows: (request) => resourceRows(context, {}, 'NAME', request),
    count: () => resourceCount(context, {}),
  });
  const { rows, hasNextPage, hasPreviousPage, cursorOf, count } = found;
  const names = rows.map(({ nameEn }) => nameEn).join('');
  return { names, hasNextPage, hasPreviousPage, cursors: rows.map(cursorOf), count };
}
const shape = ({ names, hasNextPage, hasPreviousPage }: Awaited<ReturnType<typeof page>>) => [
  names,
  hasPreviousPage,
  hasNextPage,
];

describe('a page', () => {
  it('from the start says whether rows follow', async () => {
    expect(shape(await page({ first: 2 }))).toEqual(['bd', false, true]);
    expect(shape(await page({ first: 5 }))).toEqual(['bdfhj', false, false]);
    expect(shape(await page({}))).toEqual(['bdfhj', false, false]);
    expect(shape(await page({ first: 0 }))).toEqual(['', false, true]);
  });

  it('after a cursor says that rows stand before it', async () => {
    const { cursors } = await page({ first: 2 });
    expect(shape(await page({ first: 2, after: cursors[1] }))).toEqual(['fh', true, true]);
    expect(shape(await page({ first: 3, after: cursors[1] }))).toEqual(['fhj', true, false]);
  });

  it('from the end stands in the order of the list', async () => {
    expect(shape(await page({ last: 2 }))).toEqual(['hj', true, false]);
    const { cursors } = await page({ last: 2 });
    expect(shape(await page({ last: 2, before: cursors[0] }))).toEqual(['df', true, true]);
    expect(shape(await page({ last: 3, before: cursors[0] }))).toEqual(['bdf', false, true]);
  });

  it('neither repeats nor loses a row while rows are added', async () => {
    const { cursors } = await page({ first: 2 });
    const [a, e] = await declare('a', 'e');
    expect(shape(await page({ first: 2, after: cursors[1] }))).toEqual(['ef', true, true]);
    const { cursors: next } = await page({ first: 2, after: cursors[1] });
    expect(shape(await page({ first: 5, after: next[1] }))).toEqual(['hj', true, false]);
    await fresh.database.write((tx) =>
      tx.execute(`delete from resources.resource where id in ('${a!.id}', '${e!.id}')`),
    );
  });
});

it('is counted in one statement more, and only when asked', async () => {
  fresh.statements.length = 0;
  const { count } = await page({ first: 2 });
  expect(fresh.statements.length).toBe(1);
  expect(await count()).toBe(5);
  expect(fresh.statements.length).toBe(2);
});

describe('paging arguments are malformed', () => {
  it.each<[PageArgs, string]>([
    [{ first: 1, last: 1 }, 'Ask for `first` or for `last`, not for both.'],
    [{ first: -1 }, '`first` is -1; it must be 0 or more.'],
    [{ last: -1 }, '`last` is -1; it must be 0 or more.'],
    [{ first: 51 }, '`first` is 51; at most 50 rows come at once. Ask for pages, or sign in for up to 100.'],
    [{ last: 51 }, '`last` is 51; at most 50 rows come at once. Ask for pages, or sign in for up to 100.'],
    [{ last: 1, after: 'x' }, '`after` goes with `first`; with `last` use `before`.'],
    [{ first: 1, before: 'x' }, '`before` goes with `last`; with `first` use `after`.'],
    [{ before: 'x' }, '`before` goes with `last`; with `first` use `after`.'],
  ])('%j', async (args, message) => {
    await expect(page(args)).rejects.toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('above 100 for who is signed in; 100 and 50 are not too many', async () => {
    await expect(page({ first: 101 }, { viewer: someone })).rejects.toThrow(
      '`first` is 101; at most 100 rows come at once. Ask for pages.',
    );
    expect(shape(await page({ first: 100 }, { viewer: someone }))).toEqual(['bdfhj', false, false]);
    expect(shape(await page({ first: 50 }))).toEqual(['bdfhj', false, false]);
  });
});

describe('a cursor is refused', () => {
  it.each<[string, Partial<ListIdentity>]>([
    ['in another list', { list: 'Actor.resources' }],
    ['under another parent', { parent: 'q' }],
    ['with another filter', { filter: { family: 'EQUIPMENT' } }],
    ['in another order', { order: 'NEWEST' }],
  ])('%s', async (_where, of) => {
    const { cursors } = await page({ first: 1 });
    await expect(page({ first: 1, after: cursors[0] }, { of })).rejects.toMatchObject({
      message: 'This cursor belongs to another list, filter or order. Start again without it.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['', 'nothing'],
    ['%%%', 'no base64'],
    [Buffer.from('{').toString('base64url'), 'no JSON'],
    [forged({}), 'no list'],
    [forged(['mark']), 'a mark alone'],
    [forged(['mark', 1]), 'a number for a text'],
    [forged(['mark', null]), 'null for a text'],
    [forged(['mark', 'a\0b']), 'a text the database cannot hold'],
  ])('when it is forged: %j is %s', async (after) => {
    await expect(page({ first: 1, after })).rejects.toMatchObject({
      message: 'This cursor is not one of ours. Take it from `pageInfo` or an edge of this list.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('when its key has more or fewer parts than the order of the list', async () => {
    const { cursors } = await page({ first: 1 });
    const [mark, name] = JSON.parse(Buffer.from(cursors[0]!, 'base64url').toString()) as string[];
    for (const key of [[name], [name, 'x', 'y']]) {
      await expect(page({ first: 1, after: forged([mark, ...key]) })).rejects.toMatchObject({
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });

  it('never lets a forged key into the statement as SQL', async () => {
    const { cursors } = await page({ first: 1 });
    const [mark] = JSON.parse(Buffer.from(cursors[0]!, 'base64url').toString()) as string[];
    const after = forged([mark, "') or true --", "'; drop table resources.resource; --"]);
    expect(shape(await page({ first: 5, after }))).toEqual(['bdfhj', true, false]);
  });
});
