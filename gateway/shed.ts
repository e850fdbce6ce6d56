import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { isGraph } from './caller.ts';
import { type EarlyRefusal, type Look, repeat } from './early.ts';

export interface ShedOptions {
  /** Requests for the graph that are let in at the same time while this thread has no pause: more would only
   *  make each of them slower. */
  busyMax?: number;
  /** And those under way at any time, let in or not, also when all of them wait for something else. */
  inFlightMax?: number;
  isBusy?: () => boolean;
}

const sampleMs = 100;
/** Busy is a thread that had next to no pause since the last sample. */
const busyShare = 0.95;
const overloaded: EarlyRefusal = {
  status: 503,
  code: 'OVERLOADED',
  message: 'There is more to do here than can be done. Ask again in a moment.',
  headers: { 'retry-after': '1' },
};

/** Refuses at once what could only be answered late, so that what is answered is answered in time. It stands
 *  before the framework: three times as many requests as can be answered must cost next to nothing. Call what
 *  it returns when all that may refuse a caller is registered: only who passes that is let in, so that one
 *  whose points are used up takes nobody's place. */
export function registerShedding(
  app: FastifyInstance,
  before: (look: Look) => void,
  { busyMax = 16, inFlightMax = 1_000, isBusy = watchThread(app) }: ShedOptions = {},
): () => void {
  let [inFlight, letIn] = [0, 0];
  before((_request, response) => {
    if (inFlight >= inFlightMax || (letIn >= busyMax && isBusy())) return overloaded;
    inFlight += 1;
    response.once('close', () => (inFlight -= 1));
    return null;
  });
  return () =>
    app.addHook('onRequest', (request, reply, done) => {
      if (isGraph(request.url)) {
        letIn += 1;
        reply.raw.once('close', () => (letIn -= 1));
      }
      done();
    });
}

/** Gives what says whether this thread was busy all of the last moment. */
export function watchThread(app: FastifyInstance): () => boolean {
  let isBusy = false;
  let before = performance.eventLoopUtilization();
  repeat(app, sampleMs, () => {
    const now = performance.eventLoopUtilization();
    isBusy = performance.eventLoopUtilization(now, before).utilization > busyShare;
    before = now;
  });
  return () => isBusy;
}
