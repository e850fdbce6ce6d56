import { GraphQLError } from 'graphql';
import type { GraphRequest } from './request.ts';

/** How long a subgraph may take. */
export interface Times {
  /** One fetch of a query. */
  readMs: number;
  /** One fetch of a mutation. */
  writeMs: number;
  /** All fetches of one request together. */
  requestMs: number;
}

export const defaultTimes: Times = { readMs: 2_000, writeMs: 5_000, requestMs: 6_000 };

/** The time of one fetch is over, or that of its whole request. */
export class OutOfTime extends Error {
  /** Whether the fetch had all the time that its kind may have. */
  readonly wasWhole: boolean;
  constructor(ms: number, wasWhole: boolean) {
    super(`No answer within ${ms} ms.`);
    this.name = 'OutOfTime';
    this.wasWhole = wasWhole;
  }
}

/** When each request under way has to end. The first fetch starts its clock. */
const ends = new WeakMap<GraphRequest, number>();

/** Whether a fetch changes something: it is given longer, and never sent twice. */
export const isMutation = (query: string | undefined) => /^\s*mutation\b/.test(query ?? '');

/** What a client is told when a part of the graph gives no answer that can be used. */
export function noAnswer(query: string | undefined): GraphQLError {
  const message = isMutation(query)
    ? 'A part of the graph did not answer. The change may have been made or not: look before you repeat it.'
    : 'A part of the graph does not answer. Try again in a moment.';
  return new GraphQLError(message, { extensions: { code: 'UNAVAILABLE' } });
}

/** Does the work of one fetch within the time left to it; throws `OutOfTime` and aborts the signal
 *  otherwise. */
export async function inTime<T>(
  request: GraphRequest,
  query: string | undefined,
  times: Times,
  work: (left: { signal: AbortSignal; ms: number }) => Promise<T>,
): Promise<T> {
  const end = ends.get(request) ?? performance.now() + times.requestMs;
  ends.set(request, end);
  const whole = isMutation(query) ? times.writeMs : times.readMs;
  const ms = Math.max(0, Math.min(whole, Math.floor(end - performance.now())));
  // Made only when it is needed: an error costs as much as a small fetch.
  const over = () => new OutOfTime(ms, ms === whole);
  if (ms === 0) throw over();
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = over();
      controller.abort(error);
      reject(error);
    }, ms);
  });
  try {
    return await Promise.race([work({ signal: controller.signal, ms }), late]);
  } finally {
    clearTimeout(timer);
  }
}
