import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violates } from '../../db/client.ts';
import { organization } from '../../db/tables/actors/organization.ts';
import { event } from '../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../schema/context.ts';
import type { MembershipRole, PlatformRole } from '../../schema/events.ts';
import { type Id, newId } from '../../schema/ids.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { AlreadyMember } from './membership/errors.ts';
import { beginMembership } from './membership/membership.store.ts';
import { grantRole } from './role/role-grant.store.ts';
import { declareOrganization } from './organization/organization.store.ts';
import { declarePerson } from './person/person.store.ts';
import { declarePlatform } from './platform/platform.store.ts';
import { findProvider } from './organization/provider.command.ts';

const viewer = (
  actorId: Id<'Person'>,
  at?: [Id<'Organization'>, MembershipRole],
  role?: PlatformRole,
): Viewer => ({
  actorId,
  organizations: at ? [{ id: at[0], role: at[1] }] : [],
  roles: role ? [{ role, platformId: null, region: role === 'REGULATOR' ? '420000' : null }] : [],
  scopes: null,
});

let graph: Graph;
let context: Context;
const ids = {} as Record<'institute' | 'university' | 'firm' | 'abroad', Id<'Organization'>>;
let person: Id<'Person'>;
beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
  const declare = async (kind: string, nameZh: string | null, nameEn: string | null, region: string | null) =>
    (await declareOrganization(context, { kind, nameZh, nameEn, region })).id;
  ids.institute = await declare('RESEARCH_INSTITUTE', '三峡药物分析研究院', 'Gorges Institute', '420506');
  ids.university = await declare('UNIVERSITY', '荆楚大学', 'Jingchu University', '420100');
  ids.firm = await declare('SME', '药研分析有限公司', null, '330106');
  ids.abroad = await declare('UNIVERSITY', null, 'University of the Institutes', null);
  ({ id: person } = await declarePerson(context, {
    nameZh: '王宁',
    orcid: '0000-0002-1825-0097',
    contactEmail: 'wang@people.example',
    contactTelephone: '+86 139 0000 0100',
  }));
  await beginMembership(context, {
    organizationId: ids.institute,
    personId: person,
    role: 'MEMBER',
    position: '主任',
  });
});
afterAll(() => graph[Symbol.asyncDispose]());

const eventCount = () => graph.database.read.$count(event);

