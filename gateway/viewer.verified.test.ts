import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { qualificationReview } from '../db/tables/actors/review.ts';
import { newContext, type Viewer } from '../schema/context.ts';
import { type ActorId, type Id, newId } from '../schema/ids.ts';
import { allScopes } from '../schema/scopes.ts';
import { createApiKey } from '../subgraphs/actors/key/key.store.ts';
import { checkApiKey } from '../subgraphs/actors/key/key.wish.ts';
import { beginMembership } from '../subgraphs/actors/membership/membership.store.ts';
import { declareOrganization } from '../subgraphs/actors/organization/organization.store.ts';
import { declarePerson, linkSignIn } from '../subgraphs/actors/person/person.store.ts';
import { declarePlatform } from '../subgraphs/actors/platform/platform.store.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { Viewers } from './viewer.ts';

const issuer = 'https://issuer.example';
let fresh: FreshDatabase;
let platformId: Id<'Platform'>;
const places = {} as Record<'verified' | 'other', Id<'Organization'>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  const context = newContext(fresh.database, null);
  const declare = async (nameEn: string) =>
    (await declareOrganization(context, { kind: 'SME', nameEn, region: '420500' })).id;
  places.verified = await declare('Institute');
  places.other = await declare('Elsewhere');
  const described = { nameZh: null, nameEn: 'Platform', kind: 'INTERMEDIARY', website: null };
  const wish = { ...described, operatorId: places.other, regions: ['420500'] };
  platformId = (await declarePlatform(context, wish)).id;
  await approve(places.verified);
});
afterAll(() => fresh[Symbol.asyncDispose]());
afterEach(async () => {
  vi.useRealTimers();
  await fresh.shiftClock('0');
});

/** Who signs in as `subject`, a member of these. */
async function enter(subject: string, ...at: Id<'Organization'>[]): Promise<Id<'Person'>> {
  const context = newContext(fresh.database, null);
  const { id } = await declarePerson(context, { nameEn: subject });
  await linkSignIn(context, { issuer, subject, personId: id });
  for (const organizationId of at)
    await beginMembership(context, { organizationId, personId: id, role: 'MEMBER' });
  return id;
}

/** A qualification that is valid for 30 days. */
async function approve(actorId: ActorId): Promise<Id<'QualificationReview'>> {
  const id = newId('QualificationReview');
  const now = new Date();
  const validUntil = new Date(now.getTime() + 30 * 86_400_000);
  const lasts = { decidedAt: now, validUntil, endsAt: validUntil };
  const row = { id, actorId, platformId, kind: 'EXPERT' as const, state: 'APPROVED' as const, ...lasts };
  await fresh.database.write((tx) => tx.insert(qualificationReview).values({ ...row, requestedAt: now }));
  return id;
}
const revoke = (id: Id<'QualificationReview'>) =>
  fresh.database.write((tx) =>
    tx
      .update(qualificationReview)
      .set({ state: 'REVOKED', endsAt: null })
      .where(sql`id = ${id}`),
  );

/** Takes the token itself for the subject. */
const newViewers = () => new Viewers(fresh.database, (subject) => Promise.resolve({ issuer, subject }));
const seen = (viewer: Viewer | null) => [
  viewer?.isVerified,
  viewer?.organizations.map(({ id, isVerified }) => [id, isVerified]),
];

describe('a verified member', () => {
  it('is whoever belongs to a verified organisation, and where is told apart', async () => {
    await enter('both', places.verified, places.other);
    const viewer = await newViewers().of('Bearer both');
    const where = [
      [places.verified, true],
      [places.other, false],
    ];
    expect(seen(viewer)).toEqual([true, where]);
  });

  it('is whoever is verified in person, and not whoever belongs elsewhere', async () => {
    await approve(await enter('expert'));
    await enter('neither', places.other);
    const viewers = newViewers();
    expect(seen(await viewers.of('Bearer expert'))).toEqual([true, []]);
    expect(seen(await viewers.of('Bearer neither'))).toEqual([false, [[places.other, false]]]);
  });

  it('is one no longer, at once where a revocation is heard', async () => {
    const review = await approve(await enter('revoked'));
    const viewers = newViewers();
    const stop = await viewers.start();
    try {
      expect((await viewers.of('Bearer revoked'))?.isVerified).toBe(true);
      await revoke(review);
      const revokedMs = performance.now();
      await expect
        .poll(async () => (await viewers.of('Bearer revoked'))?.isVerified, { interval: 5 })
        .toBe(false);
      expect(performance.now() - revokedMs).toBeLessThan(1_000);
    } finally {
      await stop();
    }
  });

  it('is one no longer after five seconds, where no word of it arrived', async () => {
    const review = await approve(await enter('unheard'));
    const viewers = newViewers();
    expect((await viewers.of('Bearer unheard'))?.isVerified).toBe(true);
    await revoke(review);
    const readMs = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: readMs });
    expect((await viewers.of('Bearer unheard'))?.isVerified).toBe(true);
    vi.setSystemTime(readMs + 5_000);
    expect((await viewers.of('Bearer unheard'))?.isVerified).toBe(false);
  });

  it('is one no longer when the time is over, though nothing was written', async () => {
    await approve(await enter('expiring'));
    const isVerified = async () => (await newViewers().of('Bearer expiring'))?.isVerified;
    expect(await isVerified()).toBe(true);
    await fresh.shiftClock('31 days');
    expect(await isVerified()).toBe(false);
  });

  it('lends a key narrowed to another organisation nothing of the verified one', async () => {
    const ownerId = await enter('owner', places.verified, places.other);
    const isVerifiedBy = async (organizationId: Id<'Organization'>) => {
      const asked = { name: 'Portal', ownerId, organizationId, scopes: [...allScopes] };
      const wish = checkApiKey(asked, { now: new Date(), pointsMax: 10 });
      const { secret } = await createApiKey(newContext(fresh.database, null), wish);
      return seen((await newViewers().callerOf(`Bearer ${secret}`, '127.0.0.1')).viewer);
    };
    expect(await isVerifiedBy(places.verified)).toEqual([true, [[places.verified, true]]]);
    expect(await isVerifiedBy(places.other)).toEqual([false, [[places.other, false]]]);
  });
});
