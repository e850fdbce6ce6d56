import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { SignJWT, generateKeyPair, importJWK, type JWK } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedOnce } from '../cli/database.ts';
import { schemas } from '../cli/rooms.ts';
import { newId } from '../schema/ids.ts';
import { developmentIssuer } from '../schema/personas.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { type LogLine, openGraph } from '../tests/kit/graph.ts';
import { createGateway } from './gateway.ts';
import { createHttp } from './http.ts';
import { type Issuer, openDevelopmentIssuer } from './issuer.ts';
import { localSources } from './local-source.ts';
import { Viewers } from './viewer.ts';

const supergraphText = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8');
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const masked = 'Something went wrong on our side. Tell the operator the request id.';

interface Told {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions: Record<string, unknown> }[];
  extensions?: Record<string, unknown>;
}

let fresh: FreshDatabase;
let app: FastifyInstance;
let issuer: Issuer;
let key: JWK;
const folder = mkdtempSync(join(tmpdir(), 'cograph-http-'));
const logged: LogLine[] = [];

beforeAll(async () => {
  delete process.env['APOLLO_TELEMETRY_DISABLED'];
  fresh = await freshDatabase();
  const { database } = fresh;
  await seedOnce(database);
  issuer = await openDevelopmentIssuer(folder);
  key = JSON.parse(readFileSync(join(folder, 'development-issuer.json'), 'utf8')) as JWK;
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => void logged.push(JSON.parse(line) as LogLine) },
  );
  const sources = localSources(schemas, database, log);
  const gateway = createGateway({ supergraph: supergraphText, sources, log });
  const viewers = new Viewers(database, (token) => issuer.verify(token));
  app = await createHttp({ gateway, database, viewers, personas: null, log });
  app.get('/breaks', () => Promise.reject(new Error('secret text')));
});
afterAll(async () => {
  await app.close();
  await fresh[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** What was answered. Every answer carries a request id, and every error the same one. */
async function send(options: InjectOptions) {
  const reply = await app.inject(options);
  const told: Told = /json/.test(String(reply.headers['content-type'])) ? reply.json<Told>() : {};
  const requestId = reply.headers['x-request-id'];
  expect(requestId).toMatch(uuid);
  for (const { extensions } of told.errors ?? []) expect(extensions['requestId']).toBe(requestId);
  return {
    ...told,
    status: reply.statusCode,
    type: reply.headers['content-type'],
    requestId,
    codes: told.errors?.map(({ extensions }) => extensions['code']),
    body: reply.body,
  };
}

const post = (payload: object, headers: Record<string, string> = {}) =>
  send({ method: 'POST', url: '/graphql', payload, headers });
const asked = (query: string, authorization?: string) =>
  post({ query }, authorization === undefined ? {} : { authorization });

describe('a request', () => {
  it('is answered with its id and without extensions', async () => {
    const answer = await asked('{ metric(key: RESOURCES_PUBLISHED) { key } }');
    expect([answer.status, answer.body]).toEqual([200, '{"data":{"metric":{"key":"all"}}}\n']);
  });

  it('of a page that forged it, which no browser asks about first, is refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const payload = JSON.stringify({ query: '{ __typename }' });
      const headers = { 'content-type': type };
      const { status, codes, data } = await send({ method: 'POST', url: '/graphql', payload, headers });
      expect([type, status, codes, data]).toEqual([type, status, ['BAD_REQUEST'], undefined]);
      expect([400, 415]).toContain(status);
    }
    const forged = await send({ method: 'GET', url: '/graphql?query=%7B__typename%7D' });
    expect([forged.status, forged.codes]).toEqual([400, ['BAD_REQUEST']]);
  });

  it('by GET may read, and may not change anything', async () => {
    const headers = { 'apollo-require-preflight': 'yes' };
    const get = (query: string) =>
      send({ method: 'GET', url: `/graphql?query=${encodeURIComponent(query)}`, headers });
    expect((await get('{ __typename }')).data).toEqual({ __typename: 'Query' });
    const { status, codes } = await get('mutation { __typename }');
    expect([status, codes]).toEqual([405, ['BAD_REQUEST']]);
  });

  it.each([
    ['several at once', [{ query: '{ __typename }' }, { query: '{ __typename }' }], 400],
    ['nothing', {}, 400],
    ['an operation that is not there', { query: '{ __typename }', operationName: 'absent' }, 400],
    [
      'several operations, of which none is chosen',
      { query: 'query A { __typename } query B { __typename }' },
      400,
    ],
  ])('of %s is refused', async (_what, payload, expected) => {
    const { status, codes, data } = await post(payload);
    expect([status, codes?.length, data]).toEqual([expected, 1, undefined]);
    expect(['BAD_REQUEST', 'GRAPHQL_PARSE_FAILED']).toContain(codes?.[0]);
  });

  it('that is no JSON, and an address where nothing is, get an error of the same form', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await send({ method: 'POST', url: '/graphql', payload: '{bad', headers });
    expect([broken.status, broken.codes]).toEqual([400, ['BAD_REQUEST']]);
    const nowhere = await send({ method: 'GET', url: '/nowhere' });
    expect([nowhere.status, nowhere.codes]).toEqual([404, ['BAD_REQUEST']]);
  });

  it('gets the media type it asks for, and with the newer one a status that tells', async () => {
    const accept = 'application/graphql-response+json';
    const good = await post({ query: '{ __typename }' }, { accept });
    expect([good.status, good.type]).toEqual([200, `${accept}; charset=utf-8`]);
    const wrong = await post({ query: '{ absent }' }, { accept });
    expect([wrong.status, wrong.type, wrong.codes]).toEqual([
      400,
      `${accept}; charset=utf-8`,
      ['GRAPHQL_VALIDATION_FAILED'],
    ]);
    expect((await post({ query: '{ __typename }' })).type).toBe('application/json; charset=utf-8');
    expect((await post({ query: '{ __typename }' }, { accept: 'text/html' })).status).toBe(406);
  });

  it('may ask what can be asked', async () => {
    const { data } = await asked('{ __schema { queryType { name } } __type(name: "Actor") { kind } }');
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: { kind: 'INTERFACE' } });
  });

  it('with fragments that spread each other twice, twenty deep, is refused within 250 ms', async () => {
    const fragments = Array.from({ length: 20 }, (_, at) => {
      const inner = at < 19 ? `...F${at + 1} ...F${at + 1}` : '__typename';
      return `fragment F${at} on Query { a${at}: metricDefinitions { key } ${inner} }`;
    });
    const query = `{ ...F0 ...F0 } ${fragments.join(' ')}`;
    await asked('{ ...F } fragment F on Query { __typename }');
    const startedMs = performance.now();
    const { status, codes, data } = await asked(query);
    const tookMs = performance.now() - startedMs;
    console.log(`nested fragments: ${query.length} bytes refused in ${Math.round(tookMs)} ms`);
    expect([status, codes, data]).toEqual([400, ['LIMIT_EXCEEDED'], undefined]);
    expect(tookMs).toBeLessThan(250);
  });

  it('never makes the gateway tell its maker anything', () => {
    expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('true');
  });
});

