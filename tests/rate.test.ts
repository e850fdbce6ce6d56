import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepDocuments, removeDocuments } from '../gateway/documents.store.ts';
import { sha256Id } from '../gateway/documents.read.ts';
import { type FreshDatabase, freshDatabase } from './kit/database.ts';
import { type Counted, openCounted, withinOneMinute } from './kit/counted.ts';

const question = '{ rateLimit { cost limit remaining resetAt } }';
const keys = '{ metricDefinitions { key } }';

let fresh: FreshDatabase;
beforeAll(async () => void (fresh = await freshDatabase()));
afterAll(() => fresh[Symbol.asyncDispose]());

interface Got {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  data?: Record<string, unknown> | null;
  codes: unknown[];
}

interface Told {
  data?: Record<string, unknown> | null;
  errors?: { extensions: { code: string } }[];
}

async function send(door: Counted, options: InjectOptions): Promise<Got> {
  const reply = await door.app.inject({ url: '/graphql', ...options });
  const { data, errors = [] }: Told = reply.body === '' ? {} : reply.json<Told>();
  const codes = errors.map(({ extensions }) => extensions.code);
  const { statusCode: status, headers, body: text } = reply;
  return { status, headers, text, codes, ...(data === undefined ? {} : { data }) };
}

const get = (door: Counted, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  send(door, {
    method: 'GET',
    url: `/graphql?${new URLSearchParams(parameters).toString()}`,
    headers: { 'apollo-require-preflight': 'yes', ...headers },
  });
const post = (door: Counted, payload: object, more: InjectOptions = {}) =>
  send(door, { method: 'POST', payload, ...more });

/** Servers hear of a document as soon as it is registered. */
const heard = (door: Counted, documentId: string) =>
  vi.waitUntil(async () => (await post(door, { documentId })).status === 200);

describe('points', () => {
  let door: Counted;
  beforeEach(() => withinOneMinute(3_000));
  beforeAll(async () => {
    door = await openCounted(fresh.database, { points: { address: 10 }, trustedProxies: ['192.0.2.0/24'] });
  });
  afterAll(() => door[Symbol.asyncDispose]());
  const from = (remoteAddress: string, forwarded?: string): InjectOptions => ({
    remoteAddress,
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });
  const remaining = async (more: InjectOptions) =>
    (await post(door, { query: '{ __typename }' }, more)).headers['ratelimit-remaining'];

  it('are taken of who sends wrong tokens, too, until nobody there is answered', async () => {
    const wrong = { remoteAddress: '198.51.100.77', headers: { authorization: 'Bearer wrong' } };
    const statuses: number[] = [];
    for (let time = 0; time < 12; time += 1) {
      statuses.push((await post(door, { query: '{ __typename }' }, wrong)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });

  it('are told in the headers and in the graph', async () => {
    const { headers, data } = await post(door, { query: question }, from('198.51.100.1'));
    const reset = Number(headers['ratelimit-reset']);
    expect([headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual(['10', '9']);
    expect(reset).toBeGreaterThanOrEqual(1);
    expect(reset).toBeLessThanOrEqual(60);
    const { resetAt, ...rest } = data!['rateLimit'] as { resetAt: string };
    expect(rest).toEqual({ cost: 1, limit: 10, remaining: 9 });
    expect(Date.parse(resetAt) % 60_000).toBe(0);
  });

  it('of an operation are one for each hundred rows it may return', async () => {
    const page = 'resources(first: 50) { edges { node { id } } }';
    const query = `{ a: ${page} b: ${page} c: ${page} d: ${page} e: ${page} rateLimit { cost remaining } }`;
    const { data } = await post(door, { query }, from('198.51.100.2'));
    expect(data!['rateLimit']).toEqual({ cost: 3, remaining: 7 });
  });

  it('that are used up get 429, with when to ask again, before the body is read', async () => {
    const more = from('198.51.100.3');
    for (let at = 0; at < 10; at += 1) expect(await remaining(more)).toBe(String(9 - at));
    const { status, codes, headers, data } = await post(door, { query: question }, more);
    expect([status, codes, data]).toEqual([429, ['RATE_LIMITED'], undefined]);
    expect(headers['retry-after']).toBe(headers['ratelimit-reset']);
    // What would be refused as no JSON, or as too large, is never looked at.
    const garbage = await send(door, {
      method: 'POST',
      payload: '{'.repeat(50_000),
      remoteAddress: '198.51.100.3',
      headers: { 'content-type': 'application/json' },
    });
    expect([garbage.status, garbage.codes]).toEqual([429, ['RATE_LIMITED']]);
    // Another address is as free as before.
    expect(await remaining(from('198.51.100.4'))).toBe('9');
  });

  it('are also taken for what is refused, and not for what no browser sends by itself', async () => {
    const more = from('198.51.100.5');
    expect((await post(door, { query: '{ absent }' }, more)).headers['ratelimit-remaining']).toBe('9');
    expect((await post(door, {}, more)).headers['ratelimit-remaining']).toBe('8');
    await send(door, { method: 'OPTIONS', ...more });
    expect(await remaining(more)).toBe('7');
  });

  it('are those of the address that a trusted proxy names; no other is believed', async () => {
    expect(await remaining(from('192.0.2.1', '198.51.100.6'))).toBe('9');
    expect(await remaining(from('192.0.2.1', '198.51.100.7'))).toBe('9');
    expect(await remaining(from('192.0.2.1', '203.0.113.9, 198.51.100.7'))).toBe('8');
    expect(await remaining(from('198.51.100.8', '198.51.100.9'))).toBe('9');
    expect(await remaining(from('198.51.100.8', '198.51.100.10'))).toBe('8');
  });

  it('of an IPv6 network are shared by all its addresses', async () => {
    expect(await remaining(from('2001:db8:1:2::1'))).toBe('9');
    expect(await remaining(from('2001:db8:1:2:ffff::9'))).toBe('8');
    expect(await remaining(from('2001:db8:1:3::1'))).toBe('9');
  });
});

describe('registered documents', () => {
  let door: Counted;
  const text = '# Registered.\nquery Keys { metricDefinitions { key } }';
  const id = sha256Id(text);
  const hash = id.replace('sha256:', '');
  const persistedQuery = { version: 1, sha256Hash: hash };
  beforeAll(async () => {
    door = await openCounted(fresh.database);
    const documents = [
      { id, name: 'Keys', text },
      { id: 'keys.1', name: 'Keys', text },
      { id: '__proto__', name: 'odd', text },
    ];
    expect(await keepDocuments(door.database, documents)).toBe(3);
    expect(await keepDocuments(door.database, documents)).toBe(0);
    await heard(door, id);
  });
  afterAll(() => door[Symbol.asyncDispose]());

  it('are answered by their id, however it is sent, as their text is', async () => {
    const { data: expected } = await post(door, { query: text });
    expect((expected!['metricDefinitions'] as unknown[]).length).toBe(5);
    const ways = [
      post(door, { documentId: id }),
      post(door, { documentId: 'keys.1', operationName: 'Keys' }),
      post(door, { documentId: '__proto__' }),
      post(door, { extensions: { persistedQuery } }),
      post(door, { query: text, extensions: { persistedQuery } }),
      get(door, { documentId: id }),
      get(door, { documentId: id, operationName: 'Keys', variables: '{}' }),
      get(door, { extensions: JSON.stringify({ persistedQuery }) }),
    ];
    for (const { status, data } of await Promise.all(ways)) expect([status, data]).toEqual([200, expected]);
  });

  it('keep the other extensions of a request', async () => {
    const { text: answer } = await post(door, { extensions: { persistedQuery, cost: true } });
    expect(JSON.parse(answer)).toMatchObject({ extensions: { cost: { actual: 5 } } });
  });

  it.each([
    ['that nobody registered', { documentId: sha256Id('other') }, 404, 'PERSISTED_QUERY_NOT_FOUND'],
    [
      'by a hash that nobody registered',
      { extensions: { persistedQuery: { sha256Hash: 'a' } } },
      404,
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['named as what every object has', { documentId: 'constructor' }, 404, 'PERSISTED_QUERY_NOT_FOUND'],
    ['sent beside another text', { documentId: id, query: keys }, 400, 'BAD_REQUEST'],
  ])('%s are refused', async (_which, payload, status, code) => {
    const answer = await post(door, payload);
    expect([answer.status, answer.codes, answer.data]).toEqual([status, [code], undefined]);
  });

  it('that are removed are not found any more', async () => {
    expect(await removeDocuments(door.database, 'odd')).toBe(1);
    await expect.poll(async () => (await post(door, { documentId: '__proto__' })).status).toBe(404);
  });

  it('let anonymous readers by GET keep the answer for a moment, and ask whether it is still the same', async () => {
    const first = await get(door, { documentId: id });
    const { etag } = first.headers;
    expect(first.headers).toMatchObject({
      'cache-control': 'public, max-age=30',
      vary: 'Accept, Accept-Language, Authorization, Origin',
    });
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    // They are one caller's own; a cache would tell them to all.
    expect(Object.keys(first.headers).filter((name) => name.startsWith('ratelimit'))).toEqual([]);
    for (const known of [String(etag), `"other", W/${String(etag)}`]) {
      const again = await get(door, { documentId: id }, { 'if-none-match': known });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', etag]);
    }
    expect((await get(door, { documentId: id }, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it.each<[string, () => Promise<Got>]>([
    ['by POST', () => post(door, { query: keys })],
    ['with an error', () => get(door, { query: '{ node(id: "garbage") { id } }' })],
    ['that was refused', () => get(door, { query: '{ absent }' })],
    ['about the caller', () => get(door, { query: question })],
    ['by a key', () => get(door, { query: keys }, { authorization: 'Bearer key:read-public' })],
    ['whose key was refused', () => get(door, { query: keys }, { authorization: 'Bearer garbage' })],
  ])('are kept by nobody when asked %s', async (_how, ask) => {
    const { headers } = await ask();
    expect([headers['cache-control'], headers['etag']]).toEqual(['no-store', undefined]);
  });
});

describe('where only registered documents are answered', () => {
  let door: Counted;
  const text = 'query Keys { metricDefinitions { key } }';
  beforeAll(async () => {
    door = await openCounted(fresh.database, { isOnlyRegistered: true });
    await keepDocuments(door.database, [{ id: sha256Id(text), name: 'Keys', text }]);
    await heard(door, sha256Id(text));
  });
  afterAll(() => door[Symbol.asyncDispose]());

  it('another is refused, by POST and by GET, also one that asks for the schema', async () => {
    const answers = [
      post(door, { query: keys }),
      post(door, { query: '{ __schema { queryType { name } } }' }),
      post(door, { query: `${text} ` }),
      get(door, { query: keys }),
      post(door, { query: keys }, { headers: { authorization: 'Bearer key:read-member' } }),
    ];
    for (const { status, codes, data } of await Promise.all(answers))
      expect([status, codes, data]).toEqual([403, ['FORBIDDEN'], undefined]);
  });

  it('the text of a registered one is as good as its id', async () => {
    expect((await post(door, { query: text })).status).toBe(200);
    expect((await get(door, { query: text })).status).toBe(200);
  });

  it('a key made for exploring may send any', async () => {
    const { status } = await post(
      door,
      { query: keys },
      { headers: { authorization: 'Bearer key:explore' } },
    );
    expect(status).toBe(200);
  });
});
