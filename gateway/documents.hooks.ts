import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { isGraph } from './caller.ts';
import type { Documents } from './documents.ts';
import { canonicalId } from './documents.read.ts';

export interface DocumentOptions {
  documents: Documents;
  /** Whether documents that are not registered are refused to all but keys with the scope `explore`. */
  isOnlyRegistered: boolean;
}

/** Puts the registered text in the place of its id, so that everything after it sees one kind of request, and
 *  refuses other texts where only registered ones are answered. Register it before anything reads a text. */
export function registerDocuments(
  app: FastifyInstance,
  { documents, isOnlyRegistered }: DocumentOptions,
): void {
  app.addHook('preHandler', (request, _reply, done) => {
    if (!isGraph(request.url)) return done();
    try {
      const asked = askedBy(request, isOnlyRegistered);
      if (!asked) return done();
      const { id, text, put } = asked;
      if (id !== null) put(textOf(documents, id, text));
      else if (isOnlyRegistered && text !== null && !mayExplore(request) && !documents.has(text))
        throw onlyRegistered();
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

interface Asked {
  id: string | null;
  text: string | null;
  /** Makes the request one for this text. */
  put: (text: string) => void;
}

function textOf(documents: Documents, id: string, text: string | null): string {
  if (text !== null) throw refusal('BAD_REQUEST', 400, 'Send a document or its id, not both.');
  const known = documents.textOf(canonicalId(id));
  if (known !== null) return known;
  throw refusal(
    'PERSISTED_QUERY_NOT_FOUND',
    404,
    `No document is registered here as "${id.slice(0, 80)}". Register it, or send its text.`,
  );
}

/** Null where there is nothing to replace or to refuse. */
function askedBy(request: FastifyRequest, isOnlyRegistered: boolean): Asked | null {
  if (request.method !== 'GET') return askedInBody(request);
  return isOnlyRegistered || /documentId|persistedQuery/.test(request.url) ? askedInUrl(request) : null;
}

function askedInBody(request: FastifyRequest): Asked | null {
  const { body } = request;
  if (!isRecord(body)) return null;
  const { documentId, extensions, ...rest } = body;
  const text = typeof body['query'] === 'string' && body['query'] !== '' ? body['query'] : null;
  const { hash, others } = withoutHash(extensions);
  const put = (query: string) =>
    (request.body = { ...rest, ...(others ? { extensions: others } : {}), query });
  // A client that sends hashes sends the text with it once the hash alone was not known.
  if (hash !== null && text !== null) put(text);
  return { id: typeof documentId === 'string' ? documentId : text === null ? hash : null, text, put };
}

function askedInUrl(request: FastifyRequest): Asked | null {
  const url = new URL(request.url, 'http://localhost/');
  const { searchParams: parameters } = url;
  const text = parameters.get('query') || null;
  const { hash, others } = withoutHash(parsed(parameters.get('extensions')));
  const put = (query: string) => {
    // Read once, it stays as it was sent, for the log.
    void request.originalUrl;
    parameters.set('query', query);
    for (const name of ['documentId', 'extensions']) parameters.delete(name);
    if (others) parameters.set('extensions', JSON.stringify(others));
    request.raw.url = `${url.pathname}${url.search}`;
  };
  if (hash !== null && text !== null) put(text);
  return { id: parameters.get('documentId') ?? (text === null ? hash : null), text, put };
}

/** The hash of Apollo's persisted queries, and all other extensions. */
function withoutHash(extensions: unknown): { hash: string | null; others: unknown } {
  if (!isRecord(extensions)) return { hash: null, others: extensions };
  const { persistedQuery, ...others } = extensions;
  const hash = isRecord(persistedQuery) ? persistedQuery['sha256Hash'] : null;
  return { hash: typeof hash === 'string' ? hash : null, others };
}

const mayExplore = ({ caller }: FastifyRequest) => caller?.scopes?.includes('explore') ?? false;

const onlyRegistered = () =>
  refusal(
    'FORBIDDEN',
    403,
    'Only registered documents are answered here. Ask for one by its id, or send an API key with the scope "explore".',
  );

const refusal = (code: string, status: number, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
