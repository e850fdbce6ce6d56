import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { told } from '../schema/messages.ts';
import { formatError } from './errors.ts';
import { stockExecution } from './execute/stock.ts';
import type { SupergraphFile } from './execute/supergraph-file.ts';
import { keyRules } from './keys.rules.ts';
import { askable } from './limits/askable.ts';
import { signedIn } from './limits/figures.ts';
import { currentRequest, type GraphRequest } from './request.ts';

export interface GatewayOptions {
  /** The text, or a file whose changes are taken while requests are answered. */
  supergraph: string | SupergraphFile;
  /** Where each subgraph is asked, by name: in this process or elsewhere. */
  sources: Record<string, GraphQLDataSource>;
  /** What else wants to see each operation. */
  plugins?: ApolloServerPlugin<GraphRequest>[];
  log: Logger;
}

/** The one door: plans from the committed supergraph, asks the subgraphs, masks what must not leave. */
export function createGateway(options: GatewayOptions): ApolloServer<GraphRequest> {
  const { supergraph, sources, plugins = [], log } = options;
  // The gateway would otherwise export telemetry and probe cloud metadata addresses at its start.
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  return new ApolloServer<GraphRequest>({
    gateway: stockExecution(supergraph, sources),
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    // The second lock: one anonymous document of 1.7 kB with nested fragments once stopped a stock gateway
    // for 48 s.
    maxRecursiveSelections: signedIn.selections,
    parseOptions: { maxTokens: signedIn.tokens },
    // Each error is built with care; ten are as much as anybody reads.
    validationOptions: { maxErrors: 10 },
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    logger: log,
    // Reaches also what is refused before a request has a context: a forged form, a batch, a bad token.
    formatError: (formatted) => {
      const request = currentRequest.getStore();
      return request ? formatError(formatted, request.id, log, request.locale) : formatted;
    },
    plugins: [keyRules(), finishAnswer(log), askable, ...plugins],
  });
}

/** Writes what was denied, drops the gateway's own remarks, gives errors their last form and the answer
 *  its status. */
function finishAnswer(log: Logger): ApolloServerPlugin<GraphRequest> {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- Apollo's interface asks for promises.
    async requestDidStart() {
      return {
        // Executing such a document would be our failure, with 500; it is the client's slip.
        // eslint-disable-next-line @typescript-eslint/require-await
        async didResolveOperation({ operation, request: { operationName } }) {
          if (operation) return;
          const message = operationName
            ? 'The document has no operation of the name in `operationName`.'
            : 'The document has several operations, or none: say in `operationName` which one to run.';
          throw new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
        },
        // eslint-disable-next-line @typescript-eslint/require-await
        async willSendResponse({ response, contextValue: request, operationName }) {
          if (response.body.kind !== 'single') return;
          const result = response.body.singleResult;
          const { valueCompletion, ...extensions } = result.extensions ?? {};
          if (valueCompletion) {
            log.warn(
              { requestId: request.id, operationName, valueCompletion },
              'An answer was blanked without an error.',
            );
            // Where nothing is left, an answer without an error is not GraphQL.
            if (!result.data) result.errors = [new GraphQLError('A promised value was null.')];
          }
          const denied = request.denied
            .list()
            .map((line) => ({ ...line, requires: told(request.locale, line.requires) }));
          const all = { ...extensions, ...(denied.length > 0 ? { denied } : {}) };
          if (Object.keys(all).length > 0) result.extensions = all;
          else delete result.extensions;
          result.errors &&= result.errors.map((error) => formatError(error, request.id, log, request.locale));
          const isOut = result.errors?.some(({ extensions: said }) =>
            ['UNAVAILABLE', 'OVERLOADED'].includes(String(said?.['code'])),
          );
          if (isOut && isEmpty(result.data)) response.http.status = 503;
        },
      };
    },
  };
}

const isEmpty = (data: unknown) =>
  data === null || data === undefined || Object.values(data).every((value) => value === null);
