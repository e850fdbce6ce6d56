import { type DocumentNode, execute, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { newContext } from '../schema/context.ts';
import { knownEntities } from './entities.ts';
import { maskError } from './errors.ts';
import type { GraphRequest } from './request.ts';
import { defaultTimes } from './times.ts';

const documentsMax = 2_000;

/** What a subgraph knows of the request that a fetch belongs to. */
export type Asked = Pick<GraphRequest, 'id' | 'viewer' | 'locale' | 'now' | 'denied' | 'points'>;

/** One operation that the gateway's plan sends to a subgraph. */
export interface Fetch {
  query?: string | undefined;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

export interface FetchAnswer {
  data: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLError[];
}

/** A subgraph that answers fetches: parsed documents are kept, and each fetch gets a context of its own, so
 *  that loaders of one fetch never answer for another. Plans are validated by composition; documents that
 *  come from another process are validated once each. */
export function openSubgraph(
  schema: GraphQLSchema,
  database: Database,
  log: Logger,
  { validates = false } = {},
): (asked: Asked, fetch: Fetch) => Promise<FetchAnswer> {
  const documentOf = keptDocuments((query) => {
    const document = parse(query, { noLocation: true });
    const [error] = validates ? validate(schema, document) : [];
    if (error) throw error;
    return document;
  });
  // A statement that a client's change runs may take as long as the gateway waits for it.
  const bounded: Database = {
    ...database,
    write: (work) => database.write(work, { statementTimeoutMs: defaultTimes.writeMs }),
  };
  return async (asked, { query = '', variables: sent, operationName }) => {
    const { variables, restored } = knownEntities(schema, sent);
    const { data, errors } = await execute({
      schema,
      document: documentOf(query),
      variableValues: variables,
      operationName,
      contextValue: newContext(bounded, asked.viewer, asked),
    });
    return {
      data: data && withoutStandIns(schema, restored(data)),
      ...(errors ? { errors: errors.map((error) => maskError(error, asked.id, log)) } : {}),
    };
  };
}

/** Remembers what was made of a document's text. */
export function keptDocuments(make: (query: string) => DocumentNode): (query: string) => DocumentNode {
  const documents = new Map<string, DocumentNode>();
  return (query) => {
    const known = documents.get(query) ?? make(query);
    if (documents.size >= documentsMax) documents.clear();
    documents.set(query, known);
    return known;
  };
}

type Data = Record<string, unknown>;

/** A subgraph that knows an actor only as `Actor` says so in `__typename`, and the gateway would merge
 *  that over the kind it has learned from the owner: every `... on Organization` around it would then
 *  come out empty. */
function withoutStandIns(schema: GraphQLSchema, data: Data): Data {
  const entities = data['_entities'];
  if (!Array.isArray(entities)) return data;
  const isStandIn = (entity: Data | null) =>
    entity !== null && schema.getType(String(entity['__typename']))?.extensions['foreign'] === true;
  const kept = (entity: Data | null) => {
    if (!entity || !isStandIn(entity)) return entity;
    return Object.fromEntries(Object.entries(entity).filter(([name]) => name !== '__typename'));
  };
  return { ...data, _entities: (entities as (Data | null)[]).map(kept) };
}
