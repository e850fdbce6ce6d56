import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedOnce } from '../cli/database.ts';
import { developmentIssuer } from '../schema/personas.ts';
import { type Counted, openCounted, withinOneMinute } from '../tests/kit/counted.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { openEarly } from './early.ts';
import { lookForSpent } from './rate.hooks.ts';
import { Budgets } from './rate.ts';
import { nobodyAt } from './request.ts';
import { openFigures } from './watch/figures.ts';

const portal = 'https://portal.example.org';
const question = JSON.stringify({ query: '{ __typename }' });
const json = { 'content-type': 'application/json', origin: portal };

let fresh: FreshDatabase;
let door: Counted;
let origin: string;
let checks = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seedOnce(fresh.database);
  door = await openCounted(fresh.database, {
    points: { address: 3, person: 2 },
    corsOrigins: [portal],
    verify: (subject) => {
      checks += 1;
      return Promise.resolve({ issuer: developmentIssuer, subject, isGood: () => true });
    },
  });
  origin = await door.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await door[Symbol.asyncDispose]();
  await fresh[Symbol.asyncDispose]();
});
beforeEach(() => withinOneMinute(5_000));

const ask = async (headers: Record<string, string> = {}, body = question) => {
  const reply = await fetch(`${origin}/graphql`, { method: 'POST', headers: { ...json, ...headers }, body });
  return { status: reply.status, headers: Object.fromEntries(reply.headers), text: await reply.text() };
};

describe('before the framework', () => {
  it('whose points are used up is told what the framework would say, in every header', async () => {
    const zh = { 'accept-language': 'zh' };
    let early = await ask(zh);
    while (early.status !== 429) early = await ask(zh);
    const inside = await door.app.inject({
      method: 'POST',
      url: '/graphql',
      remoteAddress: '127.0.0.1',
      headers: { ...json, ...zh },
      payload: question,
    });
    const essence = (headers: Record<string, unknown>) => {
      const own = ['date', 'connection', 'keep-alive', 'x-request-id'];
      return Object.entries(headers).filter(([name]) => !own.includes(name));
    };
    const plain = (text: string, headers: Record<string, unknown>) =>
      text.replace(String(headers['x-request-id']), 'ID');
    expect([inside.statusCode, plain(early.text, early.headers)]).toEqual([
      429,
      plain(inside.body, inside.headers),
    ]);
    expect(Object.fromEntries(essence(early.headers))).toEqual(Object.fromEntries(essence(inside.headers)));
    expect(early.headers['access-control-allow-origin']).toBe(portal);
    expect(early.headers['retry-after']).toBe(early.headers['ratelimit-reset']);
  });

  it('a person without points is refused without a check or a statement, whatever the body is', async () => {
    const headers = { authorization: 'Bearer stranger' };
    const before = checks;
    expect([(await ask(headers)).status, (await ask(headers)).status]).toEqual([200, 200]);
    fresh.statements.length = 0;
    for (const body of [question, '{', '{'.repeat(100_000)]) {
      const { status, text } = await ask(headers, body);
      expect([status, /"code":"RATE_LIMITED"/.test(text)]).toEqual([429, true]);
    }
    expect([checks - before, fresh.statements]).toEqual([1, []]);
    // Others are not concerned.
    expect((await ask({ authorization: 'Bearer provider' })).status).toBe(200);
  });

  it('a connection that was refused goes on with its next request', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n`;
    const request = `${head}content-length: ${question.length}\r\n\r\n${question}`;
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString('latin1')));
    for (let at = 0; at < 4; at += 1) socket.write(request);
    socket.write('GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(text.match(/HTTP\/1\.1 \d+/g)?.slice(-2)).toEqual(['HTTP/1.1 429', 'HTTP/1.1 200']);
  });
});

it('who takes a twentieth of a minute in a second has to wait for the next while there is no pause', async () => {
  let isBusy = false;
  const budgets = new Budgets({ now: () => 0 });
  const viewers = { known: (_authorization: string | undefined, address: string) => nobodyAt(address) };
  const look = lookForSpent(viewers, { budgets, trustedProxies: [] }, () => isBusy);
  const from = (remoteAddress: string) =>
    look({ method: 'POST', headers: {}, socket: { remoteAddress } } as never, {} as never);
  await budgets.spend(nobodyAt('192.0.2.7').accounts, 100);
  expect(from('192.0.2.7')).toBe(null);
  isBusy = true;
  expect([from('192.0.2.8'), from('192.0.2.7')]).toMatchObject([
    null,
    {
      ...{ status: 429, code: 'RATE_LIMITED' },
      message: 'There is much to do here, and you ask very fast. Ask again in a second.',
      headers: { 'ratelimit-limit': 2_000, 'ratelimit-remaining': 1_900, 'retry-after': 1 },
    },
  ]);
});

it('refusals are counted for who watches, and told in the log once a second, without who it was', async () => {
  const figures = openFigures();
  const lines: unknown[] = [];
  const app = Fastify();
  const log = { warn: (...line: unknown[]) => void lines.push(line) };
  const before = openEarly(app, { log, corsOrigins: [portal], figures });
  before(() => ({ status: 503, code: 'OVERLOADED', message: 'Ask again.', headers: { 'retry-after': '1' } }));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  for (const from of [portal, 'https://another.example']) {
    const reply = await fetch(`${address}/graphql`, { headers: { origin: from } });
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([
      503,
      from === portal ? portal : null,
    ]);
  }
  await vi.waitUntil(() => lines.length > 0, { timeout: 3_000 });
  expect(lines).toEqual([
    [{ status: 503, refused: 2 }, 'Requests were refused: there was more to do than could be done.'],
  ]);
  expect(await figures.registry.metrics()).toContain(
    'cograph_http_request_seconds_count{path="/graphql",status="503"} 2',
  );
  await app.close();
});
