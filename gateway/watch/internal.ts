import Fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** What only the operator's own network may ask, on a port of its own: the public port does not know these
 *  paths, so no rule of a proxy has to hide them. */
export function createInternalHttp(registry: Registry): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/internal/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
  return app;
}
