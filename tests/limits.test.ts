import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundUnstated, statedBound } from '../gateway/limits/cost.ts';
import { type Asking, type Front, openFront } from './kit/front.ts';

const root = new URL('..', import.meta.url);
const api = buildSchema(readFileSync(new URL('schema/api.graphql', root), 'utf8'));
const nobody: Asking = {};
const signedIn: Asking = { as: 'stranger' };

let front: Front;
beforeAll(async () => void (front = await openFront()));
afterAll(() => front[Symbol.asyncDispose]());

const repeated = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join(' ');
const nested = (open: string, levels: number, inner: string) =>
  `${`${open} { `.repeat(levels)}${inner}${' }'.repeat(levels)}`;
const keys = (selection: string) => `{ metricDefinitions { ${selection} } }`;

/** What was exceeded, as [name, actual, max]; empty when it was answered. */
async function excess(query: string, asking: Asking = {}): Promise<unknown[]> {
  const { status, errors, data } = await front.post(query, asking);
  const limits = errors.map(({ extensions: { code, limit } }) => {
    if (code !== 'LIMIT_EXCEEDED') throw new Error(`Not a limit: ${JSON.stringify(errors)}`);
    const { name, actual, max } = limit as Record<string, unknown>;
    return [name, actual, max];
  });
  const isBody = limits[0]?.[0] === 'bodyBytes';
  expect([status, data === undefined]).toEqual(limits.length > 0 ? [isBody ? 413 : 400, true] : [200, false]);
  return limits;
}

/** What an operation may cost and did. */
async function costOf(query: string, asking: Asking = {}): Promise<unknown> {
  const { errors, extensions } = await front.post(query, { ...asking, extensions: { cost: true } });
  expect(errors).toEqual([]);
  return extensions['cost'];
}

/** A document of exactly this size in one figure, and within all others. */
interface Sized {
  query: string;
  variables?: Record<string, unknown>;
}
type Write = (size: number) => Sized;
const padded: Write = (size) => {
  const empty = JSON.stringify({ query: '{ __typename }#' }).length;
  return { query: `{ __typename }#${'x'.repeat(size - empty)}` };
};
const chains: Write = (size) => {
  const [spreads, rest] = [Math.floor((size - 1) / 42), (size - 1) % 42];
  const last = rest > 0 ? nested('...', rest - 1, 'key') : '';
  const fragment = `fragment F on MetricDefinition { ${nested('...', 40, 'key')} }`;
  return { query: `${keys(`${'...F '.repeat(spreads)} ${last}`)} ${fragment}` };
};
const pagesInPages: Write = (size) => {
  const page = size < 20_000 ? 50 : 100;
  const inner = `resources(first: ${page - 1}) { totalCount }`;
  const rows = `organizations(first: ${page}) { edges { node { ${inner} } } }`;
  const rest = size - 2 * page * page;
  return { query: `{ a: ${rows} b: ${rows} platforms(first: ${rest}) { totalCount } }` };
};

// Each figure for nobody and for who is signed in.
const figures: [string, [number, number], Write][] = [
  ['bodyBytes', [32_000, 100_000], padded],
  [
    'tokens',
    [1_000, 2_000],
    (size) => ({
      query: `query ($ids: [ID!]! = [${'"" '.repeat(size - 26)}]) { nodes(ids: $ids) { id } }`,
      variables: { ids: [] },
    }),
  ],
  ['directives', [5, 5], (size) => ({ query: keys('key @include(if: true) '.repeat(size)) })],
  ['nesting', [60, 60], (size) => ({ query: keys(nested('...', size - 2, 'key')) })],
  ['selections', [1_000, 2_000], chains],
  [
    'depth',
    [8, 10],
    (size) => ({
      query: `{ organizations(first: 1) { edges { node { region { ${nested('parents', size - 3, 'code')} } } } } }`,
    }),
  ],
  [
    'introspectionDepth',
    [15, 15],
    (size) => ({ query: `{ __type(name: "Query") { ${nested('ofType', size - 2, 'name')} } }` }),
  ],
  ['rootFields', [10, 20], (size) => ({ query: `{ ${'__typename '.repeat(size)} }` })],
  ['aliases', [15, 15], (size) => ({ query: keys(repeated(size, (at) => `a${at}: key`)) })],
  ['repeats', [50, 50], (size) => ({ query: keys('key '.repeat(size)) })],
  ['pageSize', [50, 100], (size) => ({ query: `{ organizations(first: ${size}) { totalCount } }` })],
  ['cost', [5_000, 20_000], pagesInPages],
];

describe('a request', () => {
  it.each(figures)('may have so many %s and not one more', async (name, [first, second], write) => {
    for (const [asking, max] of [
      [nobody, first],
      [signedIn, second],
    ] as const) {
      const excessOf = ({ query, ...rest }: Sized) => excess(query, { ...asking, ...rest });
      expect(await excessOf(write(max))).toEqual([]);
      expect(await excessOf(write(max + 1))).toEqual([[name, max + 1, max]]);
    }
  });

  it('of 2 MB is read from a key that pushes a catalogue, and not a byte more or from another key', async () => {
    const write = (size: number) => padded(size).query;
    expect(await excess(write(2_000_000), { as: 'key:push-catalogue' })).toEqual([]);
    expect(await excess(write(2_000_001), { as: 'key:push-catalogue' })).toEqual([
      ['bodyBytes', 2_000_001, 2_000_000],
    ]);
    expect(await excess(write(100_001), { as: 'key:export' })).toEqual([['bodyBytes', 100_001, 100_000]]);
  });

  it('that does not say its length is read only as far as it may be long', async () => {
    const origin = await front.app.listen({ port: 0, host: '127.0.0.1' });
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 10_000;
        controller.enqueue(Buffer.alloc(10_000, ' '));
        if (sent > 5_000_000) controller.close();
      },
    });
    const headers = { 'content-type': 'application/json' };
    const sending: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
    const reply = await fetch(`${origin}/graphql`, sending);
    const { errors } = (await reply.json()) as { errors: { extensions: { limit: { name: string } } }[] };
    expect([reply.status, errors.map(({ extensions }) => extensions.limit.name)]).toEqual([
      413,
      ['bodyBytes'],
    ]);
    expect(sent).toBeLessThan(5_000_000);
  });

  it('is told every figure it exceeds at once, with the limit and the way out', async () => {
    const query = `{ organizations(first: 60) { ${repeated(16, (at) => `a${at}: totalCount`)} } }`;
    const { errors } = await front.post(query);
    expect(errors.map(({ message, extensions: { code, limit } }) => [message, code, limit])).toEqual([
      [
        'The operation has 16 aliases; at most 15 are answered. Ask for a list, or split it.',
        'LIMIT_EXCEEDED',
        { name: 'aliases', actual: 16, max: 15 },
      ],
      [
        'A page of 60 rows is asked for; at most 50 come at once. Go on with `after`. Signed in, at most 100.',
        'LIMIT_EXCEEDED',
        { name: 'pageSize', actual: 60, max: 50 },
      ],
    ]);
    expect((await front.post(query, { as: 'stranger' })).errors.map(({ message }) => message)).toEqual([
      'The operation has 16 aliases; at most 15 are answered. Ask for a list, or split it.',
    ]);
  });

  it('is measured with its variables, by the operation that runs', async () => {
    const query = `query Small { organizations(first: 1) { totalCount } }
      query Chosen($size: Int = 51) { organizations(first: $size) { totalCount } }`;
    const asked = (operationName: string, variables?: Record<string, unknown>) =>
      excess(query, { operationName, ...(variables ? { variables } : {}) });
    expect(await asked('Small')).toEqual([]);
    expect(await asked('Chosen')).toEqual([['pageSize', 51, 50]]);
    expect(await asked('Chosen', { size: 50 })).toEqual([]);
    expect(await asked('Chosen', { size: 1_000 })).toEqual([['pageSize', 1_000, 50]]);
  });

  it('that a browser may send by GET is held to the same figures', async () => {
    const url = `/graphql?query=${encodeURIComponent('{ organizations(first: 51) { totalCount } }')}`;
    const reply = await front.app.inject({ url, headers: { 'apollo-require-preflight': 'true' } });
    expect([reply.statusCode, reply.json<{ errors: object[] }>().errors]).toMatchObject([
      400,
      [{ extensions: { limit: { name: 'pageSize', actual: 51, max: 50 } } }],
    ]);
  });

  it('that GraphiQL sends to learn the schema is answered, to nobody too', async () => {
    const options = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true };
    const query = getIntrospectionQuery({ ...options, inputValueDeprecation: true });
    expect(await excess(query)).toEqual([]);
    expect(await costOf(query)).toEqual({ estimate: 0, actual: 0 });
  });

  it.each(readdirSync(new URL('gateway/pages/examples/', root)))(
    'of the playground, %s, is answered to nobody',
    async (name) => {
      const query = readFileSync(new URL(`gateway/pages/examples/${name}`, root), 'utf8');
      expect(await excess(query)).toEqual([]);
    },
  );

  it('as large as the first question of all, fifty participants with twenty resources each, is answered', async () => {
    const journey = readFileSync(new URL('tests/journeys/first-question.test.ts', root), 'utf8');
    const [, query = ''] = /const question = `(query FirstQuestion[^`]+)`/.exec(journey) ?? [];
    const { data } = await front.post('{ projects(first: 1) { edges { node { id } } } }');
    const { id } = (data as { projects: { edges: [{ node: { id: string } }] } }).projects.edges[0].node;
    expect(await costOf(query, { variables: { id, participants: 50 } })).toMatchObject({ estimate: 1_050 });
  });
});

describe('the cost of an operation', () => {
  const inPages = (first: string, second: string) =>
    `{ organizations(${first}) { edges { node { resources(${second}) { edges { cursor } } } } } }`;
  const estimateOf = async (query: string, variables: Record<string, unknown> = {}) =>
    ((await costOf(query, { variables })) as { estimate: number }).estimate;

  it.each([
    ['two pages, one in the other', inPages('first: 3', 'first: 4'), 3 + 3 * 4],
    ['pages of the size nobody said', '{ projects { edges { cursor } } platforms { totalCount } }', 20 + 20],
    ['a page from the end', inPages('last: 3', 'first: 0'), 3],
    ['a page twice', '{ projects(first: 3) { a: edges { cursor } b: edges { cursor } } }', 3 + 3],
    ['a plain list, by the bound it states', keys('key dimensions unit'), 100],
    [
      'plain lists in a page',
      '{ platforms(first: 2) { edges { node { regions { parents { code } } } } } }',
      2 + 80 + 160,
    ],
    ['as many ids as are given', '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    ['values in a list: part of their row', '{ resources(first: 3) { edges { node { keywords } } } }', 3],
    ['no list', '{ metric(key: RESOURCES_PUBLISHED) { value } }', 0],
    ['what is asked of the schema', '{ __schema { types { fields { name } } } }', 0],
    [
      'fragments, each time they are spread',
      '{ ...F ...F } fragment F on Query { projects(first: 2) { edges { cursor } } }',
      4,
    ],
  ])('counts %s', async (_what, query, estimate) => {
    const { errors, extensions } = await front.post(query, { extensions: { cost: true } });
    expect(errors.filter(({ extensions: { code } }) => code !== 'BAD_USER_INPUT')).toEqual([]);
    expect(extensions['cost']).toMatchObject({ estimate });
  });

  it('takes sizes from variables, whatever those are called or hold', async () => {
    const query = `query ($n: Int) ${inPages('first: $n', 'first: 1')}`;
    expect(await estimateOf(query, { n: 7 })).toBe(14);
    expect(await estimateOf(query, { n: null })).toBe(40);
    expect(await estimateOf(query)).toBe(40);
    const named = 'query ($constructor: Int) { projects(first: $constructor) { edges { cursor } } }';
    expect(await estimateOf(named)).toBe(20);
    const ids = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const { extensions } = await front.post(ids, {
      variables: { ids: ['a', 'b'] },
      extensions: { cost: true },
    });
    expect(extensions['cost']).toMatchObject({ estimate: 2 });
  });

  it('is told only to who asks for it', async () => {
    const query = '{ platforms(first: 3) { edges { cursor } } }';
    expect((await front.post(query)).extensions).toEqual({});
    expect(await costOf(query)).toEqual({ estimate: 3, actual: 2 });
  });

  it('rests on a bound that every plain list states, but for these', () => {
    const types = Object.values(api.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    const without = types.flatMap((type) =>
      (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [])
        .filter(({ name }) => name !== 'edges' && !name.startsWith('viewerMay'))
        .filter((field) => isListType(getNullableType(field.type)))
        .filter((field) => isCompositeType(getNamedType(field.type)))
        .filter(({ description }) => statedBound(description) === boundUnstated)
        .map((field) => `${type.name}.${field.name}`),
    );
    // One line per condition or role, as `viewerMay` has one per action: a handful each.
    expect(without).toEqual(['Viewer.regions', 'Viewer.roles', 'ViewerMay.reasons']);
  });
});
