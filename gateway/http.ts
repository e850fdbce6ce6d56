import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { Denials, type Locale } from '../schema/context.ts';
import { registerCaller } from './caller.ts';
import { formatError } from './errors.ts';
import { type Persona, registerPages } from './pages/pages.ts';
import { currentRequestId, type GraphRequest, nobodyAt } from './request.ts';
import type { Viewers } from './viewer.ts';

const bodyMax = 100_000;

export interface HttpOptions {
  gateway: ApolloServer<GraphRequest>;
  database: Database;
  viewers: Viewers;
  /** Null outside development. */
  personas: Persona[] | null;
  log: Logger;
}

/** The HTTP face: the graph, its health, and the pages for people. `close` lets requests in flight finish. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { gateway, database, viewers, log } = options;
  const app = Fastify({
    loggerInstance: log as never,
    bodyLimit: bodyMax,
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
  app.addHook('preHandler', (request, _reply, done) => currentRequestId.run(request.id, done));
  // A connection kept alive after its last answer would hold up the stop for as long as the client likes.
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    log.info(
      { requestId: request.id, method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
    done();
  });

  tellErrors(app, log);
  registerCaller(app, viewers);
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
        });
      },
    }),
  });

  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await database.ping();
      return { status: 'ready' };
    } catch {
      return reply.status(503).send({ status: 'unavailable', reason: 'The database does not answer.' });
    }
  });
  await registerPages(app, { personas: options.personas });
  return app;
}

/** What goes wrong outside the graph is told in the same form: a code, a sentence and the request id. */
function tellErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError | GraphQLError, request, reply) => {
    const { status, code } = statusAndCode(error);
    if (status >= 500 && !code) log.error({ requestId: request.id, err: error }, 'A request failed.');
    // Without a code of its own it leaves masked.
    const extensions = code ? { code } : {};
    const told = formatError({ message: error.message, extensions }, request.id, log);
    return reply.status(status).send({ errors: [told] });
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `There is nothing here for ${request.method}.`;
    const told = formatError({ message, extensions: { code: 'BAD_REQUEST' } }, request.id, log);
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

const localeOf = (header: string | undefined): Locale => (/^\s*zh/i.test(header ?? '') ? 'zh' : 'en');
