import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { formatError } from './errors.ts';
import { stockExecution } from './execute/stock.ts';
import { currentRequestId, type GraphRequest } from './request.ts';

/** One anonymous document of 1.7 kB with nested fragments once stopped a stock gateway for 48 s. */
const recursiveSelectionsMax = 2_000;
const tokensMax = 2_000;

export interface GatewayOptions {
  supergraph: string;
  /** Where each subgraph is asked, by name: in this process or elsewhere. */
  sources: Record<string, GraphQLDataSource>;
  log: Logger;
}

/** The one door: plans from the committed supergraph, asks the subgraphs, masks what must not leave. */
export function createGateway({ supergraph, sources, log }: GatewayOptions): ApolloServer<GraphRequest> {
  // The gateway would otherwise export telemetry and probe cloud metadata addresses at its start.
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  return new ApolloServer<GraphRequest>({
    gateway: stockExecution(supergraph, sources),
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    maxRecursiveSelections: recursiveSelectionsMax,
    parseOptions: { maxTokens: tokensMax },
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    logger: log,
    // Reaches also what is refused before a request has a context: a forged form, a batch, a bad token.
    formatError: (formatted) => {
      const id = currentRequestId.getStore();
      return id === undefined ? formatted : formatError(formatted, id, log);
    },
    plugins: [finishAnswer(log)],
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
          }
          const denied = request.denied.list();
          const all = { ...extensions, ...(denied.length > 0 ? { denied } : {}) };
          if (Object.keys(all).length > 0) result.extensions = all;
          else delete result.extensions;
          result.errors &&= result.errors.map((error) => formatError(error, request.id, log));
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
