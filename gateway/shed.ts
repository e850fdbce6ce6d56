import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { told } from '../schema/messages.ts';
import { isGraph } from './caller.ts';
import { localeOf } from './locale.ts';

export interface ShedOptions {
  /** Requests for the graph that are let in at the same time while this thread has no pause: more would only
   *  make each of them slower. */
  busyMax?: number;
  /** And those under way at any time, let in or not, also when all of them wait for something else. */
  inFlightMax?: number;
}

const sampleMs = 100;
/** Busy is a thread that had next to no pause since the last sample. */
const busyShare = 0.95;
const retrySeconds = '1';
const tellMs = 1_000;
const english = 'There is more to do here than can be done. Ask again in a moment.';
const messages = { en: english, zh: told('zh', english) };

/** Refuses at once what could only be answered late, so that what is answered is answered in time. It stands
 *  before the framework: three times as many requests as can be answered must cost next to nothing. Call what
 *  it returns when all that may refuse a caller is registered: only who passes that is let in, so that one
 *  whose points are used up takes nobody's place. */
export function registerShedding(
  app: FastifyInstance,
  log: Pick<Logger, 'warn'>,
  { busyMax = 16, inFlightMax = 1_000 }: ShedOptions = {},
): () => void {
  let [inFlight, letIn, refused] = [0, 0, 0];
  const isBusy = watchThread(app);
  const handlers = app.server.listeners('request') as ((
    ...both: [IncomingMessage, ServerResponse]
  ) => void)[];
  app.server.removeAllListeners('request');
  app.server.on('request', (request, response) => {
    if (isGraph(request.url ?? '')) {
      if (inFlight >= inFlightMax || (letIn >= busyMax && isBusy())) {
        refused += 1;
        return refuse(request, response);
      }
      inFlight += 1;
      response.once('close', () => (inFlight -= 1));
    }
    for (const handle of handlers) handle(request, response);
  });
  // One line for all of them: each by itself would be more to do.
  repeat(app, tellMs, () => {
    if (refused > 0) log.warn({ refused }, 'Requests were refused: there was more to do than could be done.');
    refused = 0;
  });
  return () =>
    app.addHook('onRequest', (request, reply, done) => {
      if (isGraph(request.url)) {
        letIn += 1;
        reply.raw.once('close', () => (letIn -= 1));
      }
      done();
    });
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const requestId = randomUUID();
  const locale = localeOf(request.headers['accept-language']);
  const message = messages[locale];
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'OVERLOADED', requestId } }] });
  response.writeHead(503, {
    'retry-after': retrySeconds,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-language': locale,
    'x-request-id': requestId,
  });
  response.end(body);
}

/** Whether this thread was busy all of the last moment. */
function watchThread(app: FastifyInstance): () => boolean {
  let isBusy = false;
  let before = performance.eventLoopUtilization();
  repeat(app, sampleMs, () => {
    const now = performance.eventLoopUtilization();
    isBusy = performance.eventLoopUtilization(now, before).utilization > busyShare;
    before = now;
  });
  return () => isBusy;
}

/** Does the work again and again until the server closes. */
function repeat(app: FastifyInstance, ms: number, work: () => void): void {
  const timer = setInterval(work, ms).unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
}