describe('a token', () => {
  const whoAmI =
    '{ resources(filter: { text: "microscope" }, first: 1) { edges { node { contact { email } } } } }';
  interface Claims {
    issuer?: string;
    audience?: string;
    subject?: string;
    expires?: string;
  }
  const signed = async (claims: Claims, by?: Parameters<SignJWT['sign']>[0]) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(claims.issuer ?? developmentIssuer)
      .setAudience(claims.audience ?? 'cograph')
      .setSubject(claims.subject ?? 'stranger')
      .setExpirationTime(claims.expires ?? '1h')
      .sign(by ?? (await importJWK(key, 'EdDSA')));
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const unsigned = (alg: string) => {
    const claims = { iss: developmentIssuer, aud: 'cograph', sub: 'auditor', exp: 4_102_444_800 };
    return `${encoded({ alg, typ: 'JWT' })}.${encoded(claims)}.`;
  };

  it.each<[string, () => string | Promise<string>]>([
    ['that is garbage', () => 'Bearer garbage'],
    ['that is none', () => 'Bearer '],
    ['of another scheme', () => 'Basic YTpi'],
    ['that nobody signed', () => `Bearer ${unsigned('none')}`],
    ['that says its signature is elsewhere', () => `Bearer ${unsigned('EdDSA')}`],
    ['that has expired', async () => `Bearer ${await signed({ expires: '-2m' })}`],
    [
      'that another key signed',
      async () => `Bearer ${await signed({}, (await generateKeyPair('EdDSA')).privateKey)}`,
    ],
    ['for another audience', async () => `Bearer ${await signed({ audience: 'elsewhere' })}`],
    ['of another issuer', async () => `Bearer ${await signed({ issuer: 'https://elsewhere.example' })}`],
    ['for somebody unknown here', async () => `Bearer ${await signed({ subject: 'unknown' })}`],
  ])('%s is refused, never taken for nobody', async (_which, authorization) => {
    const { status, codes, data } = await asked(whoAmI, await authorization());
    expect([status, codes, data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
  });

  it('that is left out makes nobody; a good one makes somebody', async () => {
    const denied = (answer: Told) =>
      (answer.extensions?.['denied'] as { coordinate: string }[] | undefined) ?? [];
    const nobody = await asked(whoAmI);
    expect([nobody.status, nobody.errors]).toEqual([200, undefined]);
    expect(denied(nobody).map(({ coordinate }) => coordinate)).toEqual(['ResourceContact.email']);
    const stranger = await asked(whoAmI, `Bearer ${await signed({})}`);
    expect([stranger.status, stranger.errors, denied(stranger)]).toEqual([200, undefined, []]);
    expect(await asked(whoAmI, `Bearer ${await issuer.token('stranger')}`)).toMatchObject({ status: 200 });
  });
});

describe('a fault inside', () => {
  const query = '{ resources(first: 1) { edges { node { id } } } }';

  it('says a code and the request id, and not a word of its own', async () => {
    logged.length = 0;
    await fresh.database.script('alter table resources.resource rename to secret_table');
    try {
      const { status, body, errors, extensions, requestId } = await asked(query);
      expect(status).toBe(200);
      expect(errors?.map(({ message, extensions: said }) => [message, said])).toEqual([
        [masked, { code: 'INTERNAL', requestId }],
      ]);
      expect(extensions).toBeUndefined();
      expect(body).not.toMatch(/secret_table|relation|select|valueCompletion|stack/i);
      expect(logged.filter((line) => line.requestId === requestId).map(({ msg }) => msg)).toEqual([
        'A resolver failed.',
      ]);
    } finally {
      await fresh.database.script('alter table resources.secret_table rename to resource');
    }
    expect((await asked(query)).errors).toBeUndefined();
  });

  it('that blanks an answer is logged and told as ours, and the remark of the gateway never leaves', async () => {
    const supergraph = supergraphText
      .replaceAll('provider: Actor @', 'provider: Actor! @')
      .replaceAll('): ResourceConnection @', '): ResourceConnection! @');
    await using graph = await openGraph({ supergraph });
    await graph.seedRegion();
    const asking = '{ resources(first: 1) { edges { node { provider { name { en } } } } } }';
    await graph.database.script(`update resources.resource set provider_id = '${newId('Organization')}'`);
    const { data, errors, extensions, body } = await graph.ask(asking, { mayBlank: true });
    expect([data, extensions]).toEqual([null, {}]);
    expect(errors?.map(({ message, extensions: said }) => [message, said?.['code']])).toEqual([
      [masked, 'INTERNAL'],
    ]);
    expect(body).not.toMatch(/valueCompletion|promised/);
    expect(graph.logged.map(({ msg }) => msg)).toEqual([
      'An answer was blanked without an error.',
      'An error without a public code was masked.',
    ]);
  });

  it('while finding out who asks is masked too', async () => {
    await fresh.database.script('alter view actors.published_viewer rename to secret_view');
    try {
      const token = await issuer.token('regulator');
      const { status, errors, requestId, body } = await asked(query, `Bearer ${token}`);
      expect([status, errors]).toEqual([
        500,
        [{ message: masked, extensions: { code: 'INTERNAL', requestId } }],
      ]);
      expect(body).not.toMatch(/secret_view|Failed query|select/i);
    } finally {
      await fresh.database.script('alter view actors.secret_view rename to published_viewer');
    }
  });

  it('beside the graph is masked too', async () => {
    const { status, errors, requestId } = await send({ method: 'GET', url: '/breaks' });
    expect([status, errors]).toEqual([
      500,
      [{ message: masked, extensions: { code: 'INTERNAL', requestId } }],
    ]);
  });
});
