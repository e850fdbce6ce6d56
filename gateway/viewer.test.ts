import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seedOnce } from '../cli/database.ts';
import type { Database } from '../db/client.ts';
import { inTransaction, newContext, type Viewer } from '../schema/context.ts';
import type { Id } from '../schema/ids.ts';
import { developmentIssuer, personas } from '../schema/personas.ts';
import { beginMembership } from '../subgraphs/actors/membership/membership.store.ts';
import { grantRole } from '../subgraphs/actors/role/role-grant.store.ts';
import { organizationByName } from '../subgraphs/actors/organization/organization.store.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { Viewers } from './viewer.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seedOnce(fresh.database);
});
afterAll(() => fresh[Symbol.asyncDispose]());
afterEach(() => void vi.useRealTimers());

/** Takes the token itself for the name of the persona. */
const newViewers = (database = fresh.database) =>
  new Viewers(database, (subject) => Promise.resolve({ issuer: developmentIssuer, subject }));

const idOf = async (name: string) => {
  const row = await organizationByName(newContext(fresh.database, null), name);
  if (!row) throw new Error(`There is no ${name}.`);
  return row.id;
};
const actorOf = (viewer: Viewer | null) => viewer?.actorId as Id<'Person'>;
const change = (work: Parameters<typeof inTransaction<void>>[1]) =>
  inTransaction(newContext(fresh.database, null), work);

describe('a viewer', () => {
  it('has, as each persona, the memberships and roles of the seed', async () => {
    const viewers = newViewers();
    const nameOf = new Map<string, string>();
    const rows = await fresh.database.read.execute<{ id: string; name_en: string }>(
      sql`select id, name_en from actors.organization union all select id, name_en from actors.platform`,
    );
    for (const { id, name_en } of rows) nameOf.set(id, name_en);
    const seen = await Promise.all(
      personas.map(async ({ name }) => {
        const viewer = await viewers.of(`Bearer ${name}`);
        const organizations = viewer?.organizations.map(({ id, role }) => `${role} of ${nameOf.get(id)}`);
        const roles = viewer?.roles.map(
          ({ role, platformId, region }) => `${role} ${region ?? (platformId ? nameOf.get(platformId) : '')}`,
        );
        return [name, ...(organizations ?? []), ...(roles ?? [])];
      }),
    );
    expect(seen).toEqual([
      ['stranger'],
      ['participant', 'ADMINISTRATOR of Xiling Generics'],
      ['member', 'MEMBER of Three Gorges Institute of Drug Analysis'],
      ['provider', 'ADMINISTRATOR of Three Gorges Institute of Drug Analysis'],
      [
        'operator',
        'RESOURCE_MANAGER of Yichang S&T Information Office',
        'OPERATOR Yichang generic-drug platform',
      ],
      ['regulator', 'MEMBER of Yichang S&T Service Bureau', 'REGULATOR 420500'],
      ['auditor', 'AUDITOR '],
    ]);
  });

  it('is nobody without a header, and without a question to the database', async () => {
    const viewers = newViewers();
    fresh.statements.length = 0;
    expect([await viewers.of(undefined), await viewers.of('')]).toEqual([null, null]);
    expect(fresh.statements).toEqual([]);
  });

  it('is asked of the database once, however many requests follow within five seconds', async () => {
    const viewers = newViewers();
    fresh.statements.length = 0;
    for (let request = 0; request < 20; request += 1) await viewers.of('Bearer stranger');
    expect(fresh.statements.length).toBe(1);
  });
});

describe('a change of what a viewer may', () => {
  it('is in effect at once where it is listened for', async () => {
    const viewers = newViewers();
    const stop = await viewers.start();
    try {
      const before = await viewers.of('Bearer stranger');
      expect([before?.organizations, before?.roles]).toEqual([[], []]);
      const organizationId = await idOf('Jingchu University');
      await change((inside) =>
        beginMembership(inside, { organizationId, personId: actorOf(before), role: 'MEMBER' }),
      );
      const changedMs = performance.now();
      await expect
        .poll(async () => (await viewers.of('Bearer stranger'))?.organizations, { interval: 5 })
        .toEqual([{ id: organizationId, role: 'MEMBER', isVerified: true }]);
      await change((inside) => grantRole(inside, { actorId: actorOf(before), role: 'AUDITOR' }));
      await expect
        .poll(async () => (await viewers.of('Bearer stranger'))?.roles, { interval: 5 })
        .toEqual([{ role: 'AUDITOR', region: null, platformId: null }]);
      console.log(`two changes in effect after ${Math.round(performance.now() - changedMs)} ms`);
      expect(performance.now() - changedMs).toBeLessThan(1_000);
    } finally {
      await stop();
    }
  });

  it('that takes a right away is in effect at once, too', async () => {
    const viewers = newViewers();
    const stop = await viewers.start();
    try {
      expect((await viewers.of('Bearer regulator'))?.roles.length).toBe(1);
      await fresh.database.write((tx) =>
        tx.execute(sql`delete from actors.role_grant where role = 'REGULATOR'`),
      );
      await expect
        .poll(async () => (await viewers.of('Bearer regulator'))?.roles, { timeout: 1_000, interval: 5 })
        .toEqual([]);
      await fresh.database.write((tx) =>
        tx.execute(sql`delete from actors.sign_in where subject = 'regulator'`),
      );
      const refused = () => viewers.of('Bearer regulator').catch((error: Error) => error.message);
      await expect
        .poll(refused, { timeout: 1_000, interval: 5 })
        .toBe('This token is good, but stands for nobody known here.');
    } finally {
      await stop();
    }
  });

  it('is in effect after five seconds where no word of it arrived', async () => {
    const viewers = newViewers();
    const before = await viewers.of('Bearer auditor');
    expect(before?.roles.length).toBe(1);
    await fresh.database.write((tx) =>
      tx.execute(sql`delete from actors.role_grant where actor_id = ${actorOf(before)}`),
    );
    const readMs = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: readMs });
    expect((await viewers.of('Bearer auditor'))?.roles.length).toBe(1);
    vi.setSystemTime(readMs + 5_000);
    expect((await viewers.of('Bearer auditor'))?.roles).toEqual([]);
  });

  it('that commits while the viewer is being read is not hidden by what was read before', async () => {
    let wake = () => {};
    const database: Database = {
      ...fresh.database,
      listen: (_channel, callback) => Promise.resolve(((wake = callback), () => Promise.resolve())),
    };
    const viewers = newViewers(database);
    await viewers.start();
    fresh.statements.length = 0;
    const reading = viewers.of('Bearer operator');
    while (fresh.statements.length === 0) await Promise.resolve();
    wake();
    await reading;
    await viewers.of('Bearer operator');
    expect(fresh.statements.length).toBe(2);
  });
});
