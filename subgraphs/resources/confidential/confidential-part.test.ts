import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  competitorExclusion,
  confidentialPart,
  confidentialEntry,
  confidentialityAgreement,
} from '../../../db/tables/resources/confidential.ts';
import { event } from '../../../db/tables/log.ts';
import { newContext, type Viewer } from '../../../schema/context.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { declareOrganization } from '../../actors/organization/organization.store.ts';
import { declarePerson } from '../../actors/person/person.store.ts';
import { declareResources } from '../resource.store.ts';
import { addTechnology } from '../technology.store.ts';

let graph: Graph;
let provider: Id<'Organization'>;
let rival: Id<'Organization'>;
const resources: Id<'Technology'>[] = [];
let draft: Id<'Technology'>;
const people = {} as Record<'keeper' | 'colleague' | 'reader' | 'spy' | 'auditor', Viewer>;

const at = (id: Id<'Organization'>, role: MembershipRole) => [{ id, role }];

beforeAll(async () => {
  graph = await openGraph();
  const context = newContext(graph.database, null);
  const found = async (nameEn: string) =>
    (await declareOrganization(context, { kind: 'SME', nameZh: null, nameEn, region: '420500' })).id;
  provider = await found('Keeper of secrets');
  rival = await found('Rival');
  const person = async (nameEn: string): Promise<Viewer> => {
    const wish = { nameZh: null, nameEn, orcid: null, contactEmail: null, contactTelephone: null };
    return { actorId: (await declarePerson(context, wish)).id, organizations: [], roles: [], scopes: null };
  };
  people.keeper = { ...(await person('Keeper')), organizations: at(provider, 'RESOURCE_MANAGER') };
  people.colleague = { ...(await person('Colleague')), organizations: at(provider, 'MEMBER') };
  people.reader = await person('Reader');
  people.spy = { ...(await person('Spy')), organizations: at(rival, 'MEMBER') };
  people.auditor = {
    ...(await person('Auditor')),
    roles: [{ role: 'AUDITOR', platformId: null, region: null }],
  };
  const declare = async (nameEn: string, state: 'PUBLISHED' | 'DRAFT') => {
    const id = newId('Technology');
    await declareResources(context, [
      {
        ...{ id, family: 'TECHNOLOGY', nameZh: null, nameEn, descriptionZh: null, descriptionEn: null },
        ...{ providerId: provider, platformId: null, region: '420500', sharing: 'NEGOTIATED', state },
        ...{ keywords: [], contactName: null, contactUrl: null, contactEmail: null, contactTelephone: null },
      },
    ]);
    await addTechnology(context, [
      { id, kind: 'KNOW_HOW', readinessLevel: 5, patentNumber: null, transferWays: [] },
    ]);
    return id;
  };
  for (const name of ['Granulation know-how', 'Coating know-how', 'Drying know-how'])
    resources.push(await declare(name, 'PUBLISHED'));
  draft = await declare('Draft know-how', 'DRAFT');
});
afterAll(() => graph[Symbol.asyncDispose]());

const tables = [confidentialPart, confidentialEntry, confidentialityAgreement, competitorExclusion, event];
const countAll = () => Promise.all(tables.map((table) => graph.database.read.$count(table)));

const refusal = '... on Refusal { code message }';
const part = `confidentialPart { agreement { version text { en } } isSigned changedAt text { en }
  entries(first: 5) { totalCount edges { node { kind agreementVersion actor { id } } } }
  viewerMay { action allowed } }`;
interface Part {
  agreement: { version: number; text: { en: string } };
  isSigned: boolean;
  text: { en: string } | null;
  entries: {
    totalCount: number;
    edges: { node: { kind: string; agreementVersion: number; actor: { id: string } } }[];
  } | null;
  viewerMay: { action: string; allowed: boolean }[];
}

async function see(viewer: Viewer | null, id: string = resources[0]!) {
  const { data, extensions } = await graph.ask<{ resource: { confidentialPart: Part | null } | null }>(
    `{ resource(id: "${id}") { ${part} } }`,
    { viewer },
  );
  return { part: data?.resource?.confidentialPart ?? null, denied: extensions.denied };
}

/** The name of what was answered, or the code of the refusal or of the error. */
async function act(viewer: Viewer | null, mutation: string): Promise<string> {
  const { data, errors } = await graph.ask<{ done: { __typename: string; code?: string } | null }>(
    `mutation { done: ${mutation} { __typename ${refusal} } }`,
    { viewer },
  );
  return data?.done ? (data.done.code ?? data.done.__typename) : String(errors?.[0]?.extensions?.['code']);
}
const set = (text: string, agreement: string, id: string = resources[0]!) =>
  `confidentialPartSet(input: { resourceId: "${id}", text: { en: ${JSON.stringify(text)} },
    agreement: { en: "${agreement}" } })`;
const sign = (version: number, id: string = resources[0]!) =>
  `confidentialitySign(input: { resourceId: "${id}", version: ${version} })`;
