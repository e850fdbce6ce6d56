import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { GraphRequest } from '../request.ts';

/** What an operator watches, in Prometheus' form. Labels are few and closed: no address, person, key or
 *  document is ever one. */
export interface Figures {
  registry: Registry;
  /** Counts requests by path and status, and those under way. */
  watchHttp(app: FastifyInstance): void;
  /** Counts a request for the graph that was refused before the framework saw it. */
  countRefusal(status: number): void;
  /** Counts operations and their errors, by code. */
  plugin: ApolloServerPlugin<GraphRequest>;
  /** The same sources, each fetch timed under the name of its subgraph. */
  timed(sources: Record<string, GraphQLDataSource>): Record<string, GraphQLDataSource>;
}

const secondsUpTo = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 6.5];

/** Figures of this process, from now on. */
export function openFigures(): Figures {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'cograph_' });
  const requests = new Histogram({
    name: 'cograph_http_request_seconds',
    help: 'From the first byte of a request to the last of its answer, by path and status.',
    labelNames: ['path', 'status'],
    buckets: secondsUpTo,
    registers,
  });
  const inFlight = new Gauge({
    name: 'cograph_http_requests_in_flight',
    help: 'Requests being answered at this moment.',
    registers,
  });
  const operations = new Counter({
    name: 'cograph_operations_total',
    help: 'Operations by kind (query, mutation, none) and who asked (NOBODY, PERSON, KEY).',
    labelNames: ['kind', 'caller'],
    registers,
  });
  const errors = new Counter({
    name: 'cograph_errors_total',
    help: 'Errors that left with an answer, by code.',
    labelNames: ['code'],
    registers,
  });
  const fetches = new Histogram({
    name: 'cograph_fetch_seconds',
    help: 'One fetch of one subgraph; outcome is ok, errors (of some fields) or failed (of all).',
    labelNames: ['subgraph', 'outcome'],
    buckets: secondsUpTo,
    registers,
  });

  return {
    registry,
    watchHttp(app) {
      app.addHook('onRequest', (_request, reply, done) => {
        inFlight.inc();
        // Once for each request, also where the client went away before its answer.
        reply.raw.once('close', () => inFlight.dec());
        done();
      });
      app.addHook('onResponse', (request, reply, done) => {
        // The route as it was declared: what a client wrote could be anything, and would never end.
        const path = request.routeOptions.url ?? 'none';
        requests.observe({ path, status: reply.statusCode }, reply.elapsedTime / 1_000);
        done();
      });
    },
    countRefusal: (status) => requests.observe({ path: '/graphql', status }, 0),
    plugin: {
      // eslint-disable-next-line @typescript-eslint/require-await -- Apollo's interface asks for promises.
      requestDidStart: async () => ({
        // eslint-disable-next-line @typescript-eslint/require-await
        async willSendResponse({ response, contextValue, operation }) {
          operations.inc({ kind: operation?.operation ?? 'none', caller: contextValue.caller.kind });
          if (response.body.kind !== 'single') return;
          for (const { extensions } of response.body.singleResult.errors ?? []) {
            const code = extensions?.['code'];
            errors.inc({ code: typeof code === 'string' ? code : 'none' });
          }
        },
      }),
    },
    timed: (sources) =>
      Object.fromEntries(
        Object.entries(sources).map(([subgraph, source]) => [
          subgraph,
          timedSource(subgraph, source, fetches),
        ]),
      ),
  };
}

function timedSource(
  subgraph: string,
  source: GraphQLDataSource,
  fetches: Histogram<'subgraph' | 'outcome'>,
): GraphQLDataSource {
  return {
    async process(options) {
      const end = fetches.startTimer({ subgraph });
      try {
        const answer = await source.process(options);
        end({ outcome: answer.errors ? 'errors' : 'ok' });
        return answer;
      } catch (error) {
        end({ outcome: 'failed' });
        throw error;
      }
    },
  };
}
