import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { GraphRequest } from './request.ts';
import { openSubgraph } from './subgraph.ts';
import { defaultTimes, inTime, noAnswer, OutOfTime, type Times } from './times.ts';

/** A subgraph in this process. */
export function localSource(
  schema: GraphQLSchema,
  database: Database,
  log: Logger,
  times: Times = defaultTimes,
): GraphQLDataSource {
  const answer = openSubgraph(schema, database, log);
  return {
    async process({ request, context }) {
      const asked = context as unknown as GraphRequest;
      const { query, variables, operationName } = request;
      // Extensions of an answer are dropped by the gateway; what was denied goes into the request's own list.
      return inTime(asked, query, times, () => answer(asked, { query, variables, operationName })).catch(
        (error: unknown) => {
          if (!(error instanceof OutOfTime)) throw error;
          log.error(
            { requestId: asked.id, err: error },
            'A subgraph in this process did not answer in time.',
          );
          throw noAnswer(query);
        },
      );
    },
  };
}

/** Every subgraph in this process, by name. */
export function localSources(
  schemas: Record<string, GraphQLSchema>,
  database: Database,
  log: Logger,
  times?: Times,
): Record<string, GraphQLDataSource> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, localSource(schema, database, log, times)]),
  );
}
