import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { expectError, expectRefusal, viewerAs } from '../../../tests/kit/standing.ts';
import { declareOrganization } from './organization.store.ts';

let graph: Graph;
let context: Context;
let firm: Id<'Organization'>;
let other: Id<'Organization'>;
const people = {} as Record<'administrator' | 'manager' | 'stranger' | 'elsewhere', Viewer>;

const uscc = '91420500MA488UUW3H';

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

const shown = 'id';
const ask = (input: object, viewer: Viewer | null = people.administrator) =>
  graph.ask<{ organizationDescribe: Record<string, unknown> | null }>(
    `mutation ($input: OrganizationDescribeInput!) { organizationDescribe(input: $input) {
      __typename ... on Refusal { code message }
      ... on OrganizationDescribeSuccess { organization { ${shown} } }
    } }`,
    { viewer, variables: { input: { organizationId: firm, ...input } } },
  );

describe('organizationDescribe', () => {
  test.each<[string, object, string | RegExp]>([
    ['an empty name', { name: { zh: ' ' } }, 'The text is empty: give zh, en, or both.'],
    ['another of no name', { subField: { code: 'OTHER' } }, /^A sub-field that is another is named/],
    ['less than nobody', { employees: -1 }, 'The number of employees is from 0 to 10000000.'],
    [
      'two seats',
      { places: ['a', 'b'].map((label) => ({ label, isSeat: true })) },
      /^An organisation has one seat/,
    ],
    ['a place nowhere', { places: [{ isSeat: true }] }, /^A place says where it is/],
    [
      'a point off the earth',
      { places: [{ point: { latitude: 91, longitude: 0 } }] },
      /^91 is not a latitude/,
    ],
    ['no industry', { industries: [{}] }, /^An industry has a code of GB\/T 4754, or a name/],
    [
      'two USCC',
      { identifiers: [uscc, '12420500MB0J1234XE'].map((value) => ({ scheme: 'USCC', value })) },
      'An organisation has one USCC: give one.',
    ],
    [
      'a local number of nobody',
      { identifiers: [{ scheme: 'LOCAL', value: '1' }] },
      /^The registry is empty/,
    ],
    ['a language', { names: [{ text: 'A', kind: 'ALIAS', language: 'zh_CN' }] }, /is not a language/],
    [
      'another qualification',
      { qualifications: [{ kind: 'OTHER' }] },
      /^A qualification that is another is named/,
    ],
    [
      'a qualification backwards',
      { qualifications: [{ kind: 'CMA', validFrom: '2026-02-01', validUntil: '2026-01-01' }] },
      'A qualification ends on the day it began, or later.',
    ],
    ['a telephone', { contact: { telephone: 'call me' } }, /is not a telephone number/],
  ])('refuses %s', (_what, input, message) =>
    expectRefusal(
      graph,
      () => ask(input),
      'ORGANIZATION_UNUSABLE',
      typeof message === 'string' ? message : expect.stringMatching(message),
    ),
  );

  test('gives a number to one of twenty who claim it at once, and refuses the rest', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const { id } = await declareOrganization(context, { kind: 'SME', nameEn: `Claims ${at}` });
        return { id, viewer: viewerAs(newId('Person'), [{ id, role: 'ADMINISTRATOR' }]) };
      }),
    );
    for (const identifiers of [
      [{ scheme: 'USCC', value: '91420500751029936R' }],
      [{ scheme: 'LOCAL', value: 'R-1', registry: 'Register' }],
    ]) {
      const answers = await Promise.all(
        claims.map(({ id, viewer }) => ask({ organizationId: id, identifiers }, viewer)),
      );
      const codes = answers.map(({ data }) => data!.organizationDescribe!['code'] ?? 'DONE').sort();
      expect(codes).toEqual(['DONE', ...Array<string>(19).fill('IDENTIFIER_TAKEN')]);
    }
    const taken = claims.find(({ id }) => id !== firm)!;
    await ask({ identifiers: [{ scheme: 'USCC', value: uscc }] });
    await expectRefusal(
      graph,
      () => ask({ organizationId: taken.id, identifiers: [{ scheme: 'USCC', value: uscc }] }, taken.viewer),
      'IDENTIFIER_TAKEN',
      'Another organisation has one of these identifiers: look for a mistyped one, or ask its administrator.',
    );
  });

  test('does not let a reviewed organisation go on under another code', async () => {
    const reviewed = await declareOrganization(context, {
      kind: 'SME',
      nameEn: 'R',
      isChecked: true,
      uscc: 'X',
    });
    const viewer = viewerAs(newId('Person'), [{ id: reviewed.id, role: 'ADMINISTRATOR' }]);
    for (const identifiers of [[], [{ scheme: 'USCC', value: '12420500MB0J1234XE' }]])
      await expectRefusal(
        graph,
        () => ask({ organizationId: reviewed.id, identifiers }, viewer),
        'ORGANIZATION_UNUSABLE',
        'Its unified social credit code was reviewed: ask for a review to change it.',
      );
  });

  test('refuses an organisation that is not there', () =>
    expectRefusal(
      graph,
      () => ask({ organizationId: newId('Organization') }),
      'ORGANIZATION_UNKNOWN',
      'There is no such organisation.',
    ));

  test('is for administrators of the organisation alone', async () => {
    const requires = 'administrator of the organisation.';
    for (const who of ['manager', 'stranger', 'elsewhere'] as const)
      await expectError(
        graph,
        () => ask({ size: 'LARGE' }, people[who]),
        'FORBIDDEN',
        `You may not do this. It requires: ${requires}`,
      );
    await expectError(
      graph,
      () => ask({}, null),
      'UNAUTHENTICATED',
      'Sign in first. This requires: signed in.',
    );
  });

  test('says to each viewer whether they may', async () => {
    const query = `{ actor(id: "${firm}") { ... on Organization { viewerMay { action allowed } } } }`;
    type Told = { actor: { viewerMay: { action: string; allowed: boolean }[] } };
    const may = async (viewer: Viewer | null) =>
      (await graph.read<Told>(query, { viewer })).actor.viewerMay.find(
        ({ action }) => action === 'organizationDescribe',
      )!.allowed;
    const { administrator, manager, stranger, elsewhere } = people;
    const all = [administrator, manager, stranger, elsewhere, null];
    expect(await Promise.all(all.map(may))).toEqual([true, false, false, false, false]);
  });
});
