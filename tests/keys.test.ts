import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { keyCreate, keyList, keyRevoke } from '../cli/key.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { newContext } from '../schema/context.ts';
import type { Scope } from '../schema/scopes.ts';
import { newApiKey } from '../schema/values/api-key.ts';
import { createApiKey } from '../subgraphs/actors/key/key.store.ts';
import { type ApiKeyAsked, checkApiKey } from '../subgraphs/actors/key/key.wish.ts';
import { forgetMembershipsOf } from '../subgraphs/actors/membership/erasure.store.ts';
import { beginMembership } from '../subgraphs/actors/membership/membership.store.ts';
import { grantRole } from '../subgraphs/actors/role/role-grant.store.ts';
import { type FreshDatabase, freshDatabase } from './kit/database.ts';
import { type Door, openDoor } from './kit/door.ts';
import type { Base } from './matrix/base/base.ts';
import { markers, writeWorld } from './matrix/world.ts';

const serialNumber = markers['Equipment.serialNumber']![0]!;

/** All that was ever logged or answered, to search for what must not be in it. */
const said: string[] = [];

let fresh: FreshDatabase;
let neighbour: Database;
let door: Door;
/** On PostgreSQL through connections of its own, as a server elsewhere. It hears of no change. */
let deaf: Door;
let ids: Base;
beforeAll(async () => {
  fresh = await freshDatabase();
  ({ base: ids } = await writeWorld(fresh.database));
  neighbour = fresh.url ? await openDatabase({ url: fresh.url, poolSize: 2 }) : fresh.database;
  door = await openDoor(fresh.database, { hears: true, said });
  deaf = await openDoor(neighbour, { hears: false, said });
  const context = newContext(fresh.database, null);
  const { provider: actorId } = ids.person;
  const { other: organizationId } = ids.organization;
  await beginMembership(context, { organizationId, personId: actorId, role: 'MEMBER' });
  await grantRole(context, { actorId, role: 'PARTNER', platformId: ids.platform });
  await grantRole(context, { actorId, role: 'REGULATOR', region: '420500' });
  await grantRole(context, { actorId, role: 'AUDITOR' });
});
afterEach(() => void vi.useRealTimers());
/** From now on the clock moves where a test moves it: a slow machine makes nothing stale. */
const stopClock = () => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
afterAll(async () => {
  await Promise.all([door.stop(), deaf.stop()]);
  if (neighbour !== fresh.database) await neighbour.close();
  await fresh[Symbol.asyncDispose]();
});

const ask = (bearer: string | null, query: string, at = door) => at.ask(bearer, query);

/** A key of the institute's administrator, who also is a member elsewhere, partner, regulator and auditor. */
const keyWith = async (scopes: Scope[], narrowed: Partial<ApiKeyAsked> = {}) => {
  const asked = { name: 'Portal', ownerId: ids.person.provider, scopes, ...narrowed };
  const wish = checkApiKey(asked, { now: new Date(), pointsMax: 1_000 });
  return createApiKey(newContext(fresh.database, null), wish);
};
const eventCount = async () =>
  (await fresh.database.read.execute<{ n: number }>(sql`select count(*)::int as n from log.event`))[0]!.n;

const serial = () => `{ resource(id: "${ids.resource.Equipment}") { ... on Equipment { serialNumber } } }`;
const wish = `mutation { projectCreate(
  input: { title: { en: "New" }, visibility: PUBLIC, role: FINAL_CONSUMER }
) { __typename } }`;
const schemaOf = '{ __schema { queryType { name } } }';
const outOfScope = (scope: Scope) => ({
  status: 403,
  codes: ['FORBIDDEN'],
  messages: [`This needs an API key with the scope "${scope}".`],
});

