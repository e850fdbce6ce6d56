import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { membership } from '../../../db/tables/actors/membership.ts';
import { person } from '../../../db/tables/actors/person.ts';
import { event } from '../../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { allScopes } from '../../../schema/scopes.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { expectError, expectRefusal, standing, viewerAs } from '../../../tests/kit/standing.ts';
import { giveConsent, withdrawConsent } from '../consent/consent.store.ts';
import { currentWording } from '../consent/consent.wordings.ts';
import { beginMembership } from '../membership/membership.store.ts';
import { declareOrganization } from '../organization/organization.store.ts';
import { recordSignIn } from '../sign-in/sign-in.store.ts';
import { declarePerson } from './person.store.ts';

let graph: Graph;
let context: Context;
let firm: Id<'Organization'>;
let left: Id<'Organization'>;
let self: Id<'Person'>;
let me: Viewer;
const other = viewerAs(newId('Person'));
const auditor = viewerAs(newId('Person'), [], [{ role: 'AUDITOR', platformId: null, region: null }]);
const orcid = '0000-0001-5109-3700';

beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
  const declare = async (nameEn: string, region: string) =>
    (await declareOrganization(context, { kind: 'SME', nameEn, region })).id;
  firm = await declare('Firm', '420506');
  left = await declare('Left', '420100');
  ({ id: self } = await declarePerson(context, { nameEn: 'Zhao' }));
  me = viewerAs(self);
  for (const organizationId of [left, firm])
    await beginMembership(context, { organizationId, personId: self, role: 'MEMBER', position: '工程师' });
  await graph.database.write((tx) =>
    tx
      .update(membership)
      .set({ startsOn: '2020-01-01', endsOn: '2024-12-31' })
      .where(sql`${membership.organizationId} = ${left}`),
  );
});
afterAll(() => graph[Symbol.asyncDispose]());

const shown = `name { zh en } orcid isOrcidProven biography { zh en } fields { code name { zh } }
  keywords languages region { code } availability { isAvailable hoursPerMonth note { zh en } visibility }
  pages { kind url title } contact { email telephone }`;
const ask = (input: object, viewer: Viewer | null = me) =>
  graph.ask<{ personDescribe: Record<string, unknown> | null }>(
    `mutation ($input: PersonDescribeInput!) { personDescribe(input: $input) {
      __typename ... on Refusal { code message } ... on PersonDescribeSuccess { person { ${shown} } } } }`,
    { viewer, variables: { input: { personId: self, ...input } } },
  );
const described = async (input: object) =>
  (await ask(input)).data!.personDescribe!['person'] as Record<string, unknown>;
const experts = async (filter: object, viewer: Viewer | null) => {
  const { experts: found } = await graph.read<{
    experts: { totalCount: number; edges: { node: { id: string } }[] };
  }>('query ($filter: ExpertFilter) { experts(filter: $filter) { totalCount edges { node { id } } } }', {
    viewer,
    variables: { filter },
  });
  expect(found.totalCount).toBe(found.edges.length);
  return found.edges.map(({ node }) => node.id);
};

const whole = {
  name: { zh: '赵启航', en: 'Zhao Qihang' },
  orcid: `https://orcid.org/${orcid}`,
  biography: { en: 'Pharmaceutics\nfor twenty years' },
  fields: ['350', '350', '150'],
  keywords: ['缓释制剂', 'dissolution'],
  languages: ['ZH-hans', 'en'],
  availability: { isAvailable: true, hoursPerMonth: 8, note: { zh: '周末' }, visibility: 'MEMBERS' },
  contact: { email: 'zhao@people.example', telephone: '+86 139 0000 0100' },
  pages: [{ kind: 'HOME', url: 'https://zhao.example' }],
};

