import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiKey } from '../../../db/tables/actors/key.ts';
import { event } from '../../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { allScopes } from '../../../schema/scopes.ts';
import { newApiKey, readApiKey } from '../../../schema/values/api-key.ts';
import { type Answer, type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { createApiKey, keysMax } from './key.store.ts';
import { checkApiKey } from './key.wish.ts';
import { beginMembership } from '../membership/membership.store.ts';
import { grantRole } from '../role/role-grant.store.ts';
import { declareOrganization } from '../organization/organization.store.ts';
import { declarePerson } from '../person/person.store.ts';
import { declarePlatform } from '../platform/platform.store.ts';

let graph: Graph;
let context: Context;
let institute: Id<'Organization'>;
let elsewhere: Id<'Organization'>;
let platform: Id<'Platform'>;
const people = {} as Record<'owner' | 'administrator' | 'colleague' | 'other', Viewer>;

beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
  const declare = async (nameEn: string) =>
    (await declareOrganization(context, { kind: 'SME', nameEn, region: '420506' })).id;
  institute = await declare('Institute');
  elsewhere = await declare('Elsewhere');
  const described = { nameZh: null, nameEn: 'Platform', kind: 'INTERMEDIARY', website: null };
  const regions = ['420500'];
  ({ id: platform } = await declarePlatform(context, { ...described, operatorId: elsewhere, regions }));
  people.owner = await enter('MEMBER', institute);
  people.administrator = await enter('ADMINISTRATOR', institute);
  people.colleague = await enter('RESOURCE_MANAGER', institute);
  people.other = await enter('ADMINISTRATOR', elsewhere);
  await grantRole(context, { actorId: people.owner.actorId, role: 'PARTNER', platformId: platform });
});
afterAll(() => graph[Symbol.asyncDispose]());

async function enter(role?: MembershipRole, at?: Id<'Organization'>): Promise<Viewer> {
  const { id } = await declarePerson(context, { nameEn: 'Somebody' });
  if (role && at) await beginMembership(context, { organizationId: at, personId: id, role });
  const organizations = role && at ? [{ id: at, role }] : [];
  return { actorId: id, organizations, roles: [], scopes: null };
}
const throughKey = (viewer: Viewer): Viewer => ({ ...viewer, scopes: allScopes });

/** Every key and the number of events: equal before and after a "no". */
const standing = async () => ({
  keys: await graph.database.read.select().from(apiKey).orderBy(apiKey.id),
  events: await graph.database.read.$count(event),
});
const eventsOf = (id: string) =>
  graph.database.read
    .select({ kind: event.kind, actorId: event.actorId, data: event.data })
    .from(event)
    .where(sql`${event.subject} = ${id}`)
    .orderBy(event.xid, event.id);

/** A "no" by access or form: no data, one error, and nothing changed. */
async function expectRefused(asking: () => Promise<Answer<unknown>>, code: string, message: unknown) {
  const before = await standing();
  const { data, errors } = await asking();
  expect(Object.values(data ?? {}).every((each) => each === null)).toBe(true);
  expect(errors?.map((error) => [error.extensions?.['code'], error.message])).toEqual([[code, message]]);
  expect(await standing()).toEqual(before);
}

interface Made {
  __typename: string;
  secret?: string;
  code?: string;
  message?: string;
  apiKey?: { id: string; prefix: string } & Record<string, unknown>;
}
const shown = `id name prefix owner { id } organization { id } platform { id } scopes regions { code }
  pointsPerMinute createdAt expiresAt lastUsedAt revokedAt viewerMay { action allowed }`;
const create = (input: object, viewer: Viewer | null = people.owner) =>
  graph.ask<{ apiKeyCreate: Made | null }>(
    `mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) {
      __typename ... on Refusal { code message } ... on ApiKeyCreateSuccess { secret apiKey { ${shown} } }
    } }`,
    { viewer, variables: { input: { name: 'Portal', scopes: ['READ_PUBLIC'], ...input } } },
  );
const notThroughKey = 'You may not do this. It requires: signed in, not through a key.';
const signInFirst = 'Sign in first. This requires: signed in, not through a key.';

