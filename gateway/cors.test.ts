import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { readOrigins, registerCors } from './cors.ts';

const portal = 'https://portal.example.org';
const apps: FastifyInstance[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

/** An app that answers, and one path that refuses before anything is read. */
async function openApp(origins: string[]): Promise<FastifyInstance> {
  const app = Fastify();
  apps.push(app);
  await registerCors(app, origins);
  app.addHook('onRequest', async (request, reply) => {
    if (request.url === '/refused') await reply.status(401).send({});
  });
  app.route({ url: '/graphql', method: ['GET', 'POST', 'OPTIONS'], handler: () => ({}) });
  app.get('/refused', () => ({}));
  return app;
}

const corsHeaders = (headers: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary'),
  );
const preflight = (app: FastifyInstance, origin: string) =>
  app.inject({
    method: 'OPTIONS',
    url: '/graphql',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

describe('pages of other sites', () => {
  it('may ask when their origin is named, without cookies, and may read a refusal', async () => {
    const app = await openApp([portal, 'http://localhost:3000']);
    const allowed = await preflight(app, portal);
    expect([allowed.statusCode, corsHeaders(allowed.headers)]).toEqual([
      204,
      {
        'access-control-allow-origin': portal,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers':
          'authorization, content-type, accept-language, if-none-match, apollo-require-preflight, x-apollo-operation-name',
        'access-control-expose-headers':
          'x-request-id, retry-after, etag, ratelimit-limit, ratelimit-remaining, ratelimit-reset',
        'access-control-max-age': '600',
        vary: 'Origin',
      },
    ]);
    for (const url of ['/graphql', '/refused']) {
      const { headers } = await app.inject({ url, headers: { origin: 'http://localhost:3000' } });
      expect([headers['access-control-allow-origin'], headers.vary]).toEqual([
        'http://localhost:3000',
        'Origin',
      ]);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  it.each([
    'https://another.example.org',
    'http://portal.example.org',
    'https://portal.example.org:8443',
    'https://portal.example.org.evil.example',
    'https://evil.example/https://portal.example.org',
    'null',
  ])('may not from %s, and a cache is told that it depends on who asks', async (origin) => {
    const app = await openApp([portal]);
    for (const { headers } of [
      await preflight(app, origin),
      await app.inject({ url: '/graphql', headers: { origin } }),
    ]) {
      expect([headers['access-control-allow-origin'], headers.vary]).toEqual([undefined, 'Origin']);
    }
  });

  it('may not at all where no origin is named', async () => {
    const app = await openApp([]);
    const { headers } = await preflight(app, portal);
    expect(corsHeaders(headers)).toEqual({});
  });
});

describe('the list of origins', () => {
  it('has commas between them, and may be empty', () => {
    expect(readOrigins(` ${portal}, http://localhost:3000 ,`)).toEqual([portal, 'http://localhost:3000']);
    expect(readOrigins('')).toEqual([]);
  });

  it.each([
    '*',
    'null',
    'https://*.example.org',
    `${portal}/`,
    `${portal}/page`,
    'portal.example.org',
    'file:///a',
  ])('refuses "%s" with the way out', (origin) => {
    expect(() => readOrigins(origin)).toThrow(
      new WrongValue(
        `CORS_ORIGINS has "${origin}"; write scheme and host alone, such as https://portal.example.org .`,
      ),
    );
  });
});
