import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { platform as platformTable } from '../../../db/tables/actors/platform.ts';
import { roleGrant } from '../../../db/tables/actors/role-grant.ts';
import type { Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { platformsOf, throughKey } from '../../../tests/kit/platform.ts';
import { checkPlatform, isNoWider } from './platform.what.ts';

const tables = ['actors.platform', 'actors.platform_region', 'actors.platform_partner', 'actors.role_grant'];
const lead = 'administrator of the organisation in the lead, not through a key';
const forbidden = (requires: string) => ({
  error: 'FORBIDDEN',
  message: `You may not do this. It requires: ${requires}.`,
});
const signInFirst = (requires: string) => ({
  error: 'UNAUTHENTICATED',
  message: `Sign in first. This requires: ${requires}.`,
});

let graph: Graph;
let kit: ReturnType<typeof platformsOf>;
let auditor: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  graph = await openGraph();
  kit = platformsOf(graph);
  auditor = await kit.withRole(await kit.enter(), 'AUDITOR');
  stranger = await kit.enter();
});
afterAll(() => graph[Symbol.asyncDispose]());

const wish = (operatorId: string, own: object = {}) => ({
  ...{ operatorId, name: { zh: '平台', en: 'Platform' }, kind: 'INTERMEDIARY', regions: ['420500'] },
  ...own,
});
/** An organisation whose administrator registered a platform. */
async function registered(own: object = {}) {
  const organizationId = await kit.organization('Lead');
  const administrator = await kit.enter('ADMINISTRATOR', organizationId);
  const done = await kit.told(
    'platformRegister',
    wish(organizationId, own),
    administrator,
    'platform { id }',
  );
  return { organizationId, administrator, id: (done['platform'] as { id: Id<'Platform'> }).id };
}
async function admitted(own: object = {}) {
  const one = await registered(own);
  await kit.told('platformAdmit', { platformId: one.id }, auditor);
  const role = { role: 'OPERATOR' as const, platformId: one.id, region: null };
  return { ...one, operator: { ...one.administrator, roles: [role] } };
}
describe('platformRegister', () => {
  it('puts down a platform that waits for an auditor, and records who asked', async () => {
    const partner = await kit.organization('Institute');
    const organizationId = await kit.organization('Lead');
    const administrator = await kit.enter('ADMINISTRATOR', organizationId);
    const asked = wish(organizationId, {
      ...{ partnerIds: [partner, organizationId, partner], languages: ['zh', 'en', 'zh'] },
      ...{ regions: ['420506', '420500', '420506'], website: 'https://p.example/' },
    });
    const shown = `platform { id state languages website contactUrl regions { code } operator { id }
      operators { part organization { id } } operatorPeople { id } viewerMay { action allowed } }`;
    const { platform: made } = (await kit.told('platformRegister', asked, administrator, shown)) as {
      platform?: Record<string, unknown>;
    };
    const id = made?.['id'] as string;
    expect(made).toEqual({
      ...{
        id,
        state: 'REGISTERED',
        languages: ['zh', 'en'],
        website: 'https://p.example/',
        contactUrl: null,
      },
      ...{ regions: [{ code: '420500' }, { code: '420506' }], operator: { id: organizationId } },
      operators: [
        { part: 'LEAD', organization: { id: organizationId } },
        { part: 'PARTNER', organization: { id: partner } },
      ],
      operatorPeople: [],
      viewerMay: expect.arrayContaining([
        { action: 'platformAdmit', allowed: false },
        { action: 'platformDecline', allowed: false },
        { action: 'platformDescribe', allowed: true },
        { action: 'platformOperatorAppoint', allowed: true },
        { action: 'platformOperatorDismiss', allowed: true },
      ]) as unknown,
    });
    expect(await kit.eventsOf(id)).toEqual([
      {
        ...{ kind: 'platform.registered', actorId: administrator.actorId },
        data: { operatorId: organizationId, partnerIds: [partner], regions: ['420500', '420506'] },
      },
    ]);
  });

  it('lets one of twenty that an organisation registers at once wait, and refuses the rest', async () => {
    const organizationId = await kit.organization('Hasty');
    const administrator = await kit.enter('ADMINISTRATOR', organizationId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => kit.told('platformRegister', wish(organizationId), administrator)),
    );
    expect(answers.map((each) => each.__typename).sort()).toEqual([
      'PlatformRegisterSuccess',
      ...Array<string>(19).fill('PlatformWaiting'),
    ]);
    const again = () => kit.mutate('platformRegister', wish(organizationId), administrator);
    await kit.expectNo(again, { refusal: 'PLATFORM_WAITING' }, tables);
  });

  test.each<[string, object]>([
    ['without a name', { name: {} }],
    ['with HTML in its name', { name: { en: '<b>Platform</b>' } }],
    ['that serves nowhere', { regions: [] }],
    ['without a language', { languages: [] }],
    ['in no language', { languages: ['Chinese'] }],
    ['with a partner that is not there', { partnerIds: [newId('Organization')] }],
    ['with eleven partners', { partnerIds: Array.from({ length: 11 }, () => newId('Organization')) }],
  ])('refuses one %s, and puts nothing down', async (_what, own) => {
    const organizationId = await kit.organization('Lead');
    const administrator = await kit.enter('ADMINISTRATOR', organizationId);
    const ask = () => kit.mutate('platformRegister', wish(organizationId, own), administrator);
    await kit.expectNo(ask, { refusal: 'PLATFORM_UNUSABLE' }, tables);
  });

  it('is for administrators of the organisation in the lead, in person', async () => {
    const organizationId = await kit.organization('Lead');
    const [administrator, member] = [
      await kit.enter('ADMINISTRATOR', organizationId),
      await kit.enter('MEMBER', organizationId),
    ];
    const as = (viewer: Viewer | null) => () => kit.mutate('platformRegister', wish(organizationId), viewer);
    for (const viewer of [member, stranger, auditor]) await kit.expectNo(as(viewer), forbidden(lead), tables);
    await kit.expectNo(as(null), signInFirst('signed in, not through a key'), tables);
    const key = throughKey(administrator);
    await kit.expectNo(as(key), forbidden('signed in, not through a key'), tables);
  });

  it('answers what has no form as malformed', async () => {
    const ask = (own: object) => () => kit.mutate('platformRegister', wish('org_1', own), stranger);
    const malformed = (message: RegExp) => ({
      error: 'BAD_USER_INPUT',
      message: expect.stringMatching(message) as unknown,
    });
    await kit.expectNo(ask({}), malformed(/"org_1" is not a Organization id/), tables);
    await kit.expectNo(ask({ regions: ['999999'] }), malformed(/GB\/T 2260/), tables);
    await kit.expectNo(ask({ website: 'ftp://x' }), malformed(/.+/), tables);
  });
});

