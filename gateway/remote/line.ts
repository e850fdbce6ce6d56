import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { Pool } from 'undici';
import { OutOfTime } from '../times.ts';

/** How a subgraph in another process is called. */
export interface LineSettings {
  /** How many calls in a row fail before none is made for a while. */
  failuresMax: number;
  /** After how long one call tries again. */
  restMs: number;
  /** Bytes of the largest answer that is read. */
  answerMax: number;
  connections: number;
  connectMs: number;
}

export const defaultLine: LineSettings = {
  failuresMax: 10,
  restMs: 2_000,
  answerMax: 8_000_000,
  connections: 64,
  connectMs: 1_000,
};

/** One read in ten calls may be sent a second time, so that a subgraph in trouble does not get twice the
 *  load. */
const retriesPerCall = 0.1;
const retriesMax = 10;

/** An answer that is none: what came instead, for the log. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** The calls to one subgraph: kept connections, a second try where nothing had arrived, and a rest for it
 *  when it fails again and again. */
export class Line {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #breaker;
  #retries = 0;

  constructor(url: string, { failuresMax, restMs, answerMax, connections, connectMs }: LineSettings) {
    const { origin, pathname } = new URL(url);
    this.#path = pathname === '/' ? '/graphql' : pathname;
    // The caller's signal bounds the time; the pool would only look once a second.
    const times = { connectTimeout: connectMs, headersTimeout: 0, bodyTimeout: 0 };
    this.#pool = new Pool(origin, { connections, pipelining: 1, maxResponseSize: answerMax, ...times });
    // A request that came with little time left says nothing about the subgraph.
    const isItsFault = (error: Error) => !(error instanceof OutOfTime) || error.wasWhole;
    this.#breaker = circuitBreaker(handleWhen(isItsFault), {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(failuresMax),
    });
  }

  /** Sends the body and gives the JSON object that came back. Throws at anything else. */
  call(call: {
    body: string;
    token: string;
    signal: AbortSignal;
    mayRepeat: boolean;
  }): Promise<Record<string, unknown>> {
    this.#retries = Math.min(this.#retries + retriesPerCall, retriesMax);
    return this.#breaker.execute(async () => {
      try {
        return await this.#send(call);
      } catch (error) {
        if (!call.mayRepeat || !wasReset(error) || this.#retries < 1) throw error;
        this.#retries -= 1;
        return await this.#send(call);
      }
    });
  }

  async #send({ body, token, signal }: { body: string; token: string; signal: AbortSignal }) {
    const response = await this.#pool
      .request({
        path: this.#path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
        },
        body,
        signal,
      })
      .catch((error: unknown) => {
        throw error instanceof OutOfTime ? error : new NothingCame(error);
      });
    const { statusCode, headers } = response;
    const type = String(headers['content-type'] ?? '');
    if (statusCode !== 200 || !/^application\/(graphql-response\+)?json\b/i.test(type)) {
      response.body.on('error', () => {}).destroy();
      throw new BadAnswer(`Status ${statusCode} with ${type || 'no content type'}.`);
    }
    const text = await response.body.text();
    const answer = readJson(text);
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
      throw new BadAnswer(`${text.length} characters that are no JSON object.`);
    }
    return answer as Record<string, unknown>;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

/** Whether the line rests, so that nothing was sent. */
export const isResting = (error: unknown) => error instanceof BrokenCircuitError;

/** No byte of an answer arrived. */
class NothingCame extends Error {
  constructor(cause: unknown) {
    super('No byte of an answer came.', { cause });
  }
}

const resetCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

function wasReset(error: unknown): boolean {
  if (!(error instanceof NothingCame)) return false;
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && resetCodes.has(code);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
