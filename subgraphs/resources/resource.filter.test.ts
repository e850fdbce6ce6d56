import { afterAll, beforeAll, expect, it } from 'vitest';
import { newContext } from '../../schema/context.ts';
import type { Family } from '../../schema/events.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/kit/database.ts';
import { resourceWish } from '../../tests/kit/resource.ts';
import {
  declareResources,
  orders,
  type ResourceFilter,
  type ResourceOrder,
  type ResourceRow,
  resourceCount,
  resourceRows,
} from './resource.store.ts';

let fresh: FreshDatabase;
let all: ResourceRow[];
beforeAll(async () => {
  fresh = await freshDatabase();
  const each = <T>(values: readonly T[], at: number) => values[at % values.length]!;
  const wishes = Array.from({ length: 48 }, (_, at) =>
    resourceWish(each<Family>(['EQUIPMENT', 'TECHNOLOGY'], at), {
      nameEn: `${each(['laser', 'laser', 'scale'], Math.floor(at / 2))} ${at}`,
      region: each(['420500', '420502', '420600', null], Math.floor(at / 6)),
      sharing: each(['OPEN', 'CLOSED'], Math.floor(at / 24)),
    }),
  );
  all = await declareResources(newContext(fresh.database, null), wishes);
});
afterAll(() => fresh[Symbol.asyncDispose]());

const whole: Required<ResourceFilter> = {
  ...{ text: 'laser', family: 'EQUIPMENT', region: '420500', sharing: 'OPEN' },
};
const narrows: Record<keyof ResourceFilter, (row: ResourceRow) => boolean> = {
  text: (row) => /laser/.test(row.nameEn ?? ''),
  family: (row) => row.family === whole.family,
  region: (row) => row.region?.startsWith('4205') ?? false,
  sharing: (row) => row.sharing === whole.sharing,
};
const parts = Object.keys(narrows) as (keyof ResourceFilter)[];
const filters = Array.from({ length: 16 }, (_, bits) => parts.filter((_part, at) => bits & (1 << at)));
const byKey = (order: ResourceOrder) => (a: ResourceRow, b: ResourceRow) => {
  const [one, other] = [a, b].map((row) => JSON.stringify(orders[order].keyOf(row)));
  return (one! < other! ? -1 : 1) * (orders[order].isDescending ? -1 : 1);
};

it('every filter in every order, from either end and from the middle, finds what it says, twice in a row', async () => {
  const context = newContext(fresh.database, null);
  const ids = (rows: readonly ResourceRow[]) => rows.map(({ id }) => id);
  for (const filterParts of filters) {
    const filter = Object.fromEntries(filterParts.map((part) => [part, whole[part]]));
    const found = all.filter((row) => filterParts.every((part) => narrows[part](row)));
    expect(await resourceCount(context, filter)).toBe(found.length);
    for (const order of ['NEWEST', 'NAME'] as const) {
      const sorted = found.toSorted(byKey(order));
      const middle = orders[order].keyOf(sorted[2]!);
      for (let time = 0; time < 2; time += 1) {
        const page = async (isBackwards: boolean, beyond: string[] | null) =>
          ids(await resourceRows(context, filter, order, { size: 1 + time, isBackwards, beyond }));
        expect(await page(false, null)).toEqual(ids(sorted.slice(0, 2 + time)));
        expect(await page(false, middle)).toEqual(ids(sorted.slice(3, 5 + time)));
        expect(await page(true, null)).toEqual(ids(sorted.toReversed().slice(0, 2 + time)));
        expect(await page(true, middle)).toEqual(ids(sorted.slice(0, 2).toReversed()));
      }
    }
  }
});