describe('a platform that was not admitted', () => {
  const routes = (id: string): [string, string][] => [
    ['platform', `{ found: platform(id: "${id}") { id name { en } } }`],
    ['node', `{ found: node(id: "${id}") { id ... on Platform { name { en } } } }`],
    ['node, typename alone', `{ found: node(id: "${id}") { __typename } }`],
  ];

  it('is known to those who operate it and to auditors, by every route and in every count', async () => {
    const partnerId = await kit.organization('Partner');
    const { id, administrator } = await registered({ partnerIds: [partnerId] });
    const partner = await kit.enter('MEMBER', partnerId);
    const other = await kit.enter('ADMINISTRATOR', await kit.organization('Elsewhere'));
    const absent = newId('Platform');
    const list = '{ platforms(first: 50) { totalCount edges { node { id } } } }';
    type Listed = { platforms: { totalCount: number; edges: { node: { id: string } }[] } };
    for (const viewer of [administrator, partner, auditor]) {
      for (const [, query] of routes(id))
        expect((await graph.read<{ found: unknown }>(query, { viewer })).found).not.toBeNull();
      const { platforms } = await graph.read<Listed>(list, { viewer });
      expect(platforms.edges.map(({ node }) => node.id)).toContain(id);
      expect(platforms.totalCount).toBe(platforms.edges.length);
    }
    for (const viewer of [null, stranger, other]) {
      for (const [at, [, query]] of routes(id).entries()) {
        const [hidden, none] = [
          await graph.ask(query, { viewer }),
          await graph.ask(routes(absent)[at]![1], { viewer }),
        ];
        expect({ data: hidden.data, errors: hidden.errors }).toEqual({
          data: none.data,
          errors: none.errors,
        });
        expect(hidden.data).toEqual({ found: null });
      }
      const { platforms } = await graph.read<Listed>(list, { viewer });
      expect(platforms.edges.map(({ node }) => node.id)).not.toContain(id);
      expect(platforms.totalCount).toBe(platforms.edges.length);
      const described = { platformId: id, name: { en: 'Mine' } };
      if (viewer)
        await kit.expectNo(
          () => kit.mutate('platformDescribe', described, viewer),
          { refusal: 'PLATFORM_UNKNOWN' },
          tables,
        );
    }
  });

  it('is known to everybody once it is', async () => {
    const { id } = await admitted();
    for (const [, query] of routes(id))
      expect((await graph.read<{ found: unknown }>(query)).found).not.toBeNull();
  });
});

describe('the rules of what a platform says', () => {
  it('keep regions within those it was admitted for', () => {
    expect(isNoWider(['420506', '420500'], ['420500'])).toBe(true);
    expect(isNoWider(['420100'], ['420500', '330000'])).toBe(false);
    expect(isNoWider(['330106'], ['420500', '330000'])).toBe(true);
  });

  it('bound its regions', () => {
    const regions = Array.from({ length: 41 }, (_, at) => String(420_000 + at));
    const asked = { name: { en: 'P' }, languages: ['zh'], regions };
    expect(() => checkPlatform(asked)).toThrow('A platform serves at most 40 regions.');
    expect(checkPlatform({ ...asked, regions: regions.slice(1) }).regions.length).toBe(40);
  });
});

describe('the database itself', () => {
  test.each([
    ['a state nobody knows', { state: 'OPEN' as 'ACTIVE' }, 'platform_state_known'],
    ['waiting without end', { state: 'REGISTERED' as const }, 'platform_waits_until'],
    ['no language', { languages: [] }, 'platform_languages_bounded'],
  ])('refuses %s', async (_what, change, constraint) => {
    const { id } = await kit.platform(await kit.organization('Lead'));
    const write = graph.database.write((db) =>
      db
        .update(platformTable)
        .set(change)
        .where(sql`id = ${id}`),
    );
    await expect(write).rejects.toSatisfy((error) => String((error as Error).cause).includes(constraint));
  });

  it('keeps roles of operators at platforms', () =>
    expect(
      graph.database.read.$count(roleGrant, sql`role = 'OPERATOR' and platform_id is null`),
    ).resolves.toBe(0));
});
