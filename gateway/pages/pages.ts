import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { landingHtml, pageLanguage, playgroundHtml, type PageLanguage } from './html.ts';

/** One role a newcomer can try in development; the token is a bearer token for the graph. */
export type Persona = { name: string; title: { zh: string; en: string }; token: string };

/** `personas` is null outside development: then there is no switch and no route that gives tokens. */
export type PagesOptions = { personas: Persona[] | null };

type Asset = { body: Buffer; zipped: () => Promise<Buffer>; type: string; etag: string };

const require = createRequire(import.meta.url);
const compress = promisify(gzip);

const ours = join(import.meta.dirname, 'assets');
const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

/** Everything under /playground/assets/. A name that is not here is not served: no path is ever built from
 *  a request. */
const listed: [name: string, folder: string, type: string][] = [
  ['react.production.min.js', join(packageFolder('react'), 'umd'), script],
  ['react-dom.production.min.js', join(packageFolder('react-dom'), 'umd'), script],
  ['graphiql.min.js', packageFolder('graphiql'), script],
  ['graphiql.min.css', packageFolder('graphiql'), style],
  ['boot.js', ours, script],
  ['pages.css', ours, style],
  ['playground.css', ours, style],
  ['mark.svg', ours, 'image/svg+xml'],
];

const securityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // GraphiQL's dialogs and menus add a style element that holds the page still behind them. Its editor,
  // CodeMirror, sets styles from script, which needs no leave.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  // GraphiQL's style sheet carries its fonts as data addresses.
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Adds the landing page and the playground. All files are read here, once, so a missing one stops the
 *  start, not a reader. */
export async function registerPages(app: FastifyInstance, { personas }: PagesOptions): Promise<void> {
  const examples = await readExamples();
  const assets = new Map(
    await Promise.all(
      listed.map(
        async ([name, folder, type]) => [name, asset(await readFile(join(folder, name)), type)] as const,
      ),
    ),
  );

  app.get('/', (request, reply) => page(request, reply, landingHtml));
  app.get('/playground', (request, reply) =>
    page(request, reply, (language) => playgroundHtml(language, personas !== null)),
  );
  app.get('/playground/examples.json', (_request, reply) =>
    guarded(reply).header('cache-control', 'no-cache').send(examples),
  );
  if (personas !== null) {
    // Only what the switch needs, whatever else the caller keeps about a persona.
    const shown = personas.map(({ name, title, token }) => ({ name, title, token }));
    app.get('/playground/personas.json', (_request, reply) =>
      guarded(reply).header('cache-control', 'no-store').send(shown),
    );
  }
  app.get<{ Params: { name: string } }>('/playground/assets/:name', async (request, reply) => {
    const found = assets.get(request.params.name);
    if (!found) return reply.callNotFound();
    // Asked again each time and answered 304 by its tag, so that an upgrade is seen at once.
    guarded(reply).headers({ 'cache-control': 'no-cache', etag: found.etag, vary: 'accept-encoding' });
    if (request.headers['if-none-match'] === found.etag) return reply.code(304).send();
    reply.type(found.type);
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(found.body);
    return reply.header('content-encoding', 'gzip').send(await found.zipped());
  });
}

function page(request: FastifyRequest, reply: FastifyReply, html: (language: PageLanguage) => string) {
  const { lang } = request.query as { lang?: unknown };
  const asked = typeof lang === 'string' ? lang : undefined;
  const language = pageLanguage(asked, request.headers['accept-language']);
  return guarded(reply)
    .headers({
      'content-security-policy': securityPolicy,
      'content-language': language,
      vary: 'accept-language',
      'cache-control': 'no-cache',
    })
    .type('text/html; charset=utf-8')
    .send(html(language));
}

/** Set on each answer and not by a hook, because a hook on the caller's instance would reach every other
 *  route. */
function guarded(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
}

async function readExamples(): Promise<{ name: string; query: string }[]> {
  const folder = join(import.meta.dirname, 'examples');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.graphql')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -'.graphql'.length),
      query: await readFile(join(folder, file), 'utf8'),
    })),
  );
}

function asset(body: Buffer, type: string): Asset {
  let zipped: Promise<Buffer> | undefined;
  return {
    body,
    // GraphiQL is 3.5 MB as shipped: compressed once, when somebody first opens the playground.
    zipped: () => (zipped ??= compress(body)),
    type,
    // Weak, because the same tag stands for the plain and the compressed form.
    etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
}

/** Through package.json, because react does not export its UMD builds by name. */
function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}
