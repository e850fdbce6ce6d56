import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { isGraph } from '../caller.ts';
import { type GraphRequest, nobodyAt, type Price } from '../request.ts';
import { registerBodyLimit } from './body.ts';
import { sum, type Variables } from './cost.ts';
import { type Exceeded, LimitsExceeded } from './exceeded.ts';
import { type Figures, figuresOf, type LimitName } from './figures.ts';
import { type Measure, measure, type OperationMeasure } from './measure.ts';
import { tellCost } from './tell-cost.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the operation may cost at most; null where none was measured. Set before the handler. */
    price: Price | null;
  }
}

const documentsMax = 2_000;
const documentsBytesMax = 20_000_000;
/** What a measured selection keeps alive, roughly. */
const selectionBytes = 300;

/** Holds every request for the graph to the figures of its caller, before the server parses anything. */
export function registerLimits(app: FastifyInstance, gateway: ApolloServer<GraphRequest>): void {
  const measureOf = measures(gateway);
  gateway.addPlugin(tellCost);
  registerBodyLimit(app);
  app.decorateRequest('price', null);
  // eslint-disable-next-line @typescript-eslint/require-await -- only a promise's throw is answered.
  app.addHook('preHandler', async (request) => {
    const asked = isGraph(request.url) ? askedBy(request) : null;
    const known = asked && measureOf(asked.query);
    if (!asked || !known) return;
    const figures = figuresOf(request.caller ?? nobodyAt(request.ip));
    const operation = operationOf(known, asked.operationName);
    const values = { ...operation?.defaults, ...asked.variables };
    const exceeded = excesses(known.structure, operation, values, figures);
    if (exceeded.length > 0) throw new LimitsExceeded(exceeded, figures);
    if (!operation) return;
    const { lists, introspected } = operation;
    request.price = { estimate: sum(lists, values), introspected };
  });
}

/** Measures each document once, until another schema comes. Gives null before there is one. */
function measures(gateway: ApolloServer<GraphRequest>): (text: string) => Measure | null {
  let schema: GraphQLSchema | null = null;
  const known = new LRUCache<string, Measure>({ max: documentsMax, maxSize: documentsBytesMax });
  gateway.addPlugin({
    // eslint-disable-next-line @typescript-eslint/require-await -- Apollo's interface asks for promises.
    async serverWillStart() {
      return {
        schemaDidLoadOrUpdate({ apiSchema }) {
          schema = apiSchema;
          known.clear();
        },
      };
    },
  });
  return (text) => {
    if (!schema) return null;
    const before = known.get(text);
    if (before) return before;
    const measured = measure(text, schema);
    const selections = measured.operations.size > 0 ? (measured.structure.selections ?? 0) : 0;
    known.set(text, measured, { size: 200 + 2 * text.length + selectionBytes * selections });
    return measured;
  };
}

interface Asked {
  query: string;
  variables: Variables;
  operationName: string | null;
}

/** What the server will be asked, read as the server reads it; null for what it refuses by itself. */
function askedBy({ method, body, url }: FastifyRequest): Asked | null {
  if (method === 'POST') return isRecord(body) ? askedIn(body) : null;
  if (method !== 'GET') return null;
  const parameters = new URL(url, 'http://localhost/').searchParams;
  const query = parameters.get('query');
  const variables = parsed(parameters.get('variables'));
  return askedIn({ query, variables, operationName: parameters.get('operationName') });
}

function askedIn({ query, variables, operationName }: Record<string, unknown>): Asked | null {
  if (typeof query !== 'string' || query === '') return null;
  return {
    query,
    variables: isRecord(variables) ? variables : {},
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : null,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}

/** The operation that will run; null when the document does not say which. */
function operationOf({ operations }: Measure, name: string | null): OperationMeasure | null {
  if (name !== null) return operations.get(name) ?? null;
  const [only, another] = operations.values();
  return another ? null : (only ?? null);
}

function excesses(
  structure: Measure['structure'],
  operation: OperationMeasure | null,
  values: Variables,
  figures: Figures,
): Exceeded[] {
  const pages = operation?.pages.map((page) => page(values)) ?? [];
  const counted: Measure['structure'] = {
    ...structure,
    pageSize: Math.max(0, ...pages),
    cost: sum(operation?.lists ?? [], values),
  };
  return (Object.entries(counted) as [LimitName, number][]).flatMap(([name, actual]) =>
    actual > figures[name] ? [{ name, actual, max: figures[name] }] : [],
  );
}
