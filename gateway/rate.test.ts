import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { size } from '../tests/kit/size.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { networkOf } from './address.ts';
import { pointsOf } from './rate.hooks.ts';
import { portionsOf } from './rate.portions.ts';
import { Budgets, type TakePortion } from './rate.ts';

const minute = 60_000;
const account = (pointsPerMinute: number, name = 'person:a') => ({ name, pointsPerMinute });

describe('points', () => {
  it('are one for any request, and one for each hundred rows begun', () => {
    expect([0, 1, 100, 101, 5_000, 20_000].map(pointsOf)).toEqual([1, 1, 1, 2, 50, 200]);
  });

  it('of one process alone are as many as agreed in each minute, and all there again in the next', async () => {
    let now = 10 * minute;
    const budgets = new Budgets({ now: () => now });
    const spend = (points: number) => budgets.spend([account(100)], points);
    expect(await spend(60)).toEqual({
      isAllowed: true,
      limit: 100,
      remaining: 40,
      resetAt: new Date(11 * minute),
    });
    expect(await spend(41)).toEqual({
      isAllowed: false,
      limit: 100,
      remaining: 40,
      resetAt: new Date(11 * minute),
    });
    expect(await spend(40)).toMatchObject({ isAllowed: true, remaining: 0 });
    now += minute - 1;
    expect(await spend(1)).toMatchObject({ isAllowed: false, remaining: 0 });
    now += 1;
    expect(await spend(1)).toMatchObject({ isAllowed: true, remaining: 99, resetAt: new Date(12 * minute) });
  });

  it('are taken from every account of a caller, or from none', async () => {
    const budgets = new Budgets({ now: () => 0 });
    const [key, platform] = [account(100, 'key:k'), account(50, 'platform:p')];
    expect(await budgets.spend([key, platform], 30)).toMatchObject({
      isAllowed: true,
      limit: 50,
      remaining: 20,
    });
    expect(await budgets.spend([key, platform], 30)).toMatchObject({
      isAllowed: false,
      limit: 50,
      remaining: 20,
    });
    expect(await budgets.spend([key], 70)).toMatchObject({ isAllowed: true, limit: 100, remaining: 0 });
  });

  it('are taken ahead of time by who takes more than a twentieth of a minute, and than 20, in a second', async () => {
    let now = 10 * minute;
    const budgets = new Budgets({ now: () => now });
    const isAhead = (perMinute: number, name: string) => budgets.ahead([account(perMinute, name)]) !== null;
    await budgets.spend([account(1_000, 'person:a')], 49);
    await budgets.spend([account(100, 'person:b')], 19);
    expect([isAhead(1_000, 'person:a'), isAhead(100, 'person:b'), isAhead(9, 'person:c')]).toEqual([
      ...[false, false, false],
    ]);
    await budgets.spend([account(1_000, 'person:a')], 1);
    await budgets.spend([account(100, 'person:b')], 1);
    expect([isAhead(1_000, 'person:a'), isAhead(100, 'person:b'), isAhead(9, 'person:c')]).toEqual([
      ...[true, true, false],
    ]);
    now += 1_000;
    expect([isAhead(1_000, 'person:a'), isAhead(100, 'person:b')]).toEqual([false, false]);
    expect(budgets.spent([account(1_000, 'person:a')])).toBe(null);
    await budgets.spend([account(1_000, 'person:a')], 950);
    expect(budgets.spent([account(1_000, 'person:a')])).toMatchObject({ isAllowed: false, remaining: 0 });
  });

  it('are as many as the operator says for a kind of account', async () => {
    const budgets = new Budgets({ perMinute: { address: 7 }, now: () => 0 });
    expect(await budgets.spend([account(100, 'address:192.0.2.7')], 1)).toMatchObject({ limit: 7 });
    expect(await budgets.spend([account(100, 'person:a')], 1)).toMatchObject({ limit: 100 });
  });
});