describe('personDescribe', () => {
  test('says everything at once, records no more than that, and the same again changes nothing', async () => {
    const said = await described(whole);
    expect(said).toEqual({
      ...{ name: whole.name, orcid, isOrcidProven: false, region: null, languages: ['zh-Hans', 'en'] },
      ...{ biography: { zh: null, en: 'Pharmaceutics\nfor twenty years' }, keywords: whole.keywords },
      fields: [
        { code: '350', name: { zh: '药学' } },
        { code: '150', name: { zh: '化学' } },
      ].map(({ code }) => expect.objectContaining({ code }) as unknown),
      availability: { ...whole.availability, note: { zh: '周末', en: null } },
      pages: [{ kind: 'HOME', url: 'https://zhao.example/', title: null }],
      contact: whole.contact,
    });
    const told = await graph.database.read
      .select({ actorId: event.actorId, data: event.data })
      .from(event)
      .where(sql`${event.subject} = ${self} and ${event.kind} = 'person.changed'`);
    expect(told).toEqual([{ actorId: self, data: {} }]);
    const before = await standing(graph);
    expect(await described(whole)).toEqual(said);
    expect(await described({})).toEqual(said);
    expect(await standing(graph)).toEqual(before);
    const after = await described({ pages: [], biography: null, contact: { telephone: null } });
    expect([after['pages'], after['biography'], after['contact']]).toEqual([
      [],
      null,
      { email: 'zhao@people.example', telephone: null },
    ]);
    await described(whole);
  });

  test.each<[string, object, string | RegExp]>([
    ['a wrong check digit', { orcid: '0000-0001-5109-3701' }, /has a wrong check digit for an ORCID/],
    ['an empty name', { name: {} }, 'The text is empty: give zh, en, or both.'],
    [
      'no field',
      { fields: ['999'] },
      '"999" is not a field: write a three-digit code of GB/T 13745, as 350.',
    ],
    ['an empty keyword', { keywords: [' '] }, 'A keyword is empty: give it, or leave it out.'],
    ['a long keyword', { keywords: ['x'.repeat(51)] }, /at most 50 characters/],
    [
      'too many keywords',
      { keywords: Array(101).fill('a') },
      'The list of keywords has 101 items: give at most 100.',
    ],
    ['no language', { languages: ['mandarin chinese'] }, /is not a language/],
    [
      'no hours',
      { availability: { isAvailable: true, hoursPerMonth: 0 } },
      'The hours a month are from 1 to 744.',
    ],
    ['no telephone', { contact: { telephone: 'x' } }, /is not a telephone number/],
    ['a page with HTML', { pages: [{ ...whole.pages[0], title: '<b>x</b>' }] }, /has HTML in it/],
  ])('refuses %s', (_what, input, message) =>
    expectRefusal(
      graph,
      () => ask(input),
      'PERSON_UNUSABLE',
      typeof message === 'string' ? message : expect.stringMatching(message),
    ),
  );

  test('is for the person alone, not for a key, and not for their administrator', async () => {
    const requires = 'the person, not through a key';
    const head = viewerAs(newId('Person'), [{ id: firm, role: 'ADMINISTRATOR' }]);
    for (const who of [other, head, auditor])
      await expectError(
        graph,
        () => ask(whole, who),
        'FORBIDDEN',
        `You may not do this. It requires: ${requires}.`,
      );
    const key = { ...me, scopes: allScopes };
    const notThroughKey = 'You may not do this. It requires: signed in, not through a key.';
    await expectError(graph, () => ask(whole, key), 'FORBIDDEN', notThroughKey);
    const signIn = 'Sign in first. This requires: signed in, not through a key.';
    await expectError(graph, () => ask(whole, null), 'UNAUTHENTICATED', signIn);
    const unknown = () => ask({ personId: newId('Person') });
    await expectRefusal(graph, unknown, 'PERSON_UNKNOWN', 'There is no such person.');
  });

  test('gives an ORCID to one of twenty who claim it at once; whoever proves it has it', async () => {
    const free = '0000-0002-1694-233X';
    const people = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => (await declarePerson(context, { nameEn: `P${at}` })).id),
    );
    for (const [at, personId] of people.entries())
      await recordSignIn(context, {
        ...{ issuer: 'https://plain.example', subject: `p${at}`, name: null },
        ...{ email: null, verifiedEmail: null, orcid: null },
      }).then(() =>
        graph.database.write((tx) =>
          tx.execute(sql`update actors.sign_in set person_id = ${personId} where subject = ${`p${at}`}`),
        ),
      );
    const answers = await Promise.all(
      people.map((personId) => ask({ personId, orcid: free }, viewerAs(personId))),
    );
    const codes = answers.map(({ data }) => data!.personDescribe!['code'] ?? 'DONE').sort();
    expect(codes).toEqual(['DONE', ...Array<string>(19).fill('ORCID_TAKEN')]);
    await recordSignIn(context, {
      ...{ issuer: 'https://orcid.example', subject: 'real', name: 'Real Owner', email: null },
      ...{ verifiedEmail: null, orcid: free },
    });
    const [owner] = await graph.database.read
      .select({ id: person.id, isProven: person.isOrcidProven })
      .from(person)
      .where(eq(person.orcid, free));
    expect([people.includes(owner!.id), owner!.isProven]).toEqual([false, true]);
  });
});