describe('apiKeyCreate', () => {
  test('makes a key that is shown once and kept as a hash, and records it without what it is', async () => {
    const { data, body } = await create({
      name: ' City portal ',
      scopes: ['ACT_FOR', 'READ_MEMBER', 'ACT_FOR'],
      organizationId: institute,
      platformId: platform,
      regions: ['420506', '420500', '420506'],
      pointsPerMinute: 500,
      expiresAt: new Date(Date.now() + 1_000_000).toISOString(),
    });
    const { secret, apiKey: made } = data!.apiKeyCreate!;
    const { id, prefix } = made!;
    const kept = readApiKey(secret!)!;
    const [row] = (await standing()).keys.filter((each) => each.id === id);
    expect([prefix, row?.secretHash, row?.createdBy]).toEqual([kept.prefix, kept.hash, people.owner.actorId]);
    expect(body.split(secret!).length).toBe(2);
    expect(made).toEqual({
      ...{ id, prefix, name: 'City portal', owner: { id: people.owner.actorId } },
      ...{ organization: { id: institute }, platform: { id: platform } },
      ...{ scopes: ['READ_MEMBER', 'ACT_FOR'], regions: [{ code: '420500' }, { code: '420506' }] },
      ...{ pointsPerMinute: 500, lastUsedAt: null, revokedAt: null },
      createdAt: row?.createdAt.toISOString(),
      expiresAt: row?.expiresAt.toISOString(),
      viewerMay: [{ action: 'apiKeyRevoke', allowed: true }],
    });
    const { actorId } = people.owner;
    const told = { ownerId: actorId, organizationId: institute, platformId: platform };
    const data0 = { ...told, scopes: ['read-member', 'act-for'], regions: ['420500', '420506'] };
    expect(await eventsOf(id)).toEqual([{ kind: 'apiKey.created', actorId, data: data0 }]);
  });

  test('takes the usual for what is left out: everywhere, a year, 20,000 points', async () => {
    const { data } = await create({});
    const made = data!.apiKeyCreate!.apiKey!;
    const lifeMs = Date.parse(String(made['expiresAt'])) - Date.parse(String(made['createdAt']));
    expect([lifeMs / 86_400_000, made['pointsPerMinute'], made['regions']]).toEqual([365, 20_000, []]);
  });

  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  test.each<[string, object, RegExp]>([
    ['without a name', { name: ' ' }, /^The name is empty/],
    ['with a name of 101 characters', { name: '名'.repeat(101) }, /at most 100 characters/],
    ['with a control character in its name', { name: 'a\u001bb' }, /control characters/],
    ['for nothing', { scopes: [] }, /at least one scope/],
    ['of no points', { pointsPerMinute: 0 }, /^The quota is from 1 to 20000 points/],
    ['of more points than one may have', { pointsPerMinute: 20_001 }, /^The quota is from 1 to 20000/],
    ['that has expired', { expiresAt: inDays(-1) }, /^A key expires in the future/],
    ['for three years', { expiresAt: inDays(1_095) }, /in at most 730 days/],
  ])('refuses a key %s, and makes none', async (_what, input, message) => {
    const before = await standing();
    expect((await create(input)).data!.apiKeyCreate).toEqual({
      __typename: 'ApiKeyUnusable',
      code: 'API_KEY_UNUSABLE',
      message: expect.stringMatching(message) as string,
    });
    expect(await standing()).toEqual(before);
  });

  test(`gives twenty-five who ask at once twenty keys, and refuses the rest`, async () => {
    const viewer = await enter();
    const answers = await Promise.all(Array.from({ length: 25 }, () => create({}, viewer)));
    const names = answers.map(({ data }) => data!.apiKeyCreate!.__typename).sort();
    expect(names).toEqual([
      ...Array<string>(keysMax).fill('ApiKeyCreateSuccess'),
      ...Array<string>(5).fill('ApiKeysTooMany'),
    ]);
    const before = await standing();
    const message = 'The owner has 20 keys that work, as many as one may have: revoke one first.';
    const refused = { __typename: 'ApiKeysTooMany', code: 'API_KEYS_TOO_MANY', message };
    expect((await create({}, viewer)).data!.apiKeyCreate).toEqual(refused);
    expect(await standing()).toEqual(before);
    const one = before.keys.find(({ ownerId }) => ownerId === viewer.actorId)!;
    await revoke(one.id, viewer);
    expect((await create({}, viewer)).data!.apiKeyCreate!.__typename).toBe('ApiKeyCreateSuccess');
  });

  test('is for whoever is signed in', () =>
    expectRefused(() => create({}, null), 'UNAUTHENTICATED', signInFirst));

  test('may not be done through a key, whatever that key may', () =>
    expectRefused(() => create({}, throughKey(people.owner)), 'FORBIDDEN', notThroughKey));

  test.each([
    ['an organisation one does not belong to', () => ({ organizationId: elsewhere })],
    ['a platform one has no role for', () => ({ platformId: newId('Platform') })],
  ])('may not be narrowed to %s', (_what, input) =>
    expectRefused(
      () => create(input()),
      'FORBIDDEN',
      'You may not do this. It requires: member of the organisation, with a role for the platform.',
    ),
  );

  test.each<[object, RegExp]>([
    [{ scopes: ['ADMIN'] }, /"ADMIN" does not exist in "Scope"/],
    [{ organizationId: 'org_1' }, /^"org_1" is not a Organization id\.$/],
    [{ regions: ['999999'] }, /is not in the GB\/T 2260 list/],
    [{ expiresAt: '2027-01-01' }, /is not an instant/],
    [{ pointsPerMinute: 1.5 }, /Int cannot represent non-integer value/],
  ])('answers %j as malformed', (input, message) =>
    expectRefused(() => create(input), 'BAD_USER_INPUT', expect.stringMatching(message)),
  );
});

const revoke = (apiKeyId: string, viewer: Viewer | null) =>
  graph.ask<{ apiKeyRevoke: Made | null }>(
    `mutation ($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) {
      __typename ... on Refusal { code message } ... on ApiKeyRevokeSuccess { apiKey { id revokedAt } }
    } }`,
    { viewer, variables: { input: { apiKeyId } } },
  );