describe('a key with the scope', () => {
  test.each<[Scope[], { asOwner: boolean; acts: boolean; explores: boolean }]>([
    [['read-public'], { asOwner: false, acts: false, explores: false }],
    [['explore'], { asOwner: false, acts: false, explores: true }],
    [['read-member'], { asOwner: true, acts: false, explores: false }],
    [['export'], { asOwner: true, acts: false, explores: false }],
    [['push-catalogue'], { asOwner: true, acts: false, explores: false }],
    [['push-state'], { asOwner: true, acts: false, explores: false }],
    [['act-for'], { asOwner: true, acts: true, explores: false }],
    [['read-member', 'explore', 'act-for'], { asOwner: true, acts: true, explores: true }],
  ])('%j lets through that, and no more', async (scopes, { asOwner, acts, explores }) => {
    const { secret } = await keyWith(scopes);
    expect(await ask(secret, serial())).toEqual({
      status: 200,
      data: { resource: { serialNumber: asOwner ? serialNumber : null } },
    });
    const before = await eventCount();
    const done = { status: 200, data: { projectCreate: { __typename: 'ProjectCreateSuccess' } } };
    expect(await ask(secret, wish)).toEqual(acts ? done : outOfScope('act-for'));
    expect(await eventCount()).toBe(before + (acts ? 2 : 0));
    const explored = { status: 200, data: { __schema: { queryType: { name: 'Query' } } } };
    expect(await ask(secret, schemaOf)).toEqual(explores ? explored : outOfScope('explore'));
  });

  test('read-member explores and acts in no disguise', async () => {
    const { secret } = await keyWith(['read-member']);
    const disguised =
      '{ ...A } fragment A on Query { ...B } fragment B on Query { x: __type(name: "Actor") { name } }';
    expect(await ask(secret, disguised)).toEqual(outOfScope('explore'));
    const inline = wish.replace('mutation {', 'mutation { ... on Mutation {').concat(' }');
    expect(await ask(secret, inline)).toEqual(outOfScope('act-for'));
  });

  test('act-for still makes and revokes no keys', async () => {
    const { secret, row } = await keyWith(['act-for']);
    const messages = ['You may not do this. It requires: signed in, not through a key.'];
    for (const query of [
      'mutation { apiKeyCreate(input: { name: "More", scopes: [ACT_FOR] }) { __typename } }',
      `mutation { apiKeyRevoke(input: { apiKeyId: "${row.id}" }) { __typename } }`,
    ])
      expect(await ask(secret, query)).toMatchObject({ codes: ['FORBIDDEN'], messages });
  });
});

describe('the reach of a key', () => {
  const reach = async (secret: string, at = door) => {
    const { data } = await ask(
      secret,
      '{ viewer { scopes organizations { organization { id } role } roles { role region { code } } } }',
      at,
    );
    type Place = { organization: { id: string }; role: string };
    type Role = { role: string; region: { code: string } | null };
    const viewer = data!['viewer'] as { scopes: string[]; organizations: Place[]; roles: Role[] };
    const names = new Map(Object.entries(ids.organization).map(([name, id]) => [id as string, name]));
    return [
      ...viewer.organizations.map((each) => `${each.role} ${names.get(each.organization.id)}`),
      ...viewer.roles.map(({ role, region }) => (region ? `${role} ${region.code}` : role)),
    ].sort();
  };
  const everything = ['ADMINISTRATOR provider', 'AUDITOR', 'MEMBER other', 'PARTNER', 'REGULATOR 420500'];

  test.each<[string, () => Partial<ApiKeyAsked>, string[]]>([
    ['by nothing', () => ({}), everything],
    ['to an organisation', () => ({ organizationId: ids.organization.other }), ['MEMBER other']],
    ['to a platform', () => ({ platformId: ids.platform }), ['PARTNER']],
    [
      'to both',
      () => ({ organizationId: ids.organization.provider, platformId: ids.platform }),
      ['ADMINISTRATOR provider', 'PARTNER'],
    ],
    // Everybody here sits in 420506; the platform serves 420500.
    ['to another province', () => ({ regions: ['330000'] }), []],
    ['to the province', () => ({ regions: ['420000'] }), everything.filter((each) => each !== 'AUDITOR')],
    [
      'to the district, within what the regulator supervises',
      () => ({ regions: ['420506', '330106'] }),
      ['ADMINISTRATOR provider', 'MEMBER other', 'REGULATOR 420506'],
    ],
  ])('is, narrowed %s, what is left of its owner', async (_how, narrowed, left) => {
    const { secret } = await keyWith(['read-member'], narrowed());
    expect(await reach(secret)).toEqual(left);
  });

  test('ends where its owner leaves: at once where that is heard, and after five seconds elsewhere', async () => {
    stopClock();
    const { secret } = await keyWith(['read-member', 'push-catalogue']);
    for (const at of [door, deaf]) expect(await reach(secret, at)).toEqual(everything);
    await fresh.database.write(async (tx) => {
      await tx.execute(sql`delete from actors.role_grant where actor_id = ${ids.person.provider}`);
      await forgetMembershipsOf(
        { ...newContext(fresh.database, null), db: tx, isWriting: true },
        ids.person.provider,
      );
    });
    await expect.poll(() => reach(secret), { timeout: 1_000, interval: 5 }).toEqual([]);
    expect((await ask(secret, serial())).data).toEqual({ resource: { serialNumber: null } });
    // Who serves no platform pushes no catalogue, whatever the key says.
    expect((await ask(secret, '{ viewer { scopes } }')).data).toEqual({
      viewer: { scopes: ['READ_MEMBER'] },
    });
    expect(await reach(secret, deaf)).toEqual(everything);
    vi.setSystemTime(Date.now() + 5_000);
    expect(await reach(secret, deaf)).toEqual([]);
  });
});

