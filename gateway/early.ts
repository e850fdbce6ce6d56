import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { told } from '../schema/messages.ts';
import { varies } from './cache.ts';
import { isGraph } from './caller.ts';
import { corsHeaders } from './cors.ts';
import { localeOf } from './locale.ts';
import type { Figures } from './watch/figures.ts';

/** A "no" that costs next to nothing: it is said before the framework sees the request. */
export interface EarlyRefusal {
  status: 429 | 503;
  code: string;
  message: string;
  headers: Readonly<Record<string, string | number>>;
}

/** Looks at a request for the graph whose body has not been read: a refusal ends it there. */
export type Look = (request: IncomingMessage, response: ServerResponse) => EarlyRefusal | null;

export interface EarlyOptions {
  log: Pick<Logger, 'warn'>;
  corsOrigins?: readonly string[];
  figures?: Pick<Figures, 'countRefusal'> | null;
}

const tellMs = 1_000;
const reasons = {
  429: 'Requests were refused: their senders asked more than was agreed.',
  503: 'Requests were refused: there was more to do than could be done.',
};

/** Gives the function that puts a look before the framework; what is put last looks first. An early "no" says
 *  what a later one would: the same headers, a sentence in the reader's language, a request id. For all of a
 *  second there is one line in the log: each by itself would be more to do than to refuse. */
export function openEarly(
  app: FastifyInstance,
  { log, corsOrigins = [], figures = null }: EarlyOptions,
): (look: Look) => void {
  const refused = { 429: 0, 503: 0 };
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  repeat(app, tellMs, () => {
    for (const status of [429, 503] as const) {
      if (refused[status] > 0) log.warn({ status, refused: refused[status] }, reasons[status]);
      refused[status] = 0;
    }
  });
  const refuse = (request: IncomingMessage, response: ServerResponse, no: EarlyRefusal) => {
    refused[no.status] += 1;
    figures?.countRefusal(no.status);
    const requestId = randomUUID();
    const locale = localeOf(request.headers['accept-language']);
    const message = told(locale, no.message, no.code);
    const body = JSON.stringify({ errors: [{ message, extensions: { code: no.code, requestId } }] });
    response.writeHead(no.status, {
      ...no.headers,
      ...corsHeaders(corsOrigins, request.headers.origin),
      ...(isClosing ? { connection: 'close' } : {}),
      vary: varies.join(', '),
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'content-language': locale,
      'x-request-id': requestId,
    });
    response.end(body);
  };
  return (look) => {
    const handlers = app.server.listeners('request') as ((
      ...both: [IncomingMessage, ServerResponse]
    ) => void)[];
    app.server.removeAllListeners('request');
    app.server.on('request', (request, response) => {
      const no = isGraph(request.url ?? '') ? look(request, response) : null;
      if (no) refuse(request, response, no);
      else for (const handle of handlers) handle(request, response);
    });
  };
}

/** Does the work again and again until the server closes. */
export function repeat(app: FastifyInstance, ms: number, work: () => void): void {
  const timer = setInterval(work, ms).unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
}
