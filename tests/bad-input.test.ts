import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newContext, type Viewer } from '../schema/context.ts';
import { type Id, newId } from '../schema/ids.ts';
import { declareOrganization } from '../subgraphs/actors/organization/organization.store.ts';
import { stateRelation } from '../subgraphs/actors/organization/relation.store.ts';
import { declarePerson } from '../subgraphs/actors/person/person.store.ts';
import { type Graph, openGraph } from './kit/graph.ts';
import { expectError, expectRefusal, viewerAs } from './kit/standing.ts';

// One table for what clients send by mistake or in bad faith: each answered with a clear sentence, and not
// one row of one table changed.

let graph: Graph;
let viewer: Viewer;
const ids = {} as {
  top: Id<'Organization'>;
  middle: Id<'Organization'>;
  bottom: Id<'Organization'>;
  self: Id<'Person'>;
};

beforeAll(async () => {
  graph = await openGraph();
  const context = newContext(graph.database, null);
  const declare = async (nameEn: string) => (await declareOrganization(context, { kind: 'SME', nameEn })).id;
  for (const place of ['top', 'middle', 'bottom'] as const) ids[place] = await declare(place);
  ({ id: ids.self } = await declarePerson(context, { nameEn: 'Self' }));
  viewer = viewerAs(
    ids.self,
    [ids.top, ids.middle, ids.bottom].map((id) => ({ id, role: 'ADMINISTRATOR' })),
  );
  for (const [lowerId, upperId] of [
    [ids.bottom, ids.middle],
    [ids.middle, ids.top],
  ] as const)
    await stateRelation(context, { kind: 'PARENT', lowerId, upperId, since: null, until: null });
});
afterAll(() => graph[Symbol.asyncDispose]());

const does = (mutation: string, input: object) =>
  graph.ask<Record<string, unknown>>(
    `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) {
      ${mutation}(input: $input) { ... on Refusal { code message } } }`,
    { viewer, variables: { input } },
  );
const texts: [string, string, RegExp][] = [
  ['10,000 characters', '名'.repeat(10_000), /^".*…" is too long: use at most \d+ characters\.$/],
  ['a control character', 'Firm\u0007', /has control characters: remove every one/],
  ['a zero byte', 'Firm\u0000', /has control characters: remove every one/],
  ['a right-to-left mark', 'Firm\u202egnp.exe', /has marks that turn the direction of writing/],
  ['HTML', 'Firm<script>alert(1)</script>', /has HTML in it: write plain text, without tags\.$/],
  ['half of a character', 'Firm\ud83d', /has half of a character: send well-formed Unicode text\.$/],
];
type Place = [mutation: string, code: string, input: (text: string) => object];
const organization = (part: (text: string) => object): Place => [
  'organizationDescribe',
  'ORGANIZATION_UNUSABLE',
  (text) => ({ organizationId: ids.top, ...part(text) }),
];
const person = (part: (text: string) => object): Place => [
  'personDescribe',
  'PERSON_UNUSABLE',
  (text) => ({ personId: ids.self, ...part(text) }),
];
const places: [string, Place][] = [
  ['a name', organization((text) => ({ name: { zh: text } }))],
  ['another name', organization((text) => ({ names: [{ text, kind: 'ALIAS' }] }))],
  ['an address', organization((text) => ({ places: [{ address: text }] }))],
  ['a label', organization((text) => ({ places: [{ label: text }] }))],
  ['an industry', organization((text) => ({ industries: [{ name: text }] }))],
  ['a sub-field', organization((text) => ({ subField: { code: 'OTHER', name: text } }))],
  ['an issuer', organization((text) => ({ qualifications: [{ kind: 'CMA', issuer: text }] }))],
  [
    'a registry',
    organization((text) => ({ identifiers: [{ scheme: 'LOCAL', registry: text, value: '1' }] })),
  ],
  ['a number', organization((text) => ({ identifiers: [{ scheme: 'LOCAL', registry: 'R', value: text }] }))],
  ['a page', organization((text) => ({ pages: [{ kind: 'NEWS', url: 'https://a.example', title: text }] }))],
  ['a name of a person', person((text) => ({ name: { en: text } }))],
  ['a biography', person((text) => ({ biography: { en: text } }))],
  ['a keyword', person((text) => ({ keywords: [text] }))],
  ['a note', person((text) => ({ availability: { isAvailable: true, note: { zh: text } } }))],
];

