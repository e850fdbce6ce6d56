import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Points } from '../schema/context.ts';
import { isGraph } from './caller.ts';
import type { Door } from './door.ts';
import type { EarlyRefusal, Look } from './early.ts';
import type { Budgets, Standing } from './rate.ts';
import { nobodyAt } from './request.ts';
import type { Viewers } from './viewer.ts';

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

/** Refuses, before the framework sees them, requests of whoever is known to have no points left, and of
 *  whoever takes a minute's points in a few seconds while this thread has no pause: who sends ten times what
 *  is agreed must not slow others by it, in the first seconds of a minute neither. Who has to be looked up
 *  first is left to the hooks, and so is the address that a load balancer names. */
export function lookForSpent(
  viewers: Pick<Viewers, 'known'>,
  { budgets, trustedProxies }: Pick<Door, 'budgets' | 'trustedProxies'>,
  isBusy: () => boolean,
): Look {
  const isBehindProxy = trustedProxies.length > 0;
  return ({ method, headers: { authorization }, socket }) => {
    if (method === 'OPTIONS' || (isBehindProxy && !authorization)) return null;
    const caller = viewers.known(authorization, socket.remoteAddress ?? '');
    const spent = caller && budgets.spent(caller.accounts);
    if (spent) return refusal(spent, (seconds) => [seconds, sentenceOf(1, spent, seconds)]);
    const ahead = caller && isBusy() ? budgets.ahead(caller.accounts) : null;
    return ahead && refusal(ahead, () => [1, tooFast]);
  };
}

const tooFast = 'There is much to do here, and you ask very fast. Ask again in a second.';

function refusal(
  standing: Standing,
  retry: (seconds: number) => readonly [afterSeconds: number, message: string],
): EarlyRefusal {
  const seconds = secondsUntil(standing.resetAt);
  const [after, message] = retry(seconds);
  const headers = { ...headersOf(standing, seconds), 'retry-after': after };
  return { status: 429, code: 'RATE_LIMITED', message, headers };
}

const secondsUntil = (at: Date) => Math.max(1, Math.ceil((at.getTime() - Date.now()) / 1_000));

const headersOf = ({ limit, remaining }: Standing, seconds: number) => ({
  'ratelimit-limit': limit,
  'ratelimit-remaining': remaining,
  'ratelimit-reset': seconds,
});

const sentenceOf = (points: number, { limit, remaining }: Standing, seconds: number) =>
  `This needs ${points} of your ${limit} points a minute, and ${remaining} are left. Ask again in ${seconds} s.`;

/** Writes down how the caller stands; the error, where they must wait. */
function told(
  request: FastifyRequest,
  reply: FastifyReply,
  points: number,
  standing: Standing,
): GraphQLError | undefined {
  const { isAllowed, limit, remaining, resetAt } = standing;
  const seconds = secondsUntil(resetAt);
  reply.headers(headersOf(standing, seconds));
  if (isAllowed) {
    request.points = { cost: (request.points?.cost ?? 0) + points, limit, remaining, resetAt, isTold: false };
    return undefined;
  }
  reply.header('retry-after', seconds);
  const extensions = { code: 'RATE_LIMITED', http: { status: 429 } };
  return new GraphQLError(sentenceOf(points, standing, seconds), { extensions });
}
