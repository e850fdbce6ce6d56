import type { FastifyInstance } from 'fastify';
import type { Database } from '../db/client.ts';

const knownMs = 500;

/** What load balancers ask: `/health/live` while the process answers, `/health/ready` while the database
 *  does. What was known half a second ago is said at once, and looked after beside it, so that health does
 *  not stand in the queue of those who read. */
export function registerHealth(app: FastifyInstance, database: Database): void {
  let asking: Promise<boolean> | null = null;
  let readyAtMs = -Infinity;
  const ask = () =>
    (asking ??= database
      .ping()
      .then(
        () => true,
        () => false,
      )
      .then((isReady) => {
        readyAtMs = isReady ? performance.now() : -Infinity;
        asking = null;
        return isReady;
      }));

  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const isKnown = performance.now() - readyAtMs < knownMs;
    const answer = ask();
    if (isKnown || (await answer)) return { status: 'ready' };
    return reply.status(503).send({ status: 'unavailable', reason: 'The database does not answer.' });
  });
}
