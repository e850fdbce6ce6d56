import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { organizationQualification } from '../../../db/tables/actors/organization-profile.ts';
import { event } from '../../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { allScopes } from '../../../schema/scopes.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { standing, viewerAs } from '../../../tests/kit/standing.ts';
import { declareOrganization } from './organization.store.ts';
import { verifyQualification } from './profile.store.ts';

let graph: Graph;
let context: Context;
let firm: Id<'Organization'>;
let other: Id<'Organization'>;
const people = {} as Record<'administrator' | 'manager' | 'stranger' | 'elsewhere', Viewer>;

const uscc = '91420500MA488UUW3H';
const ror = 'https://ror.org/03acrzv41';

beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
  const declare = async (nameEn: string) => (await declareOrganization(context, { kind: 'SME', nameEn })).id;
  firm = await declare('Firm');
  other = await declare('Other');
  people.administrator = viewerAs(newId('Person'), [{ id: firm, role: 'ADMINISTRATOR' }]);
  people.manager = viewerAs(newId('Person'), [{ id: firm, role: 'RESOURCE_MANAGER' }]);
  people.elsewhere = viewerAs(newId('Person'), [{ id: other, role: 'ADMINISTRATOR' }]);
  people.stranger = viewerAs(newId('Person'));
});
afterAll(() => graph[Symbol.asyncDispose]());

const shown = `kind name { zh en } region { code } uscc ror size subField { code name }
  identifiers { scheme value registry isChecked } names { text language kind }
  places { label region { code } address point { latitude longitude } isSeat } industries { code name }
  qualifications { kind name number issuer validFrom validUntil isVerified isValid }
  contact { website email telephone } pages { kind url title }`;
const ask = (input: object, viewer: Viewer | null = people.administrator) =>
  graph.ask<{ organizationDescribe: Record<string, unknown> | null }>(
    `mutation ($input: OrganizationDescribeInput!) { organizationDescribe(input: $input) {
      __typename ... on Refusal { code message }
      ... on OrganizationDescribeSuccess { organization { ${shown} } }
    } }`,
    { viewer, variables: { input: { organizationId: firm, ...input } } },
  );
const described = async (input: object) => {
  const { data } = await ask(input);
  expect(data!.organizationDescribe!['__typename']).toBe('OrganizationDescribeSuccess');
  return data!.organizationDescribe!['organization'] as Record<string, unknown>;
};
const found = async (filter: object) =>
  (
    await graph.read<{ organizations: { edges: { node: { id: string } }[] } }>(
      'query ($filter: OrganizationFilter) { organizations(filter: $filter) { edges { node { id } } } }',
      { variables: { filter } },
    )
  ).organizations.edges.map(({ node }) => node.id);

const day = (fromNow: number) => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
const whole = {
  kind: 'LEADING_ENTERPRISE',
  name: { zh: ' 夷陵药业 ', en: 'Yiling Drugs' },
  region: '420506',
  identifiers: [
    { scheme: 'USCC', value: uscc.toLowerCase() },
    { scheme: 'ROR', value: '03ACRZV41' },
    { scheme: 'LOCAL', value: 'YC-7', registry: '宜昌科技局' },
  ],
  names: [
    { text: '夷药', kind: 'ACRONYM', language: 'ZH-hans' },
    { text: 'Gorge Works', kind: 'FORMER' },
    { text: 'Gorge Works', kind: 'FORMER' },
  ],
  places: [
    { label: '总部', region: '420506', address: '发展大道 1 号', isSeat: true },
    { point: { latitude: 30.69, longitude: 111.29 } },
  ],
  industries: [{ code: 'c2720', name: '化学药品制剂制造' }, { name: 'Consulting' }],
  subField: { code: 'CHEMICAL_DRUGS' },
  size: 'MEDIUM',
  employees: 420,
  qualifications: [
    {
      kind: 'HIGH_TECH_ENTERPRISE',
      number: 'GR1',
      issuer: '湖北省',
      validFrom: day(-30),
      validUntil: day(30),
    },
    { kind: 'CMA', validUntil: day(-3) },
  ],
  contact: { website: 'https://yiling.example', email: 'a@yiling.example', telephone: '+86 717 555 0100' },
  pages: [{ kind: 'STOREFRONT', url: 'https://yiling.example/shop', title: 'Shop' }],
};

