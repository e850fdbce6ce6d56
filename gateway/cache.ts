import { createHash } from 'node:crypto';
import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { isGraph } from './caller.ts';
import type { GraphRequest } from './request.ts';

/** How old an answer to nobody may be when a cache between gives it to somebody else. */
const freshSeconds = 30;
const cacheable = `public, max-age=${freshSeconds}`;
/** What an answer depends on besides its address. */
export const varies = ['Accept', 'Accept-Language', 'Authorization', 'Origin'];

/** Says of each answer who may keep it: anybody, for what nobody in particular read by GET without an error;
 *  otherwise nobody. */
const tellCaching: ApolloServerPlugin<GraphRequest> = {
  // eslint-disable-next-line @typescript-eslint/require-await -- Apollo's interface asks for promises.
  async requestDidStart() {
    return {
      // eslint-disable-next-line @typescript-eslint/require-await
      async willSendResponse({ request, response, contextValue: { caller, points } }) {
        const { body, http } = response;
        const isForAll =
          request.http?.method === 'GET' &&
          caller.kind === 'NOBODY' &&
          body.kind === 'single' &&
          !body.singleResult.errors &&
          !points?.isTold;
        http.headers.set('cache-control', isForAll ? cacheable : 'no-store');
      },
    };
  },
};

/** Marks answers that may be kept with a hash, so that who has the same one already is told just that. What
 *  never reached the graph, such as a refusal, is nobody's to keep. */
export function registerCaching(app: FastifyInstance, gateway: ApolloServer<GraphRequest>): void {
  gateway.addPlugin(tellCaching);
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isGraph(request.url)) return done(null, payload);
    reply.header('vary', varies.join(', '));
    if (reply.getHeader('cache-control') !== cacheable || typeof payload !== 'string') {
      reply.header('cache-control', 'no-store');
      return done(null, payload);
    }
    const tag = `"${createHash('sha256').update(payload).digest('base64url')}"`;
    reply.header('etag', tag);
    // They tell one caller how they stand; a cache would tell it to all.
    for (const name of ['limit', 'remaining', 'reset']) reply.removeHeader(`ratelimit-${name}`);
    if (!isKnown(request.headers['if-none-match'], tag)) return done(null, payload);
    reply.code(304).removeHeader('content-type');
    done(null, '');
  });
}

/** Whether the list of tags holds this one; a proxy that compressed the answer has marked it weak. */
const isKnown = (tags: string | undefined, tag: string) =>
  tags?.split(',').some((each) => [tag, `W/${tag}`, '*'].includes(each.trim())) ?? false;
