import type { FastifyInstance } from 'fastify';

/** A connection kept alive after its last answer would hold up a stop for as long as the client likes: once
 *  the server closes, each answer ends its connection. */
export function endConnectionsOnClose(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
}
