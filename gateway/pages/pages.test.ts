import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastify from 'fastify';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { pageLanguage } from './html.ts';
import { registerPages, type Persona } from './pages.ts';

const personas: Persona[] = [
  { name: 'regulator', title: { zh: '监管部门', en: 'Regulator' }, token: 'token-of-the-regulator' },
].map((persona) => ({ ...persona, note: 'kept by the caller' }));

async function serve(offered: Persona[] | null) {
  const app = fastify();
  await registerPages(app, { personas: offered });
  return app;
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; " +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const assetNames = [
  'boot.js',
  'graphiql.min.css',
  'graphiql.min.js',
  'mark.svg',
  'pages.css',
  'playground.css',
  'react-dom.production.min.js',
  'react.production.min.js',
];

describe('the pages', () => {
  it.each(['/', '/playground'])('serves %s under the strict policy', async (url) => {
    const answer = await (await serve(null)).inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-language': 'en',
      vary: 'accept-language',
    });
    // Nothing inline and nothing from elsewhere: the policy would refuse it.
    expect(answer.body).not.toMatch(/<script>|<style|\sstyle=|\son\w+=|https?:/);
  });

  it('links the landing page to graph, playground and health', async () => {
    const { body } = await (await serve(null)).inject('/');
    for (const path of ['/graphql', '/playground', '/health/live', '/health/ready']) {
      expect(body).toContain(`<a href="${path}">`);
    }
  });

  it('speaks the language asked for, then the one preferred', async () => {
    const app = await serve(null);
    const chinese = await app.inject({ url: '/', headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' } });
    expect(chinese.body).toContain('<html lang="zh">');
    const english = await app.inject({ url: '/?lang=en', headers: { 'accept-language': 'zh-CN' } });
    expect(english.body).toContain('<html lang="en">');
    const twice = await app.inject('/?lang=zh&lang=en');
    expect(twice.body).toContain('<html lang="en">');
  });

  it.each([
    [undefined, undefined, 'en'],
    ['zh', 'en', 'zh'],
    ['fr', 'zh', 'zh'],
    [undefined, 'fr, zh-Hant;q=0.5, en;q=0.4', 'zh'],
    [undefined, 'zh;q=0.2, en-GB;q=0.7', 'en'],
    [undefined, 'zh;q=0', 'en'],
    [undefined, ';;,,q=', 'en'],
  ] as const)('reads ?lang=%s with "%s" as %s', (asked, accepted, language) => {
    expect(pageLanguage(asked, accepted)).toBe(language);
  });
});

describe('the personas', () => {
  it('gives their tokens in development, never to be stored', async () => {
    const app = await serve(personas);
    const answer = await app.inject('/playground/personas.json');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.json()).toEqual([
      { name: 'regulator', title: { zh: '监管部门', en: 'Regulator' }, token: 'token-of-the-regulator' },
    ]);
    const page = await app.inject('/playground');
    expect(page.body).toContain('<select id="persona"');
    expect(page.body).not.toContain('token-of-the-regulator');
  });

  it('has neither switch nor route outside development', async () => {
    const app = await serve(null);
    expect((await app.inject('/playground/personas.json')).statusCode).toBe(404);
    expect((await app.inject('/playground')).body).not.toContain('persona');
  });
});

describe('the examples', () => {
  it('gives every file in order, each with a comment in zh and en', async () => {
    const folder = join(import.meta.dirname, 'examples');
    const answer = await (await serve(null)).inject('/playground/examples.json');
    const examples = answer.json<{ name: string; query: string }[]>();
    expect(examples).toEqual(
      readdirSync(folder)
        .sort()
        .map((file) => ({
          name: file.replace('.graphql', ''),
          query: readFileSync(join(folder, file), 'utf8'),
        })),
    );
    for (const { query } of examples) {
      expect(query).toMatch(/^# [A-Z]/);
      expect(query).toMatch(/^# .*\p{Script=Han}/mu);
      expect(parse(query).definitions).toHaveLength(1);
    }
  });

  it('asks only what the graph can answer', async () => {
    const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));
    const answer = await (await serve(null)).inject('/playground/examples.json');
    const complaints = answer
      .json<{ name: string; query: string }[]>()
      .flatMap(({ name, query }) =>
        validate(schema, parse(query)).map(({ message }) => `${name}: ${message}`),
      );
    expect(complaints).toEqual([]);
  });
});

describe('the other routes', () => {
  it('keep their own headers', async () => {
    const app = await serve(null);
    app.get('/other', () => 'other');
    const { headers } = await app.inject('/other');
    expect(headers).not.toHaveProperty('content-security-policy');
    expect(headers).not.toHaveProperty('referrer-policy');
  });
});

describe('the assets', () => {
  it.each(assetNames)('serves %s, plain, compressed and unchanged', async (name) => {
    const app = await serve(null);
    const url = `/playground/assets/${name}`;
    const first = await app.inject(url);
    expect(first.statusCode).toBe(200);
    expect(first.headers['x-content-type-options']).toBe('nosniff');
    expect(first.headers['content-type']).toMatch(
      /^(text\/(javascript|css); charset=utf-8|image\/svg\+xml)$/,
    );
    const again = await app.inject({ url, headers: { 'if-none-match': String(first.headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const zipped = await app.inject({ url, headers: { 'accept-encoding': 'br, gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
  });

  it.each([
    '/playground/assets/',
    '/playground/assets/graphiql.js',
    '/playground/assets/graphiql.min.js.map',
    '/playground/assets/pages.ts',
    '/playground/assets/__proto__',
    '/playground/assets/../pages.ts',
    '/playground/assets/..%2fpages.ts',
    '/playground/assets/..%2f..%2f..%2fpackage.json',
    '/playground/assets/%2e%2e/pages.ts',
    '/playground/assets/..%5cpages.ts',
    '/playground/assets/boot.js%00',
    '/playground/assets//etc/passwd',
  ])('refuses %s', async (url) => {
    const answer = await (await serve(null)).inject(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toMatch(/registerPages|"dependencies"|root:/);
  });
});
