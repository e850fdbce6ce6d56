import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { Outage } from '../schema/errors.ts';
import { type Caller, nobodyAt } from './request.ts';
import type { Viewers } from './viewer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it; set on the paths of the graph before the body is read. */
    caller: Caller | null;
    /** Why a token was not taken. Until it is told, whoever sent it counts as nobody. */
    wrongToken: GraphQLError | null;
  }
}

/** Decides who asks before a body is read, so that what a body may be can depend on it. */
export function registerCaller(app: FastifyInstance, viewers: Viewers): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('wrongToken', null);
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isGraph(request.url)) return done();
    const { authorization } = request.headers;
    const known = viewers.known(authorization, request.ip);
    request.caller = known ?? nobodyAt(request.ip);
    if (known) return done();
    viewers.callerOf(authorization, request.ip).then(
      (caller) => {
        request.caller = caller;
        done();
      },
      (error: unknown) => {
        request.wrongToken = wrongToken(error);
        done(request.wrongToken ? undefined : (error as Error));
      },
    );
  });
}

/** Refuses a token that is not good, once its sender has paid for the asking: register it after the rate. */
export function refuseWrongTokens(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => done(request.wrongToken ?? undefined));
}

/** Whether the path is the graph's own. */
export const isGraph = (url: string) => /^\/graphql(?:[/?]|$)/.test(url);

/** Who asks cannot be known while the database is away: an outage, never "nobody". Null for what is no word
 *  about the token. */
function wrongToken(error: unknown): GraphQLError | null {
  if (error instanceof GraphQLError) return error;
  if (!(error instanceof Outage)) return null;
  return new GraphQLError(error.message, { extensions: { code: error.code, http: { status: 503 } } });
}