const invalid = {
  status: 401,
  codes: ['UNAUTHENTICATED'],
  messages: ['This API key is not valid, or no longer. Use another, or leave it out.'],
};
const nothing = '{ __typename }';
const works = { status: 200, data: { __typename: 'Query' } };

describe('a key that is not good', () => {
  test('is refused with one sentence, whatever is wrong with it', async () => {
    const { secret } = newApiKey();
    expect(await ask(secret, nothing)).toEqual(invalid);
    fresh.statements.length = 0;
    const mistyped = secret.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const wrong of ['cgk_', secret.slice(0, -1), mistyped, `${secret} `, secret.toUpperCase()])
      expect(await ask(wrong, nothing)).toEqual(invalid);
    // What is no key in form does not reach the database.
    expect(fresh.statements).toEqual([]);
  });

  test('because it was revoked is refused at once where that is heard, after five seconds elsewhere', async () => {
    stopClock();
    const { secret, row } = await keyWith(['read-public']);
    for (const at of [door, deaf]) expect(await ask(secret, nothing, at)).toEqual(works);
    const revokedMs = performance.now();
    const [line] = await keyRevoke({ key: secret })(neighbour);
    expect(line).toBe(`Revoked "Portal", ${row.prefix}.`);
    await expect.poll(() => ask(secret, nothing), { timeout: 5_000, interval: 5 }).toEqual(invalid);
    console.log(`revoked elsewhere after ${Math.round(performance.now() - revokedMs)} ms`);
    vi.setSystemTime(Date.now() + 5_000);
    expect(await ask(secret, nothing, deaf)).toEqual(invalid);
  });

  test('because it expired is refused by the clock of the database', async () => {
    const { secret } = await keyWith(['read-public'], { expiresAt: new Date(Date.now() + 3_600_000) });
    await fresh.shiftClock('59 minutes');
    expect(await ask(secret, nothing, deaf)).toEqual(works);
    await fresh.shiftClock('61 minutes');
    expect(await ask(secret, nothing)).toEqual(invalid);
    await fresh.shiftClock('0');
  });
});