describe('organizationDescribe', () => {
  test('says everything at once, keeps the canonical form, and the same again changes nothing', async () => {
    const said = await described(whole);
    expect(said).toEqual({
      ...{ kind: 'LEADING_ENTERPRISE', name: { zh: '夷陵药业', en: 'Yiling Drugs' } },
      ...{ region: { code: '420506' }, uscc, ror, size: 'MEDIUM' },
      subField: { code: 'CHEMICAL_DRUGS', name: null },
      identifiers: [
        { scheme: 'USCC', value: uscc, registry: null, isChecked: true },
        { scheme: 'ROR', value: ror, registry: null, isChecked: true },
        { scheme: 'LOCAL', value: 'YC-7', registry: '宜昌科技局', isChecked: false },
      ],
      names: [
        { text: '夷药', kind: 'ACRONYM', language: 'zh-Hans' },
        { text: 'Gorge Works', kind: 'FORMER', language: null },
      ],
      places: [
        { label: '总部', region: { code: '420506' }, address: '发展大道 1 号', point: null, isSeat: true },
        {
          ...{ label: null, region: null, address: null, isSeat: false },
          point: { latitude: 30.69, longitude: 111.29 },
        },
      ],
      industries: [
        { code: 'C2720', name: '化学药品制剂制造' },
        { code: null, name: 'Consulting' },
      ],
      qualifications: [
        {
          ...{ kind: 'HIGH_TECH_ENTERPRISE', name: null, number: 'GR1', issuer: '湖北省' },
          ...{ validFrom: day(-30), validUntil: day(30), isVerified: false, isValid: true },
        },
        {
          ...{ kind: 'CMA', name: null, number: null, issuer: null, validFrom: null, validUntil: day(-3) },
          ...{ isVerified: false, isValid: false },
        },
      ],
      contact: {
        ...{ website: 'https://yiling.example/', email: 'a@yiling.example', telephone: '+86 717 555 0100' },
      },
      pages: [{ kind: 'STOREFRONT', url: 'https://yiling.example/shop', title: 'Shop' }],
    });
    const told = await graph.database.read
      .select({ kind: event.kind, actorId: event.actorId, data: event.data })
      .from(event)
      .where(sql`${event.subject} = ${firm} and ${event.kind} = 'organization.changed'`);
    const data = { kind: 'LEADING_ENTERPRISE', region: '420506', isChecked: false };
    expect(told).toEqual([{ kind: 'organization.changed', actorId: people.administrator.actorId, data }]);
    const before = await standing(graph);
    expect(await described(whole)).toEqual(said);
    expect(await described({})).toEqual(said);
    expect(await standing(graph)).toEqual(before);
  });

  test('leaves what is left out, clears what is null, and works through a key', async () => {
    const key = { ...people.administrator, scopes: allScopes };
    await described(whole);
    const { data } = await ask({ size: null, pages: [], contact: { email: null } }, key);
    const { size, pages, contact, names } = data!.organizationDescribe!['organization'] as typeof whole;
    expect([size, pages, contact.email, contact.website]).toEqual([
      null,
      [],
      null,
      'https://yiling.example/',
    ]);
    expect(names).toHaveLength(2);
    await described({ identifiers: [] });
    expect(await found({ identifier: uscc })).toEqual([]);
    await described(whole);
  });

  test('keeps what a review found of a qualification that stays, and of no other', async () => {
    await described(whole);
    const [row] = await graph.database.read
      .select()
      .from(organizationQualification)
      .where(sql`${organizationQualification.number} = 'GR1'`);
    expect([
      await verifyQualification(context, row!.id),
      await verifyQualification(context, row!.id),
    ]).toEqual([true, false]);
    const verified = async (qualifications: object[]) =>
      (await described({ qualifications }))['qualifications'] as { isVerified: boolean }[];
    const [first, second] = whole.qualifications as [object, object];
    expect((await verified([second, first])).map((each) => each.isVerified)).toEqual([false, true]);
    expect((await verified([{ ...first, number: 'GR2' }])).map((each) => each.isVerified)).toEqual([false]);
    await described(whole);
  });

  test('is found by each of what it says, and by a qualification only while that is valid', async () => {
    await described(whole);
    for (const filter of [
      { text: 'Gorge' },
      { text: '夷药' },
      { industry: 'C27' },
      { subField: 'CHEMICAL_DRUGS' },
      { size: 'MEDIUM' },
      { qualification: 'HIGH_TECH_ENTERPRISE' },
      { identifier: 'YC-7' },
      { identifier: uscc },
      { identifier: '03acrzv41' },
      { industry: 'C', size: 'MEDIUM', text: 'Yiling', region: '420500' },
    ])
      expect([filter, await found(filter)]).toEqual([filter, [firm]]);
    for (const filter of [
      { qualification: 'CMA' },
      { industry: 'C28' },
      { size: 'LARGE' },
      { identifier: 'YC' },
    ])
      expect([filter, await found(filter)]).toEqual([filter, []]);
    const { errors } = await graph.ask('{ organizations(filter: { industry: "27" }) { totalCount } }');
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
  });

  test('shows how many work there to its administrators and auditors, and to everybody once it consents', async () => {
    await described({ employees: 420, isEmployeesPublic: false });
    const query = `{ actor(id: "${firm}") { ... on Organization { employees } } }`;
    const auditor = viewerAs(newId('Person'), [], [{ role: 'AUDITOR', platformId: null, region: null }]);
    const seen = async (viewer: Viewer | null) =>
      (await graph.ask<{ actor: { employees: number | null } }>(query, { viewer })).data!.actor.employees;
    const all = [null, people.stranger, people.manager, people.elsewhere, people.administrator, auditor];
    expect(await Promise.all(all.map(seen))).toEqual([null, null, null, null, 420, 420]);
    await described({ isEmployeesPublic: true });
    expect(await Promise.all(all.map(seen))).toEqual(all.map(() => 420));
  });
});

test('a hundred organisations are read whole in as many statements as one', async () => {
  const query = (first: number) => `{ organizations(first: ${first}) { edges { node { ${shown} employees
    currentForm { id } relations(first: 2) { totalCount edges { node { organization { id } } } } } } } }`;
  const took: number[] = [];
  await described(whole);
  for (const first of [1, 20]) {
    const { errors, statements } = await graph.ask(query(first), { viewer: people.stranger });
    expect(errors).toBeUndefined();
    took.push(statements);
  }
  expect(took[1]).toBe(took[0]);
});
