import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { schemas } from '../cli/rooms.ts';
import { person } from '../db/tables/actors/person.ts';
import { signIn } from '../db/tables/actors/sign-in.ts';
import { event } from '../db/tables/log.ts';
import { createGateway } from '../gateway/gateway.ts';
import { createHttp } from '../gateway/http.ts';
import { localSources } from '../gateway/local-source.ts';
import { tokenVerifier } from '../gateway/oidc.ts';
import { recordSignInThrough } from '../gateway/sign-in.ts';
import { type Verify, Viewers } from '../gateway/viewer.ts';
import { type FreshDatabase, freshDatabase } from './kit/database.ts';
import { audience, openRealIssuer, type RealIssuer } from './kit/issuer.ts';
import { runCograph } from './kit/server.ts';

const supergraph = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8');
const log = pino({ level: 'silent' });
const minutes = (count: number) => count * 60_000;
const hours = (count: number) => minutes(60 * count);

const people = {
  min: { name: '李敏', email: 'min@people.example', email_verified: true },
  ann: { given_name: 'Ann', family_name: 'Lee', email: 'ann@people.example', email_verified: false },
  ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => [name, {}])),
};

let fresh: FreshDatabase;
let first: RealIssuer;
let second: RealIssuer;
let app: FastifyInstance;
let sources: ReturnType<typeof localSources>;
let verify: Verify;

beforeAll(async () => {
  [fresh, first, second] = await Promise.all([
    freshDatabase(),
    openRealIssuer(people),
    openRealIssuer(people, 'EdDSA'),
  ]);
  const { database } = fresh;
  // As `cli/serve.ts` puts them together, without a port.
  sources = localSources(schemas, database, log);
  const gateway = createGateway({ supergraph, sources, log });
  const viewers = new Viewers(database, (token) => verify(token));
  app = await createHttp({ gateway, database, viewers, personas: null, log });
});
afterAll(async () => {
  await app.close();
  await Promise.all([fresh, first, second].map((each) => each[Symbol.asyncDispose]()));
});

/** A verifier that has not seen a key yet, as after a start. */
beforeEach(() => {
  const each = { audience: [audience], jwksUri: null, algorithms: ['ES256', 'EdDSA'], linkBy: [] };
  verify = tokenVerifier({
    development: null,
    issuers: [first, second].map(({ issuer }) => ({ ...each, issuer })),
    recordSignIn: recordSignInThrough(sources['actors']!),
    log,
  });
});
afterEach(() => void vi.useRealTimers());

interface Known {
  id: string;
  name: { zh: string | null; en: string | null };
  contact: { email: string | null };
}

async function ask(token: string | null, query: string) {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const reply = await app.inject({ method: 'POST', url: '/graphql', payload: { query }, headers });
  const told = reply.json<{
    data?: { viewer: { person: Known } | null };
    errors?: { message: string; extensions: { code: string } }[];
  }>();
  return { status: reply.statusCode, code: told.errors?.[0]?.extensions.code, ...told };
}
const asking = '{ viewer { person { id name { zh en } contact { email } } } }';

/** Who the server takes the token for; throws when it takes it for nobody. */
async function personOf(token: string): Promise<Known> {
  const { data, errors } = await ask(token, asking);
  if (!data?.viewer) throw new Error(`Nobody: ${JSON.stringify(errors)}`);
  return data.viewer.person;
}
const statusOf = async (token: string) => (await ask(token, asking)).status;

const standing = async () => {
  const { read } = fresh.database;
  return {
    people: await read.$count(person),
    signIns: await read.$count(signIn),
    events: await read.$count(event),
  };
};
type Standing = Awaited<ReturnType<typeof standing>>;
const grown = (by: Standing, { people: p, signIns: s, events: e }: Standing) => [
  p - by.people,
  s - by.signIns,
  e - by.events,
];