describe('a person', () => {
  const contact = { email: 'wang@people.example', telephone: '+86 139 0000 0100' };
  const withheld = { email: null, telephone: null };
  const someone = newId('Person');
  const asked = () => `{ actor(id: "${person}") { ... on Person {
    orcid affiliations { position organization { id } } contact { email telephone }
  } } }`;

  test.each<[string, () => Viewer | null, boolean]>([
    ['the person', () => viewer(person), true],
    [
      'an administrator of an organisation of theirs',
      () => viewer(someone, [ids.institute, 'ADMINISTRATOR']),
      true,
    ],
    ['an auditor', () => viewer(someone, undefined, 'AUDITOR'), true],
    ['nobody', () => null, false],
    ['a stranger', () => viewer(someone), false],
    ['a colleague', () => viewer(someone, [ids.institute, 'RESOURCE_MANAGER']), false],
    ['an administrator elsewhere', () => viewer(someone, [ids.university, 'ADMINISTRATOR']), false],
    ['a regulator', () => viewer(someone, undefined, 'REGULATOR'), false],
  ])('shows its contact, or says why not, to %s', async (_who, of, isShown) => {
    const { data, errors, extensions } = await graph.ask(asked(), { viewer: of() });
    expect([errors, data]).toEqual([
      undefined,
      {
        actor: {
          orcid: '0000-0002-1825-0097',
          affiliations: [{ position: '主任', organization: { id: ids.institute } }],
          contact: isShown ? contact : withheld,
        },
      },
    ]);
    const requires = 'the person, or administrator of an organisation of theirs, or auditor';
    const denied = ['PersonContact.email', 'PersonContact.telephone'].map((coordinate) => ({
      coordinate,
      requires,
      count: 1,
    }));
    expect(extensions.denied).toEqual(isShown ? undefined : denied);
  });

  test('is a present member of an organisation once, and the second time changes nothing', async () => {
    const before = await eventCount();
    const wish = { organizationId: ids.institute, personId: person, role: 'ADMINISTRATOR' as const };
    const again: unknown = await beginMembership(context, wish).catch((error: unknown) => error);
    expect(again).toBeInstanceOf(AlreadyMember);
    expect(await eventCount()).toBe(before);
    await beginMembership(context, { ...wish, organizationId: ids.university });
    const { actor } = await graph.read<{ actor: { affiliations: unknown[] } }>(asked());
    expect(actor.affiliations).toEqual([
      { position: '主任', organization: { id: ids.institute } },
      { position: null, organization: { id: ids.university } },
    ]);
  });

  test('becomes a member once of twenty times at the same moment', async () => {
    const { id: personId } = await declarePerson(context, { nameEn: 'New' });
    const before = await eventCount();
    const wish = { organizationId: ids.institute, personId, role: 'MEMBER' as const };
    const done = await Promise.allSettled(
      Array.from({ length: 20 }, () => beginMembership(newContext(graph.database, null), wish)),
    );
    expect(done.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(await eventCount()).toBe(before + 1);
  });
});

describe('a role', () => {
  test.each<[PlatformRole, { region?: string }]>([
    ['OPERATOR', {}],
    ['OPERATOR', { region: '420000' }],
    ['PARTNER', {}],
    ['REGULATOR', {}],
    ['AUDITOR', { region: '420000' }],
  ])('of %s with %j does not say where it holds, and is refused', async (role, where) => {
    const before = await eventCount();
    const granted: unknown = await grantRole(context, { actorId: person, role, ...where }).catch(
      (error: unknown) => error,
    );
    expect(violates(granted, 'role_grant_says_where')).toBe(true);
    expect(await eventCount()).toBe(before);
  });
});

describe('organizations', () => {
  const list = async (filter: string, page = '') =>
    (
      await graph.read<{
        organizations: { totalCount: number; edges: { cursor: string; node: { id: string } }[] };
      }>(`{ organizations(filter: {${filter}}${page}) { totalCount edges { cursor node { id } } } }`)
    ).organizations;

  test.each<[string, (keyof typeof ids)[]]>([
    ['', ['abroad', 'firm', 'university', 'institute']],
    ['text: "  "', ['abroad', 'firm', 'university', 'institute']],
    ['text: "分析"', ['firm', 'institute']],
    ['text: "分析研究"', ['institute']],
    ['text: "药物 研究院"', ['institute']],
    ['text: "INSTITUTE"', ['abroad', 'institute']],
    ['text: "univ jing"', ['university']],
    ['text: "研分"', ['firm']],
    ['text: "物理"', []],
    ['kind: UNIVERSITY', ['abroad', 'university']],
    ['region: "420000"', ['university', 'institute']],
    ['region: "420500"', ['institute']],
    ['region: "420506"', ['institute']],
    ['region: "420502"', []],
    ['region: "420000", kind: UNIVERSITY, text: "荆楚"', ['university']],
  ])('with {%s} finds all and only %j, newest first', async (filter, names) => {
    const { totalCount, edges } = await list(filter);
    expect(edges.map(({ node }) => node.id)).toEqual(names.map((name) => ids[name]));
    expect(totalCount).toBe(names.length);
  });

  test('come page by page, each once, and a cursor is refused under another filter', async () => {
    const { edges: first } = await list('', ', first: 3');
    const { edges: second } = await list('', `, first: 3, after: "${first[2]!.cursor}"`);
    expect([...first, ...second].map(({ node }) => node.id)).toEqual([
      ids.abroad,
      ids.firm,
      ids.university,
      ids.institute,
    ]);
    const { errors } = await graph.ask(
      `{ organizations(filter: { kind: SME }, after: "${first[0]!.cursor}") { totalCount } }`,
    );
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
  });

  test('take a cursor of the same filter written in another way', async () => {
    const { edges } = await list('kind: UNIVERSITY, text: " "', ', first: 1');
    const after = `, first: 1, after: "${edges[0]!.cursor}"`;
    const { edges: next } = await list('text: null, region: null, kind: UNIVERSITY', after);
    expect(next.map(({ node }) => node.id)).toEqual([ids.university]);
  });
});

describe('platforms', () => {
  test('name their operator and the regions they serve, newest first, page by page', async () => {
    const declare = (nameEn: string, regions: string[]) =>
      declarePlatform(context, {
        nameZh: null,
        nameEn,
        kind: 'INTERMEDIARY',
        operatorId: ids.firm,
        website: null,
        regions,
      });
    await declare('Older', ['420500']);
    await declare('Newer', ['510000', '420000']);
    const page = (args: string) =>
      graph.read<{ platforms: { pageInfo: { endCursor: string } } }>(`{ platforms(${args}) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node { name { en } operator { id } regions { code } } }
      } }`);
    const first = await page('first: 1');
    const { endCursor } = first.platforms.pageInfo;
    const node = (en: string, ...codes: string[]) => ({
      node: { name: { en }, operator: { id: ids.firm }, regions: codes.map((code) => ({ code })) },
    });
    expect(first).toEqual({
      platforms: {
        totalCount: 2,
        pageInfo: { hasNextPage: true, endCursor },
        edges: [node('Newer', '420000', '510000')],
      },
    });
    const { platforms } = await page(`first: 1, after: "${endCursor}"`);
    expect(platforms).toMatchObject({
      pageInfo: { hasNextPage: false },
      edges: [node('Older', '420500')],
    });
  });
});

describe('findProvider', () => {
  const standing = async () => [await graph.database.read.$count(organization), await eventCount()];

  test('finds an organisation by id and by exactly its name, and writes nothing', async () => {
    const before = await standing();
    for (const asked of [ids.university, '荆楚大学', 'Jingchu University', '  Jingchu University ']) {
      const found = await findProvider(context, asked);
      expect([found.organization?.id, found.isNew]).toEqual([ids.university, false]);
    }
    expect(await standing()).toEqual(before);
  });

  test('declares an unknown name as unchecked, once, in the language it is written in', async () => {
    const [rows, events] = await standing();
    for (const [name, language] of [
      ['新 Lab 研究所', 'nameZh'],
      ['Jingchu', 'nameEn'],
    ] as const) {
      const { organization: declared, isNew } = await findProvider(context, name);
      const other = language === 'nameZh' ? 'nameEn' : 'nameZh';
      const wish = { kind: 'OTHER', isChecked: false, region: null, [language]: name, [other]: null };
      expect([declared, isNew]).toMatchObject([wish, true]);
      const again = await findProvider(context, name);
      expect([again.organization?.id, again.isNew]).toEqual([declared?.id, false]);
    }
    expect(await standing()).toEqual([rows! + 2, events! + 2]);
  });

  test.each([
    ['an id that nobody has', newId('Organization'), /^There is no organisation org_\w+\. Give its name/],
    ['an id of a person', newId('Person'), /^There is no organisation per_\w+\. Give its name/],
    ['a slip in an id', 'org_01', /^There is no organisation org_01\. Give its name/],
    ['nothing', '  ', /^The provider is empty: give its name or its id\.$/],
    ['a control character', 'a\u0000b', /has control characters/],
  ])('refuses %s and declares nothing', async (_what, asked, message) => {
    const before = await standing();
    await expect(findProvider(context, asked)).rejects.toThrow(message);
    expect(await standing()).toEqual(before);
  });

  test('declares nothing in a dry run', async () => {
    const before = await standing();
    const found = await findProvider(context, 'Unknown works', { isDryRun: true });
    expect(found).toEqual({ organization: null, isNew: true });
    expect((await findProvider(context, '荆楚大学', { isDryRun: true })).isNew).toBe(false);
    expect(await standing()).toEqual(before);
  });
});