describe('experts', () => {
  test('are those who said to be available to this viewer and consent to be listed, and no longer', async () => {
    await described(whole);
    expect(await experts({}, other)).toEqual([]);
    const { version } = currentWording('EXPERT_LISTING');
    const inPerson = newContext(graph.database, me);
    await giveConsent(inPerson, { personId: self, purpose: 'EXPERT_LISTING', version });
    expect([await experts({}, other), await experts({}, null)]).toEqual([[self], []]);
    await described({ availability: { ...whole.availability, visibility: 'PUBLIC' } });
    expect(await experts({}, null)).toEqual([self]);
    for (const filter of [
      { text: 'Zhao' },
      { text: '缓释' },
      { text: 'Pharmaceutics' },
      { field: '350' },
      { language: 'EN' },
      { region: '420500' },
      { hoursMin: 8 },
    ])
      expect([filter, await experts(filter, null)]).toEqual([filter, [self]]);
    for (const filter of [
      { field: '110' },
      { language: 'fr' },
      { region: '420100' },
      { hoursMin: 9 },
      { text: 'No' },
    ])
      expect([filter, await experts(filter, null)]).toEqual([filter, []]);
    await described({ region: '330100' });
    expect([await experts({ region: '330000' }, null), await experts({ region: '420500' }, null)]).toEqual([
      [self],
      [],
    ]);
    await withdrawConsent(inPerson, { personId: self, purpose: 'EXPERT_LISTING' });
    expect(await experts({}, other)).toEqual([]);
    await giveConsent(inPerson, { personId: self, purpose: 'EXPERT_LISTING', version });
    await described({ availability: null });
    expect(await experts({}, other)).toEqual([]);
  });

  test('are shown as available only to whom they let', async () => {
    const query = `{ actor(id: "${self}") { ... on Person { availability { isAvailable } } } }`;
    const seen = async (viewer: Viewer | null) =>
      (await graph.ask<{ actor: { availability: object | null } }>(query, { viewer })).data!.actor
        .availability;
    await described({ availability: { isAvailable: true } });
    expect([await seen(null), await seen(other), await seen(me)]).toEqual([
      null,
      { isAvailable: true },
      { isAvailable: true },
    ]);
    await described({ availability: { isAvailable: true, visibility: 'PUBLIC' } });
    expect(await seen(null)).toEqual({ isAvailable: true });
  });
});

describe('past places', () => {
  const query = () => `{ actor(id: "${self}") { ... on Person { affiliations { organization { id } }
    affiliationHistory { totalCount edges { node { organization { id } position startsOn endsOn } } } } } }`;
  type Told = {
    actor: {
      affiliations: { organization: { id: string } }[];
      affiliationHistory: {
        totalCount: number;
        edges: { node: { organization: { id: string }; endsOn: string | null } }[];
      };
    };
  };
  const seen = async (viewer: Viewer | null) => {
    const { actor } = await graph.read<Told>(query(), { viewer });
    expect(actor.affiliations).toEqual([{ organization: { id: firm } }]);
    expect(actor.affiliationHistory.totalCount).toBe(actor.affiliationHistory.edges.length);
    return actor.affiliationHistory.edges.map(({ node }) => [node.organization.id, node.endsOn]);
  };

  test('are for the person, whom they left, and auditors; for everybody once the person lets them', async () => {
    const whom = viewerAs(newId('Person'), [{ id: left, role: 'ADMINISTRATOR' }]);
    const head = viewerAs(newId('Person'), [{ id: firm, role: 'ADMINISTRATOR' }]);
    const all = [
      [firm, null],
      [left, '2024-12-31'],
    ];
    for (const viewer of [me, whom, auditor]) expect(await seen(viewer)).toEqual(all);
    for (const viewer of [null, other, head]) expect(await seen(viewer)).toEqual([[firm, null]]);
    await described({ isHistoryPublic: true });
    expect(await seen(null)).toEqual(all);
    await described({ isHistoryPublic: false });
    expect(await seen(other)).toEqual([[firm, null]]);
  });
});
