import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import { publicCodes } from '../../schema/errors.ts';
import type { Denials } from '../../schema/context.ts';
import type { SignViewer } from '../../schema/viewer-token.ts';
import type { GraphRequest } from '../request.ts';
import { keptDocuments } from '../subgraph.ts';
import { defaultTimes, inTime, isMutation, noAnswer, type Times } from '../times.ts';
import { defaultLine, isResting, Line, type LineSettings } from './line.ts';
import { shapeAnswer } from './shape.ts';

const errorsMax = 200;
const deniedMax = 1_000;

export interface RemoteOptions {
  /** The name of the subgraph, and the audience of what is signed for it. */
  name: string;
  url: string;
  sign: SignViewer;
  log: Logger;
  times?: Times;
  line?: LineSettings;
}

export interface RemoteSource extends GraphQLDataSource {
  close(): Promise<void>;
}

/** A subgraph in another process. What it answers is taken for what its document asks, and nothing of a
 *  failure reaches a client but a code. */
export function remoteSource(options: RemoteOptions): RemoteSource {
  const { name, sign, times = defaultTimes } = options;
  const line = new Line(options.url, options.line ?? defaultLine);
  const documentOf = keptDocuments((query) => parse(query, { noLocation: true }));
  return {
    async process(fetch) {
      const { request, context } = fetch;
      const asked = context as unknown as GraphRequest;
      const { query = '', variables, operationName } = request;
      const log = options.log.child({ requestId: asked.id, subgraph: name });
      const answer = await inTime(asked, query, times, async ({ signal, ms }) => {
        const { id: requestId, viewer, locale, now } = asked;
        const token = await sign(name, { requestId, viewer, locale, now, deadline: Date.now() + ms });
        const body = JSON.stringify({ query, variables, operationName });
        return line.call({ body, token, signal, mayRepeat: !isMutation(query) });
      }).catch((error: unknown) => {
        // One line for each call that failed; those that were not made follow from them.
        if (!isResting(error)) log.error({ err: error }, 'A subgraph gave no answer that can be used.');
        throw noAnswer(query);
      });
      noteDenied(answer['extensions'], asked.denied);
      const schema = 'incomingRequestContext' in fetch ? fetch.incomingRequestContext.schema : undefined;
      const { data, faults } = dataOf(answer['data'], schema && { document: documentOf(query), schema });
      const errors = errorsOf(answer['errors'], log);
      if (faults.length > 0) {
        log.error(
          { faults: faults.slice(0, 5), count: faults.length },
          'A subgraph answered in a wrong form.',
        );
        errors.push(internal());
      } else if (!data && errors.length === 0) {
        log.error('A subgraph answered neither data nor errors.');
        throw noAnswer(query);
      }
      return { data, ...(errors.length > 0 ? { errors } : {}) };
    },
    close: () => line.close(),
  };
}

type Data = Record<string, unknown>;
const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function dataOf(
  data: unknown,
  asked: { document: ReturnType<typeof parse>; schema: GraphQLSchema } | undefined,
): { data: Data | null; faults: string[] } {
  if (data === null || data === undefined) return { data: null, faults: [] };
  if (!isObject(data)) return { data: null, faults: ['data is not an object'] };
  // What the gateway asks for itself has no client, and no schema of one.
  return asked ? shapeAnswer(data, asked.document, asked.schema) : { data, faults: [] };
}

/** Errors with a public code as they are; every other is masked, and logged without its words. */
function errorsOf(errors: unknown, log: Logger): GraphQLError[] {
  if (errors === undefined || errors === null) return [];
  if (!Array.isArray(errors)) return [internal()];
  return errors.slice(0, errorsMax).map((error: unknown) => {
    const { message, path, extensions } = isObject(error) ? error : {};
    const code = isObject(extensions) ? extensions['code'] : undefined;
    const place = isPath(path) ? path : undefined;
    if (typeof message === 'string' && (publicCodes as readonly unknown[]).includes(code)) {
      return new GraphQLError(message, { path: place, extensions: { code } });
    }
    log.error({ path: place }, 'A subgraph answered an error without a public code.');
    return internal(place);
  });
}

const isPath = (path: unknown): path is (string | number)[] =>
  Array.isArray(path) && path.every((part) => typeof part === 'string' || typeof part === 'number');

const internal = (path?: (string | number)[]) =>
  new GraphQLError('Something went wrong on our side. Tell the operator the request id.', {
    path,
    extensions: { code: 'INTERNAL' },
  });

/** Takes over what the subgraph says it withheld; lines in another form are dropped. */
function noteDenied(extensions: unknown, denied: Denials): void {
  const lines = isObject(extensions) ? extensions['denied'] : undefined;
  if (!Array.isArray(lines)) return;
  for (const line of lines.slice(0, deniedMax) as unknown[]) {
    const { coordinate, requires, count } = isObject(line) ? line : {};
    if (typeof coordinate !== 'string' || !/^\w{1,100}\.\w{1,100}$/.test(coordinate)) continue;
    if (typeof requires !== 'string' || requires.length > 300) continue;
    if (typeof count === 'number' && Number.isSafeInteger(count)) denied.add(coordinate, requires, count);
  }
}
