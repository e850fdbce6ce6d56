import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Points } from '../schema/context.ts';
import { isGraph } from './caller.ts';
import type { Budgets, Standing } from './rate.ts';
import { nobodyAt } from './request.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What it took of its caller's points so far; null where none are counted. */
    points: Points | null;
  }
}

/** Rows that an operation may return for one point. */
const rowsPerPoint = 100;

/** Points of an operation that may return so many rows: one for each hundred begun, and one for any. */
export const pointsOf = (rows: number) => Math.max(1, Math.ceil(rows / rowsPerPoint));

type Done = (error?: Error) => void;

/** Takes a point of every request before its body is read, so that a caller whose points are used up costs
 *  next to nothing; and the rest, once it is known, before the operation runs. Register it after the caller
 *  is decided and the operation measured. */
export function registerRate(app: FastifyInstance, budgets: Budgets): void {
  const charge = (request: FastifyRequest, reply: FastifyReply, points: number, done: Done) => {
    const { accounts } = request.caller ?? nobodyAt(request.ip);
    const tell = (standing: Standing) => done(told(request, reply, points, standing));
    const standing = budgets.spend(accounts, points);
    if (standing instanceof Promise) standing.then(tell, done);
    else tell(standing);
  };
  app.decorateRequest('points', null);
  app.addHook('onRequest', (request, reply, done) => {
    // A browser asks leave first; that is not yet a question.
    if (!isGraph(request.url) || request.method === 'OPTIONS') return done();
    charge(request, reply, 1, done);
  });
  app.addHook('preHandler', (request, reply, done) => {
    const more = request.price && request.points ? pointsOf(request.price.estimate) - 1 : 0;
    if (more === 0) return done();
    charge(request, reply, more, done);
  });
}

/** Writes down how the caller stands; the error, where they must wait. */
function told(
  request: FastifyRequest,
  reply: FastifyReply,
  points: number,
  { isAllowed, limit, remaining, resetAt }: Standing,
): GraphQLError | undefined {
  const seconds = Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 1_000));
  reply.header('ratelimit-limit', limit);
  reply.header('ratelimit-remaining', remaining);
  reply.header('ratelimit-reset', seconds);
  if (isAllowed) {
    request.points = { cost: (request.points?.cost ?? 0) + points, limit, remaining, resetAt, isTold: false };
    return undefined;
  }
  reply.header('retry-after', seconds);
  return new GraphQLError(
    `This needs ${points} of your ${limit} points a minute, and ${remaining} are left. Ask again in ${seconds} s.`,
    { extensions: { code: 'RATE_LIMITED', http: { status: 429 } } },
  );
}
