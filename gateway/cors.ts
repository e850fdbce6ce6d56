import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { WrongValue } from '../schema/values/wrong-value.ts';

/** How long a browser may remember what it was told about another site's requests. */
const preflightSeconds = 600;

const exposed = [
  ...['x-request-id', 'retry-after', 'etag'],
  ...['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
];

/** Lets pages of these origins, and of no other, ask from a browser. Never with cookies: a token is sent on
 *  purpose. Before anything else answers, so that a page can read a refusal, too. */
export async function registerCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  // Without any, not even a preflight is answered: a browser then keeps to our own pages.
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: [
      ...['authorization', 'content-type', 'accept-language', 'if-none-match'],
      ...['apollo-require-preflight', 'x-apollo-operation-name'],
    ],
    exposedHeaders: exposed,
    credentials: false,
    maxAge: preflightSeconds,
  });
}

/** What an answer that no framework wrote says to a page of these origins; nothing to another. */
export function corsHeaders(origins: readonly string[], origin: string | undefined): Record<string, string> {
  if (origin === undefined || !origins.includes(origin)) return {};
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': exposed.join(', ') };
}

/** Reads origins from a list with commas. Each is exact: a pattern would let in whoever can register a
 *  name. */
export function readOrigins(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const url = URL.canParse(each) ? new URL(each) : null;
      if (url?.origin === each && /^https?:\/\/[^*]+$/.test(each)) return each;
      throw new WrongValue(
        `CORS_ORIGINS has "${each}"; write scheme and host alone, such as https://portal.example.org .`,
      );
    });
}
