import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { Outage } from '../schema/errors.ts';
import { type Caller, nobodyAt } from './request.ts';
import type { Viewers } from './viewer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it; set on the paths of the graph before the body is read. */
    caller: Caller | null;
  }
}

/** Decides who asks before a body is read, so that what a body may be can depend on it. */
export function registerCaller(app: FastifyInstance, viewers: Viewers): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    if (!isGraph(request.url)) return;
    const { authorization } = request.headers;
    request.caller = authorization
      ? await viewers.callerOf(authorization, request.ip).catch(rethrowOutage)
      : nobodyAt(request.ip);
  });
}

/** Whether the path is the graph's own. */
export const isGraph = (url: string) => /^\/graphql(?:[/?]|$)/.test(url);

/** Who asks cannot be known while the database is away: an outage, never "nobody". */
function rethrowOutage(error: unknown): never {
  if (!(error instanceof Outage)) throw error;
  throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status: 503 } } });
}