test('the use of a key is noted once an hour, however often and wherever it is used', async () => {
  const { secret, row } = await keyWith(['read-public']);
  const used = async () => {
    const found = sql`select last_used_at from actors.api_key where id = ${row.id}`;
    return (await fresh.database.read.execute<{ last_used_at: unknown }>(found))[0]!.last_used_at;
  };
  expect(await used()).toBeNull();
  // The notice that the key was made comes on a line of its own: not between what is counted.
  await new Promise((resolve) => setTimeout(resolve, 300));
  stopClock();
  fresh.statements.length = 0;
  for (let request = 0; request < 20; request += 1) await ask(secret, nothing);
  await expect.poll(used, { timeout: 2_000 }).not.toBeNull();
  const first = await used();
  const sent = (what: string) => fresh.statements.filter((text) => text.includes(what)).length;
  expect([sent('published_key'), sent('note_key_use')]).toEqual([1, 1]);
  vi.setSystemTime(Date.now() + 5_000);
  await ask(secret, nothing);
  // A server elsewhere does not know of the note: the database keeps the first, for an hour.
  const note = () => fresh.database.write((tx) => tx.execute(sql`select actors.note_key_use(${row.id})`));
  await note();
  expect(await used()).toEqual(first);
  await fresh.shiftClock('61 minutes');
  await note();
  expect(await used()).not.toEqual(first);
  // Read anew after five seconds, it was not noted anew: the other two notes are this test's own.
  expect([sent('published_key'), sent('note_key_use')]).toEqual([2, 3]);
  await fresh.shiftClock('0');
});

test('the command line makes, lists and revokes, and shows a key in its last line alone', async () => {
  const { member: owner } = ids.person;
  const words = { owner, name: 'Harvester', scope: ['export', 'explore'], expires: '2027-06-30' };
  const before = await eventCount();
  const [would, none] = await keyCreate({ ...words, dryRun: true })(fresh.database);
  const described = `"Harvester" for ${owner}, explore export, until 2027-06-30`;
  expect([would, none, await eventCount()]).toEqual([`Would make a key: ${described}.`, { made: 0 }, before]);
  const [line, made] = (await keyCreate(words)(fresh.database)) as [string, { id: string; secret: string }];
  expect(line).toBe(`A key: ${described}. It is shown this once: keep it now.`);
  expect(await ask(made.secret, nothing)).toEqual(works);
  const [newest, ...rest] = await keyList({ owner })(fresh.database);
  expect(newest).toMatch(
    new RegExp(`^${made.secret.slice(0, 12)}  ${made.id}  live {4} until 2027-06-30  \\S+ \\S+  `),
  );
  // The fixture gave the member one that is revoked.
  expect(rest.at(-1)).toEqual({ live: 1, expired: 0, revoked: 1 });
  const counted = { id: made.id, prefix: made.secret.slice(0, 12) };
  const revoke = async (dryRun: boolean) =>
    (await keyRevoke({ key: made.id, dryRun })(fresh.database)).at(-1);
  expect(await revoke(true)).toEqual({ revoked: 0, ...counted });
  expect(await revoke(false)).toEqual({ revoked: 1, ...counted });
  expect(await revoke(false)).toEqual({ revoked: 0, ...counted });
  await expect(keyCreate({ ...words, scope: ['admin'] })(fresh.database)).rejects.toThrow('not a scope');
});

test('a key is in one answer and nowhere else: no table, no log, no other answer', async () => {
  const made = await ask(
    'member',
    'mutation { apiKeyCreate(input: { name: "Portal", scopes: [READ_MEMBER] }) { ... on ApiKeyCreateSuccess { secret } } }',
  );
  const { secret } = made.data!['apiKeyCreate'] as { secret: string };
  expect((await ask(secret, serial())).data).toEqual({ resource: { serialNumber } });
  await ask(`${secret}x`, serial());
  const keys = '{ viewer { person { apiKeys { edges { node { id name prefix } } } } } }';
  for (const bearer of ['member', secret]) await ask(bearer, keys);
  const hidden = secret.slice(13);
  expect(said.filter((text) => text.includes(hidden)).length).toBe(1);
  const tables = await fresh.database.read.execute<{ name: string }>(sql`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
  expect(tables.map(({ name }) => name)).toContain('log.event');
  for (const { name } of tables) {
    const holds = sql`select count(*)::int as n from ${sql.raw(name)} as row where row::text like ${`%${hidden}%`}`;
    const [found] = await fresh.database.read.execute<{ n: number }>(holds);
    expect([name, found!.n]).toEqual([name, 0]);
  }
});
