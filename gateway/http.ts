import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { Denials } from '../schema/context.ts';
import { registerCaching } from './cache.ts';
import { refuseWrongTokens, registerCaller } from './caller.ts';
import { endConnectionsOnClose } from './closing.ts';
import { registerCors } from './cors.ts';
import { registerDocuments } from './documents.hooks.ts';
import type { Door } from './door.ts';
import { openEarly } from './early.ts';
import { formatError } from './errors.ts';
import { registerHealth } from './health.ts';
import { LimitsExceeded } from './limits/exceeded.ts';
import { bodyBytesMax } from './limits/figures.ts';
import { registerLimits } from './limits/limits.ts';
import { localeOf, registerLocale } from './locale.ts';
import { type Persona, registerPages } from './pages/pages.ts';
import { lookForSpent, registerRate } from './rate.hooks.ts';
import { currentRequest, type GraphRequest, nobodyAt } from './request.ts';
import { registerShedding, watchThread } from './shed.ts';
import type { Viewers } from './viewer.ts';
import type { Figures } from './watch/figures.ts';
import { traceRequests } from './watch/traces.ts';

export interface HttpOptions {
  gateway: ApolloServer<GraphRequest>;
  database: Database;
  viewers: Viewers;
  /** Null outside development. */
  personas: Persona[] | null;
  /** Sites whose pages may ask from a browser, besides our own; none when left out. */
  corsOrigins?: readonly string[];
  /** Without it nobody's points are counted, and documents have no ids. */
  door?: Door;
  /** What the operator watches; nothing when left out. */
  watch?: { figures: Figures | null; isTracing: boolean };
  log: Logger;
}

/** The HTTP face: the graph, its health, and the pages for people. `close` lets requests in flight finish. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { gateway, database, viewers, log } = options;
  const app = Fastify({
    loggerInstance: log as never,
    bodyLimit: bodyBytesMax,
    trustProxy: options.door?.trustedProxies ?? false,
    genReqId: () => randomUUID(),
    // One line a request is written below, with its id.
    logController: new LogController({ disableRequestLogging: true }),
    // Browsers keep idle connections open; a stop must not wait for those.
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  // Not earlier: reading the body would lose it.
  app.addHook('preHandler', ({ id, headers }, _reply, done) =>
    currentRequest.run({ id, locale: localeOf(headers['accept-language']) }, done),
  );
  endConnectionsOnClose(app);
  app.addHook('onResponse', (request, reply, done) => {
    // A query and its variables may be in the address: what comes after the path is not kept.
    const { method } = request;
    const [url] = request.originalUrl.split('?');
    log.info(
      { requestId: request.id, method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
    done();
  });

  const { corsOrigins = [], watch } = options;
  watch?.figures?.watchHttp(app);
  if (watch?.isTracing) traceRequests(app);
  registerLocale(app);
  tellErrors(app, log);
  await registerCors(app, corsOrigins);
  const before = openEarly(app, { log, corsOrigins, figures: watch?.figures ?? null });
  const isBusy = watchThread(app);
  const registerLetIn = registerShedding(app, before, { isBusy });
  if (options.door) before(lookForSpent(viewers, options.door, isBusy));
  registerCaller(app, viewers);
  // A text takes the place of its id before it is measured, and is paid for once it is.
  if (options.door) registerDocuments(app, options.door);
  registerLimits(app, gateway);
  if (options.door) registerRate(app, options.door.budgets);
  registerLetIn();
  refuseWrongTokens(app);
  registerCaching(app, gateway);
  gateway.addPlugin(fastifyApolloDrainPlugin(app));
  await gateway.start();
  app.route({
    url: '/graphql',
    method: ['GET', 'POST', 'OPTIONS'],
    handler: fastifyApolloHandler(gateway, {
      context: (request): Promise<GraphRequest> => {
        const caller = request.caller ?? nobodyAt(request.ip);
        return Promise.resolve({
          id: request.id,
          caller,
          viewer: caller.viewer,
          locale: localeOf(request.headers['accept-language']),
          now: new Date(),
          denied: new Denials(),
          price: request.price,
          points: request.points,
        });
      },
    }),
  });

  registerHealth(app, database);
  await registerPages(app, { personas: options.personas });
  return app;
}

/** What goes wrong outside the graph is told in the same form: a code, a sentence and the request id. */
function tellErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError | GraphQLError, request, reply) => {
    const { status, code } = statusAndCode(error);
    if (status >= 500 && !code) log.error({ requestId: request.id, err: error }, 'A request failed.');
    // Without a code of its own it leaves masked.
    const errors = error instanceof LimitsExceeded ? error.errors : [error];
    const told = errors.map((each) => {
      const extensions = each instanceof GraphQLError ? each.extensions : code ? { code } : {};
      const locale = localeOf(request.headers['accept-language']);
      return formatError({ message: each.message, extensions }, request.id, log, locale);
    });
    return reply.status(status).send({ errors: told });
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `There is nothing here for ${request.method}.`;
    const locale = localeOf(request.headers['accept-language']);
    const told = formatError({ message, extensions: { code: 'BAD_REQUEST' } }, request.id, log, locale);
    return reply.status(404).send({ errors: [told] });
  });
}

function statusAndCode(error: FastifyError | GraphQLError): { status: number; code?: unknown } {
  if (error instanceof GraphQLError) {
    const { code, http } = error.extensions as { code?: unknown; http?: { status?: number } };
    return { status: http?.status ?? 400, code };
  }
  const status = error.statusCode ?? 500;
  return status < 500 ? { status, code: 'BAD_REQUEST' } : { status };
}