const newKey = async (owner: Viewer, organizationId: Id<'Organization'> | null = null) => {
  const ownerId = owner.actorId as Id<'Person'>;
  const asked = { name: 'Portal', ownerId, organizationId, scopes: [...allScopes] };
  const wish = checkApiKey(asked, { now: new Date(), pointsMax: 10 });
  return (await createApiKey(newContext(graph.database, owner), wish)).row;
};

describe('apiKeyRevoke', () => {
  test.each(['owner', 'administrator'] as const)('makes a key worthless, for the %s', async (who) => {
    const { id } = await newKey(people.owner, institute);
    const { data } = await revoke(id, people[who]);
    const revokedAt = expect.stringMatching(/Z$/) as string;
    expect(data!.apiKeyRevoke).toEqual({
      __typename: 'ApiKeyRevokeSuccess',
      apiKey: { id, revokedAt },
    });
    const [, told] = await eventsOf(id);
    expect(told).toEqual({ kind: 'apiKey.revoked', actorId: people[who].actorId, data: {} });
  });

  test('changes and records nothing a second time', async () => {
    const { id } = await newKey(people.owner);
    const first = await revoke(id, people.owner);
    const before = await standing();
    expect((await revoke(id, people.owner)).data).toEqual(first.data);
    expect(await standing()).toEqual(before);
  });

  test('tells a key of others from none to no stranger, colleague or administrator elsewhere', async () => {
    const { id } = await newKey(people.owner, institute);
    const { id: ofNoOrganization } = await newKey(people.owner);
    const before = await standing();
    const message = 'There is no such API key that you may know of.';
    const unknown = { __typename: 'ApiKeyUnknown', code: 'API_KEY_UNKNOWN', message };
    const asked = [
      [newId('ApiKey'), people.owner],
      [id, people.colleague],
      [id, people.other],
      [ofNoOrganization, people.administrator],
    ] as const;
    for (const [key, viewer] of asked)
      expect((await revoke(key, viewer)).data!.apiKeyRevoke).toEqual(unknown);
    expect(await standing()).toEqual(before);
  });

  test('is for whoever is signed in, and not for a key', async () => {
    const { id } = await newKey(people.owner);
    await expectRefused(() => revoke(id, null), 'UNAUTHENTICATED', signInFirst);
    await expectRefused(() => revoke(id, throughKey(people.owner)), 'FORBIDDEN', notThroughKey);
  });

  test('answers what is no id as malformed, also a key itself, which it does not repeat', async () => {
    const id = newId('Person');
    const noKey = `"${id}" is not a ApiKey id.`;
    await expectRefused(() => revoke(id, people.owner), 'BAD_USER_INPUT', noKey);
    const notThis = '`apiKeyId` is the id of the key, `key_…`, never the key itself.';
    await expectRefused(() => revoke(newApiKey().secret, people.owner), 'BAD_USER_INPUT', notThis);
  });
});

describe('keys', () => {
  const of = (who: Viewer) => `actor(id: "${who.actorId}") { ... on Person { apiKeys { ${page} } } }`;
  const at = (id: string) => `actor(id: "${id}") { ... on Organization { apiKeys { ${page} } } }`;
  const page = 'totalCount edges { node { id } }';
  type Listed = { actor: { apiKeys: { totalCount: number; edges: { node: { id: string } }[] } | null } };
  const idsOf = ({ data }: Answer<Listed>) =>
    data!.actor.apiKeys && [data!.actor.apiKeys.totalCount, data!.actor.apiKeys.edges.map((e) => e.node.id)];

  test('are listed to their owner, newest first, revoked ones too, in one statement for the list', async () => {
    const viewer = await enter('MEMBER', institute);
    const first = await newKey(viewer, institute);
    const second = await newKey(viewer);
    await revoke(first.id, viewer);
    const answer = await graph.ask<Listed>(`{ ${of(viewer)} }`, { viewer });
    expect(idsOf(answer)).toEqual([2, [second.id, first.id]]);
    for (const other of [people.administrator, people.other, throughKey(viewer), null]) {
      const refused = await graph.ask<Listed>(`{ ${of(viewer)} }`, { viewer: other });
      const requires = 'the person, not through a key';
      expect(idsOf(refused)).toBeNull();
      expect(refused.extensions.denied).toEqual([{ coordinate: 'Person.apiKeys', requires, count: 1 }]);
    }
  });

  test('are listed to administrators where they are narrowed to their organisation, and to no other', async () => {
    const place = (await declareOrganization(context, { kind: 'SME', nameEn: 'Place' })).id;
    const [member, administrator] = [await enter('MEMBER', place), await enter('ADMINISTRATOR', place)];
    const narrowed = await newKey(member, place);
    await newKey(member);
    const answer = await graph.ask<Listed>(`{ ${at(place)} }`, { viewer: administrator });
    expect(idsOf(answer)).toEqual([1, [narrowed.id]]);
    for (const other of [member, people.administrator, throughKey(administrator), null])
      expect(idsOf(await graph.ask<Listed>(`{ ${at(place)} }`, { viewer: other }))).toBeNull();
  });
});
