import { GraphQLError } from 'graphql';

/** An expected "no" that the caller can act on. Each is a class of its own with a stable code; see STYLE
 *  "Saying no". */
export abstract class Refusal extends Error {
  /** For programs. Never reworded. */
  abstract readonly code: string;
}

/** The codes a client can meet at the top level of an answer. Closed: everything else leaves as INTERNAL. */
export const publicCodes = [
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL',
  'LIMIT_EXCEEDED',
  'OVERLOADED',
  'PERSISTED_QUERY_NOT_FOUND',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
] as const;
export type PublicCode = (typeof publicCodes)[number];

/** Something outside the code failed: nothing was changed, and asking again later may work. */
export class Outage extends Error {
  readonly code: 'OVERLOADED' | 'UNAVAILABLE';
  constructor(code: 'OVERLOADED' | 'UNAVAILABLE', message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Outage';
    this.code = code;
  }
}

/** The request itself is wrong: a bad id, a bad date, a cursor from another list. The message says the way
 *  out. */
export function malformed(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** States what must be true. A false one is a bug of ours and reaches the client as INTERNAL. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${sentence}`);
}