const competitor = (verb: 'Exclude' | 'Admit', ownerId: string, actorId: string) =>
  `competitor${verb}(input: { ownerId: "${ownerId}", actorId: "${actorId}" })`;

beforeEach(async () => {
  await act(people.keeper, set('SECRETSTEP9', 'Keep it to yourself.'));
});

it('opens for who signed the version that stands, and for nobody else; each reading leaves an entry', async () => {
  const before = await see(people.reader);
  const { version } = before.part!.agreement;
  expect([before.part!.text, before.part!.isSigned, before.part!.agreement.text.en]).toEqual([
    null,
    false,
    'Keep it to yourself.',
  ]);
  expect(before.denied?.map(({ coordinate }) => coordinate)).toEqual([
    'ConfidentialPart.entries',
    'ConfidentialPart.text',
  ]);
  expect(await act(people.reader, sign(version))).toBe('ConfidentialitySignSuccess');
  const entries = await graph.database.read.$count(confidentialEntry);
  for (let time = 0; time < 2; time += 1)
    expect((await see(people.reader)).part!.text).toEqual({ en: 'SECRETSTEP9' });
  expect((await graph.database.read.$count(confidentialEntry)) - entries).toBe(2);
  const { part: kept } = await see(people.keeper);
  expect([
    kept!.text,
    kept!.entries!.totalCount,
    kept!.entries!.edges.map(({ node }) => node).slice(0, 3),
  ]).toEqual([
    { en: 'SECRETSTEP9' },
    entries + 2,
    ['READ', 'READ', 'SIGNED'].map((kind) => ({
      kind,
      agreementVersion: version,
      actor: { id: people.reader.actorId },
    })),
  ]);
  expect((await see(people.colleague)).part).toMatchObject({ text: { en: 'SECRETSTEP9' }, entries: null });
  expect((await graph.database.read.$count(confidentialEntry)) - entries).toBe(2);
  expect((await see(null)).part).toMatchObject({ text: null, entries: null });
  // Who supervises all reads without signing, and leaves an entry, too.
  expect((await see(people.auditor)).part).toMatchObject({ text: { en: 'SECRETSTEP9' } });
  expect((await graph.database.read.$count(confidentialEntry)) - entries).toBe(3);
});

it('closes for everybody when the agreement gets other words, and not when only the text changes', async () => {
  const { version } = (await see(people.reader)).part!.agreement;
  await act(people.reader, sign(version));
  await act(people.keeper, set('SECRETSTEP10', 'Keep it to yourself.'));
  expect((await see(people.reader)).part).toMatchObject({ text: { en: 'SECRETSTEP10' } });
  await act(people.keeper, set('SECRETSTEP10', 'Keep it, and burn this.'));
  expect((await see(people.reader)).part).toMatchObject({
    text: null,
    isSigned: false,
    agreement: { version: version + 1 },
  });
  const counts = await countAll();
  expect(await act(people.reader, sign(version))).toBe('AGREEMENT_OUTDATED');
  expect(await countAll()).toEqual(counts);
});

it('shows who is kept out nothing at all, by any route, also after they signed, and lets them in again', async () => {
  const { version } = (await see(people.spy)).part!.agreement;
  await act(people.spy, sign(version));
  expect((await see(people.spy)).part).toMatchObject({ text: { en: 'SECRETSTEP9' } });
  const administrator: Viewer = { ...people.keeper, organizations: at(provider, 'ADMINISTRATOR') };
  expect(await act(administrator, competitor('Exclude', provider, rival))).toBe('CompetitorExcludeSuccess');
  const counts = await countAll();
  expect(await act(administrator, competitor('Exclude', provider, rival))).toBe('CompetitorExcludeSuccess');
  expect((await see(people.spy)).part).toBe(null);
  expect(await act(people.spy, sign(version))).toBe('CONFIDENTIAL_PART_UNKNOWN');
  const { body } = await graph.ask(
    `{ node(id: "${resources[0]}") { ... on Technology { confidentialPart { text { en } } } }
       resources(first: 9) { edges { node { confidentialPart { text { en } } } } } }`,
    { viewer: people.spy },
  );
  expect(body).not.toContain('SECRETSTEP');
  expect(await countAll()).toEqual(counts);
  const listed = await graph.ask(
    `{ competitorsExcluded(ownerId: "${provider}") { owner { id } exclusions { actor { id } } } }`,
    {
      viewer: administrator,
    },
  );
  expect(listed.data).toEqual({
    competitorsExcluded: { owner: { id: provider }, exclusions: [{ actor: { id: rival } }] },
  });
  expect(await act(administrator, competitor('Admit', provider, rival))).toBe('CompetitorAdmitSuccess');
  expect((await see(people.spy)).part).toMatchObject({ text: { en: 'SECRETSTEP9' } });
});