describe.each(places)('%s', (_place, [mutation, code, input]) => {
  test.each(texts)('with %s is refused, and nothing changed', (_what, text, sentence) =>
    expectRefusal(graph, () => does(mutation, input(text)), code, expect.stringMatching(sentence)),
  );
});

describe('an identifier', () => {
  const cases: [string, string, object, RegExp][] = [
    [
      'USCC',
      'organizationDescribe',
      { identifiers: [{ scheme: 'USCC', value: '91420500MA488UUW3Q' }] },
      /wrong check character for a unified social/,
    ],
    [
      'USCC with a letter it has not',
      'organizationDescribe',
      { identifiers: [{ scheme: 'USCC', value: '9142050OMA488UUW3H' }] },
      /is not a unified social credit code/,
    ],
    [
      'ROR id',
      'organizationDescribe',
      { identifiers: [{ scheme: 'ROR', value: 'https://ror.org/03acrzv42' }] },
      /wrong check digits for a ROR id/,
    ],
    ['ORCID', 'personDescribe', { orcid: '0000-0002-1825-0098' }, /wrong check digit for an ORCID/],
  ];
  test.each(cases)('that is a wrong %s is refused', (_what, mutation, part, sentence) => {
    const [code, of] = mutation.startsWith('organ')
      ? ['ORGANIZATION_UNUSABLE', { organizationId: ids.top }]
      : ['PERSON_UNUSABLE', { personId: ids.self }];
    return expectRefusal(
      graph,
      () => does(mutation, { ...of, ...part }),
      code,
      expect.stringMatching(sentence),
    );
  });
});

describe('an id of another type', () => {
  test.each<[string, (id: string) => object, string]>([
    ['organizationDescribe', (organizationId) => ({ organizationId }), 'Organization'],
    [
      'organizationRelationAdd',
      (otherId) => ({ organizationId: ids.top, otherId, role: 'PARENT' }),
      'Organization',
    ],
    ['organizationRelationConfirm', (relationId) => ({ relationId }), 'OrganizationRelation'],
    ['organizationRelationEnd', (relationId) => ({ relationId }), 'OrganizationRelation'],
    ['personDescribe', (personId) => ({ personId }), 'Person'],
  ])('is malformed: %s', async (mutation, input, name) => {
    for (const id of [newId('Project'), 'org_1', '', "' or 1=1 --"])
      await expectError(
        graph,
        () => does(mutation, input(id)),
        'BAD_USER_INPUT',
        `"${id}" is not a ${name} id.`,
      );
  });
});

describe('a circle of parents', () => {
  test.each(['top', 'middle', 'bottom'] as const)('is refused where it would close: %s', (lower) => {
    const upper = lower === 'top' ? 'bottom' : lower;
    const input = {
      organizationId: ids[lower === 'top' ? 'top' : lower],
      otherId: ids[upper],
      role: 'PARENT',
    };
    const sentence = 'The relation would lead back to where it begins: nobody is above or before themselves.';
    return expectRefusal(graph, () => does('organizationRelationAdd', input), 'RELATION_CIRCULAR', sentence);
  });
});

test('a wrong code in the query itself is the fault of the request, as it is in a variable', async () => {
  for (const [list, filter] of [
    ['organizations', 'region: "Yichang"'],
    ['alliances', 'industry: "Pharmacy"'],
  ]) {
    const { errors } = await graph.ask(`{ ${list}(filter: { ${filter} }) { totalCount } }`);
    expect(errors?.map(({ message, extensions }) => [message, extensions?.['code']])).toEqual([
      [`Argument "filter" has invalid value {${filter}}.`, 'BAD_USER_INPUT'],
    ]);
  }
});