describe('a first sign-in', () => {
  it('makes a person with the name and the contact that the issuer gives, and the second finds them', async () => {
    const before = await standing();
    const min = await personOf(await first.token('min'));
    expect(min).toMatchObject({
      name: { zh: '李敏', en: null },
      contact: { email: 'min@people.example' },
    });
    // What the door remembers of a viewer is older than five seconds then.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6_000 });
    expect(await personOf(await first.token('min'))).toEqual(min);
    expect(grown(before, await standing())).toEqual([1, 1, 2]);
    const told = await fresh.database.read.select().from(event).orderBy(event.id);
    expect(told.slice(-2).map(({ kind, subject, actorId, data }) => [kind, subject, actorId, data])).toEqual([
      ['person.declared', min.id, null, {}],
      ['person.signInLinked', min.id, min.id, { issuer: first.issuer }],
    ]);
  });

  it('stores no address that the issuer says is unchecked, and a stand-in for no name', async () => {
    expect(await personOf(await first.token('ann'))).toMatchObject({
      name: { zh: null, en: 'Ann Lee' },
      contact: { email: null },
    });
    expect((await personOf(await first.token('a'))).name).toEqual({ zh: '未具名', en: 'Unnamed' });
  });

  it('is one person and one event of each kind, of twenty at the same moment', async () => {
    const token = await first.token('b');
    const before = await standing();
    const seen = await Promise.all(Array.from({ length: 20 }, () => personOf(token)));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    expect(grown(before, await standing())).toEqual([1, 1, 2]);
  });

  it('at a second issuer is somebody else, whatever it says of them', async () => {
    const mine = await personOf(await first.token('min'));
    const before = await standing();
    const theirs = await personOf(await second.token('min'));
    expect(theirs.id).not.toBe(mine.id);
    expect(theirs.name).toEqual(mine.name);
    expect((await personOf(await first.token('min'))).id).toBe(mine.id);
    expect(grown(before, await standing())).toEqual([1, 1, 2]);
  });

  it('that is refused makes nobody', async () => {
    const before = await standing();
    const wrong = [await first.forge({ aud: 'another', exp: Date.now() }), await first.forge({})];
    const refused = await Promise.all(wrong.map((token) => ask(token, asking)));
    expect(refused.map(({ status, code, data }) => [status, code, data])).toEqual(
      Array(2).fill([401, 'UNAUTHENTICATED', undefined]),
    );
    expect(await standing()).toEqual(before);
  });

  it('cannot be recorded by a client: the graph shows no such thing', async () => {
    const before = await standing();
    const query = 'mutation { signInRecord(input: { issuer: "a", subject: "b" }) }';
    for (const token of [null, await first.token('min')]) {
      const { status, code, errors } = await ask(token, query);
      expect([status, code, errors?.length]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED', 1]);
    }
    expect(grown(before, await standing())).toEqual([0, 0, 0]);
  });
});

describe('a key', () => {
  it('that an issuer takes into use is known at once, without a restart', async () => {
    expect(await statusOf(await first.token('c'))).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
    const asked = first.keyRequests();
    const old = await first.token('c');
    await first.rotate();
    expect(await statusOf(await first.token('c'))).toBe(200);
    expect(await statusOf(old)).toBe(200);
    expect(first.keyRequests() - asked).toBe(1);
  });

  it('that an issuer has dropped opens nothing once the keys are read again', async () => {
    const old = await first.token('c');
    expect(await statusOf(old)).toBe(200);
    await first.rotate({ keepsOld: false });
    // Remembered two seconds before its key is forgotten, it is refused with the others.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes(10) - 2_000 });
    expect(await statusOf(old)).toBe(200);
    vi.setSystemTime(Date.now() + 2_000);
    expect(await statusOf(old)).toBe(401);
    expect(await statusOf(await first.token('c'))).toBe(200);
  });

  it('that nobody knows is asked for once, however many tokens name one', async () => {
    expect(await statusOf(await first.token('c'))).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
    const asked = first.keyRequests();
    const forged = await Promise.all(
      Array.from({ length: 50 }, (_, at) => first.forge({ exp: Date.now() }, { kid: `unknown-${at}` })),
    );
    const statuses = await Promise.all(forged.slice(0, 25).map(statusOf));
    for (const token of forged.slice(25)) statuses.push(await statusOf(token));
    expect([new Set(statuses), first.keyRequests() - asked]).toEqual([new Set([401]), 1]);
  });
});

describe('while an issuer is down', () => {
  const lasting = { exp: Math.floor((Date.now() + hours(48)) / 1_000), sub: 'd' };
  afterEach(() => first.up());

  it('its last good keys serve for a day, and not longer; then it is an outage until it is back', async () => {
    const token = await first.forge(lasting);
    expect(await statusOf(token)).toBe(200);
    const started = Date.now();
    await first.down();
    vi.useFakeTimers({ toFake: ['Date'], now: started + hours(23) });
    expect(await statusOf(token)).toBe(200);
    vi.setSystemTime(started + hours(24) - minutes(1));
    expect(await statusOf(token)).toBe(200);
    vi.setSystemTime(started + hours(24) + minutes(1));
    const { status, code, errors } = await ask(token, asking);
    expect([status, code, errors?.[0]?.message]).toEqual([
      503,
      'UNAVAILABLE',
      'Your token cannot be checked now: its issuer does not answer.',
    ]);
    // The others are not concerned.
    expect([(await ask(null, asking)).status, await statusOf(await second.token('e'))]).toEqual([200, 200]);
    await first.up();
    vi.setSystemTime(started + hours(24) + minutes(2));
    expect(await statusOf(token)).toBe(200);
  });

  it('and was never heard of, its tokens are an outage, not a refusal', async () => {
    const token = await first.forge(lasting);
    await first.down();
    expect(await statusOf(token)).toBe(503);
    expect(await statusOf(await second.token('e'))).toBe(200);
  });
});

describe('an issuer that answers', () => {
  afterEach(() => first.answerWith(null));

  it.each<[string, string, number?]>([
    ['with a page', '<html>'],
    ['with no keys', '{"issuer":"ISSUER","jwks_uri":"ISSUER/jwks","keys":[]}'],
    ['with keys of another form', '{"issuer":"ISSUER","jwks_uri":"ISSUER/jwks","keys":[1]}'],
    ['for another issuer', '{"issuer":"https://another.example","jwks_uri":"ISSUER/jwks"}'],
    ['with an address that is none', '{"issuer":"ISSUER","jwks_uri":"file:///etc/passwd"}'],
    ['with 300 kB', `{"issuer":"ISSUER","more":"${'a'.repeat(300_000)}"}`],
    ['with a failure', '{}', 500],
    ['with another address', '', 302],
  ])('%s is as good as down', async (_what, body, status) => {
    const token = await first.token('f');
    first.answerWith({ body: body.replaceAll('ISSUER', first.issuer), status });
    expect(await statusOf(token)).toBe(503);
    first.answerWith(null);
    // Not asked again for ten seconds.
    expect(await statusOf(token)).toBe(503);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
    expect(await statusOf(token)).toBe(200);
  });

  it('not at all holds up one request for three seconds, and the next not at all', async () => {
    const token = await first.token('g');
    first.answerWith('nothing');
    const started = performance.now();
    expect(await statusOf(token)).toBe(503);
    const waitedMs = Math.round(performance.now() - started);
    expect(await statusOf(token)).toBe(503);
    const nextMs = Math.round(performance.now() - started) - waitedMs;
    console.log(`an issuer that hangs held the first request ${waitedMs} ms, the next ${nextMs} ms`);
    expect(waitedMs).toBeLessThan(4_000);
    expect(nextMs).toBeLessThan(1_000);
  });
});

it('does not start with issuers or origins that cannot be used: exit 2 and one sentence', async () => {
  const dataDir = { DATA_DIR: '/nowhere' };
  const ended = await Promise.all([
    runCograph(['serve'], { ...dataDir, OIDC_ISSUERS: '[{"issuer": "urn:cograph:development"}]' }),
    runCograph(['serve'], { ...dataDir, OIDC_ISSUERS: 'no-such-file.json', NODE_ENV: 'production' }),
    runCograph(['serve'], { ...dataDir, CORS_ORIGINS: '*' }),
  ]);
  expect(ended.map(({ code, stdout, stderr }) => [code, stdout, stderr])).toEqual([
    [2, '', 'OIDC_ISSUERS[0].issuer must be an address such as https://login.example.org/realms/lab .\n'],
    [2, '', 'OIDC_ISSUERS is neither a JSON list nor a file that can be read: "no-such-file.json".\n'],
    [2, '', 'CORS_ORIGINS has "*"; write scheme and host alone, such as https://portal.example.org .\n'],
  ]);
});