describe('shared between processes', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => void (fresh = await freshDatabase()));
  afterAll(() => fresh[Symbol.asyncDispose]());

  it('points are never more than agreed and none is withheld, however many ask at once', async () => {
    const limit = size(200, 20_000);
    for (const count of [1, 2, 4]) {
      const shared = Array.from(
        { length: count },
        () => new Budgets({ take: portionsOf(fresh.database), now: () => count * minute }),
      );
      const asked = Array.from({ length: limit * 2 }, async (_, at) =>
        shared[at % count]!.spend([account(limit)], 1),
      );
      const answers = await Promise.all(asked);
      const allowed = answers.filter(({ isAllowed }) => isAllowed).length;
      expect([count, allowed]).toEqual([count, limit]);
    }
  });

  it('points are taken in portions that get small near the end', async () => {
    const take = portionsOf(fresh.database);
    const portions = [];
    for (let left = 2_000; left > 0;) {
      const portion = await take('key:portions', 1, 1, 2_000);
      portions.push(portion.granted);
      left = portion.left;
    }
    expect(portions.slice(0, 3)).toEqual([125, 117, 109]);
    expect(portions.slice(-16)).toEqual(Array(16).fill(1));
    expect([portions.length, portions.reduce((sum, each) => sum + each)]).toEqual([100, 2_000]);
    expect(await take('key:portions', 1, 1, 2_000)).toEqual({ granted: 0, left: 0 });
    // A server whose clock is behind draws on the minute of the others; the next minute is whole.
    expect(await take('key:portions', 2, 500, 2_000)).toEqual({ granted: 500, left: 1_500 });
    expect(await take('key:portions', 1, 1, 2_000)).toEqual({ granted: 93, left: 1_407 });
  });

  it('points cost few statements: none for a caller who has some, and none for one who has none left', async () => {
    let taken = 0;
    let left = 1_600;
    const take: TakePortion = (_account, _minute, wanted) => {
      taken += 1;
      const granted = Math.min(left, Math.max(wanted, Math.floor(left / 16)));
      left -= granted;
      return Promise.resolve({ granted, left });
    };
    const budgets = new Budgets({ take, now: () => 0 });
    for (let at = 0; at < 50; at += 1) await budgets.spend([account(1_600)], 1);
    expect(taken).toBe(1);
    for (let at = 50; at < 1_600; at += 1) await budgets.spend([account(1_600)], 1);
    const whenUsedUp = taken;
    expect(whenUsedUp).toBeLessThan(100);
    for (let at = 0; at < 1_000; at += 1) {
      expect(budgets.spend([account(1_600)], 1)).toMatchObject({ isAllowed: false, remaining: 0 });
    }
    expect(taken).toBe(whenUsedUp);
  });

  it('points are a quarter while the database is away, and it is asked once a second', async () => {
    let now = 0;
    let asked = 0;
    const away: unknown[] = [];
    const take = () => Promise.reject(new Error(`away ${(asked += 1)}`));
    const budgets = new Budgets({ take, now: () => now, onAway: (error) => away.push(error) });
    const answers = [];
    for (let at = 0; at < 1_000; at += 1) answers.push(await budgets.spend([account(1_000)], 1));
    expect(answers.filter(({ isAllowed }) => isAllowed).length).toBe(250);
    expect([asked, away]).toEqual([1, [new Error('away 1')]]);
    now += 1_000;
    expect(await budgets.spend([account(1_000)], 1)).toMatchObject({ isAllowed: false });
    expect(asked).toBe(2);
    now = minute;
    expect(await budgets.spend([account(1_000)], 1)).toMatchObject({ isAllowed: true });
  });

  it('points are lent when the database takes longer than half a second', async () => {
    const budgets = new Budgets({ take: () => new Promise(() => {}), now: () => 0 });
    const begunMs = performance.now();
    expect(await budgets.spend([account(1_000)], 1)).toMatchObject({ isAllowed: true });
    expect(performance.now() - begunMs).toBeGreaterThan(400);
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
])('a request from %s counts for %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
