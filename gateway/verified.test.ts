import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { seedOnce } from '../cli/database.ts';
import { developmentIssuer } from '../schema/personas.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { Verified } from './verified.ts';
import { type Subject, Viewers } from './viewer.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seedOnce(fresh.database);
});
afterEach(() => void vi.useRealTimers());
afterAll(() => fresh[Symbol.asyncDispose]());

const stranger = { issuer: developmentIssuer, subject: 'stranger' };
const bearer = 'Bearer a.b.c';

/** Viewers whose one token is taken while its checker takes it. */
function viewersOf({ isGood }: { isGood?: () => boolean }) {
  const checks = { count: 0, takes: true };
  const viewers = new Viewers(fresh.database, () => {
    checks.count += 1;
    if (!checks.takes) return Promise.reject(new Error('No longer.'));
    return Promise.resolve<Subject>({ ...stranger, ...(isGood ? { isGood } : {}) });
  });
  return { viewers, checks };
}

it('a token is checked once in five seconds, however many requests come with it', async () => {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now });
  const { viewers, checks } = viewersOf({ isGood: () => true });
  for (let at = 0; at < 20; at += 1) await viewers.of(bearer);
  expect(checks.count).toBe(1);
  vi.setSystemTime(now + 4_999);
  await viewers.of(bearer);
  expect([checks.count, viewers.known(bearer, '192.0.2.1')?.kind]).toEqual([1, 'PERSON']);
  vi.setSystemTime(now + 5_000);
  expect(viewers.known(bearer, '192.0.2.1')).toBe(null);
  await viewers.of(bearer);
  expect(checks.count).toBe(2);
});

it('a token that is remembered is refused as soon as it is over', async () => {
  let isGood = true;
  const { viewers, checks } = viewersOf({ isGood: () => isGood });
  expect((await viewers.of(bearer))?.actorId).toMatch(/^per_/);
  isGood = false;
  checks.takes = false;
  await expect(viewers.of(bearer)).rejects.toThrow('This token is not valid, or no longer.');
  expect(viewers.known(bearer, '192.0.2.1')).toBe(null);
});

it('a token whose checker cannot say how long it is good is checked each time', async () => {
  const { viewers, checks } = viewersOf({});
  for (let at = 0; at < 3; at += 1) await viewers.of(bearer);
  expect([checks.count, viewers.known(bearer, '192.0.2.1')]).toEqual([3, null]);
});

it('another spelling of a remembered token is another token', async () => {
  const { viewers, checks } = viewersOf({ isGood: () => true });
  await viewers.of(bearer);
  checks.takes = false;
  for (const other of ['Bearer a.b.c=', 'Bearer A.b.c', 'Bearer a.b.', 'Bearer a.b.cc'])
    await expect(viewers.of(other)).rejects.toThrow('This token is not valid');
  expect((await viewers.of('bearer a.b.c'))?.actorId).toMatch(/^per_/);
});

it('no more than ten thousand tokens are remembered, the newest', () => {
  const verified = new Verified();
  const subject = { ...stranger, isGood: () => true };
  for (let at = 0; at < 10_100; at += 1) verified.keep(`token ${at}`, subject, Date.now());
  expect([verified.size, verified.of('token 0'), verified.of('token 10099')]).toEqual([
    10_000,
    null,
    subject,
  ]);
});
