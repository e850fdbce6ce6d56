import type { GraphQLDataSource } from '@apollo/gateway';
import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { newContext } from '../schema/context.ts';
import { maskError } from './errors.ts';
import type { GraphRequest } from './request.ts';

const documentsMax = 2_000;

/** A subgraph in this process: parsed documents are kept, and each fetch gets a context of its own, so
 *  that loaders of  one fetch never answer for another. Plans are validated by composition; documents are
 *  not validated again. */
export function localSource(schema: GraphQLSchema, database: Database, log: Logger): GraphQLDataSource {
  const documents = new Map<string, DocumentNode>();
  const documentOf = (query: string) => {
    const known = documents.get(query) ?? parse(query, { noLocation: true });
    if (documents.size >= documentsMax) documents.clear();
    documents.set(query, known);
    return known;
  };

  return {
    async process({ request, context }) {
      const asked = context as unknown as GraphRequest;
      const { data, errors } = await execute({
        schema,
        document: documentOf(request.query ?? ''),
        variableValues: request.variables,
        operationName: request.operationName,
        contextValue: newContext(database, asked.viewer, asked),
      });
      // Extensions of an answer are dropped by the gateway; what was denied went into the request's own list
      // instead.
      return {
        data: data && withoutStandIns(schema, data),
        ...(errors ? { errors: errors.map((error) => maskError(error, asked.id, log)) } : {}),
      };
    },
  };
}

/** Every subgraph in this process, by name. */
export function localSources(
  schemas: Record<string, GraphQLSchema>,
  database: Database,
  log: Logger,
): Record<string, GraphQLDataSource> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, localSource(schema, database, log)]),
  );
}

type Data = Record<string, unknown>;

/** A subgraph that knows an actor only as `Actor` says so in `__typename`, and the gateway would merge
 *  that over the  kind it has learned from the owner: every `... on Organization` around it would then
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