it('opens nothing that was signed for through a key, which can be narrowed until nothing tells for whom its owner works', async () => {
  const { version } = (await see(people.reader)).part!.agreement;
  await act(people.reader, sign(version));
  const key: Viewer = { ...people.reader, scopes: ['read-member', 'act-for'] };
  expect((await see(key)).part).toMatchObject({ text: null, isSigned: true });
  expect(await act(key, sign(version))).toBe('FORBIDDEN');
  expect((await see({ ...people.keeper, scopes: ['read-member'] })).part).toMatchObject({
    text: { en: 'SECRETSTEP9' },
  });
});

it('leaves one entry for each part of a page, in as many statements as for one', async () => {
  for (const id of resources) {
    await act(people.keeper, set('SECRETSTEP11', 'Terms.', id));
    const { version } = (await see(people.reader, id)).part!.agreement;
    await act(people.reader, sign(version, id));
  }
  const read = (first: number) =>
    graph.ask(`{ resources(first: ${first}) { edges { node { confidentialPart { text { en } } } } } }`, {
      viewer: people.reader,
    });
  const entries = await graph.database.read.$count(confidentialEntry);
  const one = await read(1);
  const three = await read(3);
  expect(three.body.match(/SECRETSTEP11/g)).toHaveLength(3);
  expect([one.statements, (await graph.database.read.$count(confidentialEntry)) - entries]).toEqual([
    three.statements,
    4,
  ]);
});

it('lets only keepers write and remove, and says so beforehand; a "no" changes nothing', async () => {
  const counts = await countAll();
  const remove = `confidentialPartRemove(input: { resourceId: "${resources[0]}" })`;
  for (const viewer of [people.reader, people.colleague, people.auditor, people.spy])
    expect([await act(viewer, set('x', 'y')), await act(viewer, remove)]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect([await act(null, set('x', 'y')), await act(null, sign(1))]).toEqual([
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ]);
  for (const id of [draft, newId('Technology')])
    expect([await act(people.reader, set('x', 'y', id)), await act(people.reader, sign(1, id))]).toEqual([
      'RESOURCE_UNKNOWN',
      'RESOURCE_UNKNOWN',
    ]);
  for (const text of ['', 'a\u202Eb', '<b>x</b>', 'x'.repeat(20_001)])
    expect(await act(people.keeper, set(text, 'y'))).toBe('CONFIDENTIAL_PART_UNUSABLE');
  expect(await act(people.keeper, set('x', 'y', provider))).toBe('BAD_USER_INPUT');
  expect(await act(people.keeper, set('SECRETSTEP9', 'Keep it to yourself.'))).toBe(
    'ConfidentialPartSetSuccess',
  );
  expect(await countAll()).toEqual(counts);
  expect((await see(people.keeper)).part!.viewerMay).toEqual([
    { action: 'confidentialitySign', allowed: true },
    { action: 'confidentialPartSet', allowed: true },
    { action: 'confidentialPartRemove', allowed: true },
  ]);
  expect((await see(people.reader)).part!.viewerMay.map(({ allowed }) => allowed)).toEqual([
    true,
    false,
    false,
  ]);
  expect(await act(people.keeper, remove)).toBe('ConfidentialPartRemoveSuccess');
  expect((await see(people.keeper)).part).toBe(null);
  expect(await act(people.reader, sign(1))).toBe('CONFIDENTIAL_PART_UNKNOWN');
});

it('lets only administrators of the owner keep others out, whom there must be', async () => {
  const administrator: Viewer = { ...people.keeper, organizations: at(provider, 'ADMINISTRATOR') };
  const counts = await countAll();
  for (const viewer of [
    people.keeper,
    people.reader,
    people.auditor,
    { ...administrator, scopes: ['act-for'] } as Viewer,
  ])
    expect(await act(viewer, competitor('Exclude', provider, rival))).toBe('FORBIDDEN');
  expect(await act(null, competitor('Exclude', provider, rival))).toBe('UNAUTHENTICATED');
  expect(await act(administrator, competitor('Exclude', provider, provider))).toBe('EXCLUSION_UNUSABLE');
  expect(await act(administrator, competitor('Exclude', provider, newId('Person')))).toBe(
    'EXCLUSION_UNUSABLE',
  );
  expect(await act(administrator, competitor('Exclude', provider, resources[0]!))).toBe('BAD_USER_INPUT');
  expect(await act(administrator, competitor('Admit', provider, newId('Person')))).toBe(
    'CompetitorAdmitSuccess',
  );
  expect(await countAll()).toEqual(counts);
});

it('counts versions without a gap when twenty write at once, and refuses to change one', async () => {
  const id = resources[2]!;
  const last = (await see(people.keeper, id)).part?.agreement.version ?? 0;
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => act(people.keeper, set('x', `Terms ${index}`, id))),
  );
  expect((await see(people.keeper, id)).part!.agreement.version).toBe(last + 20);
  const refused = await graph.database
    .write((tx) => tx.update(confidentialityAgreement).set({ textEn: 'Other' }))
    .catch((error: unknown) => String((error as Error).cause));
  expect(refused).toContain('What was signed and read is never changed');
});
