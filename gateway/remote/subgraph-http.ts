import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Database } from '../../db/client.ts';
import { Denials } from '../../schema/context.ts';
import type { Told, VerifyViewer } from '../../schema/viewer-token.ts';
import { endConnectionsOnClose } from '../closing.ts';
import { registerHealth } from '../health.ts';
import { type Fetch, openSubgraph } from '../subgraph.ts';

/** Representations of a large page and its document; the client's own body is far smaller. */
const bodyMax = 4_000_000;

declare module 'fastify' {
  interface FastifyRequest {
    /** What the gateway says of this fetch; null where nothing was signed. */
    told: Told | null;
  }
}

export interface SubgraphHttpOptions {
  schema: GraphQLSchema;
  database: Database;
  verify: VerifyViewer;
  log: Logger;
}

/** One subgraph over HTTP. It answers the gateway and nobody else: without a token that the gateway signed
 *  for it no body is read. */
export function createSubgraphHttp({ schema, database, verify, log }: SubgraphHttpOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: log as never,
    bodyLimit: bodyMax,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  const answer = openSubgraph(schema, database, log, { validates: true });
  app.decorateRequest('told', null);
  app.addHook('onRequest', async (request, reply) => {
    if (/^\/health\/(live|ready)$/.test(request.url)) return;
    const [, token] = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '') ?? [];
    request.told = token === undefined ? null : await verify(token).catch(() => null);
    if (!request.told) return reply.status(401).send(refusal('UNAUTHENTICATED', 'Ask the gateway.'));
  });
  app.post<{ Body: unknown }>('/graphql', async (request, reply) => {
    const { told, body } = request;
    if (!told || !isFetch(body)) return reply.status(400).send(refusal('BAD_REQUEST', 'Send a query.'));
    // Nobody waits for it any more.
    if (Date.now() >= told.deadline) return reply.status(503).send(refusal('UNAVAILABLE', 'Too late.'));
    const denied = new Denials();
    const asked = { ...told, id: told.requestId, denied };
    const { data, errors } = await answer(asked, body).catch((error: unknown) => {
      if (!(error instanceof GraphQLError)) throw error;
      return {
        data: null,
        errors: [new GraphQLError(error.message, { extensions: { code: 'BAD_REQUEST' } })],
      };
    });
    const withheld = denied.list();
    return {
      data,
      ...(errors ? { errors } : {}),
      ...(withheld.length > 0 ? { extensions: { denied: withheld } } : {}),
    };
  });
  registerHealth(app, database);
  endConnectionsOnClose(app);
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send(refusal('BAD_REQUEST', 'Nothing here.')),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ requestId: request.told?.requestId, err: error }, 'A fetch failed.');
    return reply.status(status).send(refusal(status < 500 ? 'BAD_REQUEST' : 'INTERNAL', 'It failed.'));
  });
  return app;
}

const refusal = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] });

function isFetch(body: unknown): body is Fetch {
  if (typeof body !== 'object' || body === null || !('query' in body)) return false;
  return typeof body.query === 'string';
}
