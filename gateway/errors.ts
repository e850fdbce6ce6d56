import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { Locale } from '../schema/context.ts';
import { Outage, publicCodes } from '../schema/errors.ts';
import { told } from '../schema/messages.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';

/** Apollo's own words for a request that is wrong before any field is asked. */
const requestCodes = new Set([
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const messageMax = 1_000;

/** An error of a subgraph as the gateway may carry it on: known ones as they are, everything else masked
 *  and logged. */
export function maskError(error: GraphQLError, requestId: string, log: Logger): GraphQLError {
  const cause = rootOf(error);
  const { path } = error;
  if (cause instanceof Outage) {
    log.error({ requestId, path, err: cause }, 'The database could not answer.');
    return new GraphQLError(cause.message, { path, extensions: { code: cause.code } });
  }
  if (cause instanceof WrongValue) {
    return new GraphQLError(cause.message, { path, extensions: { code: 'BAD_USER_INPUT' } });
  }
  if (isPublic(error.extensions['code'])) {
    return new GraphQLError(error.message, { path, extensions: { code: error.extensions['code'] } });
  }
  if (!error.originalError || (cause instanceof GraphQLError && cause.extensions['code'] === undefined)) {
    // What graphql-js itself says of a document, its variables or a value in it: about the request, not about
    // our insides.
    return new GraphQLError(error.message, { path, extensions: { code: 'BAD_USER_INPUT' } });
  }
  log.error({ requestId, path, err: cause }, 'A resolver failed.');
  return internal(path);
}

/** The last look at an error before it leaves: a code of the closed list, a sentence, the request id,
 *  nothing else. */
export function formatError(
  formatted: GraphQLFormattedError,
  requestId: string,
  log: Logger,
  locale: Locale = 'en',
): GraphQLFormattedError {
  // What is refused before it is executed comes by twice.
  if (formattedBefore.has(formatted)) return formatted;
  const { locations, path, extensions } = formatted;
  // Long only when it repeats what was sent.
  const message = formatted.message.slice(0, messageMax);
  const said = extensions?.['code'];
  const code = requestCodes.has(String(said)) ? 'BAD_REQUEST' : said;
  const shape = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (!isPublic(code)) {
    log.error({ requestId, path, said, message }, 'An error without a public code was masked.');
    const { message: masked } = internal(path);
    return last({ message: told(locale, masked), ...shape, extensions: { code: 'INTERNAL', requestId } });
  }
  // The one code that says more: which figure, how much it was, and how much it may be.
  const { limit } = (code === 'LIMIT_EXCEEDED' && extensions) || {};
  const all = { code, requestId, ...(limit ? { limit } : {}) };
  return last({ message: told(locale, message, code), ...shape, extensions: all });
}

const formattedBefore = new WeakSet<GraphQLFormattedError>();
function last(error: GraphQLFormattedError): GraphQLFormattedError {
  formattedBefore.add(error);
  return error;
}

const internal = (path: GraphQLError['path']) =>
  new GraphQLError('Something went wrong on our side. Tell the operator the request id.', {
    path,
    extensions: { code: 'INTERNAL' },
  });

const isPublic = (code: unknown): boolean => (publicCodes as readonly unknown[]).includes(code);

/** The error we know, wherever it stands in the chain of causes; else the innermost, which says most in
 *  the log. */
function rootOf(error: Error): Error {
  if (error instanceof Outage || error instanceof WrongValue) return error;
  const inner = (error as { originalError?: unknown }).originalError ?? error.cause;
  return inner instanceof Error ? rootOf(inner) : error;
}
