import { composeServices } from '@apollo/composition';
import { printSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  type GraphQLSchema,
  findBreakingChanges,
  findDangerousChanges,
  lexicographicSortSchema,
  parse,
  printSchema,
} from 'graphql';

/** The three things a reviewer reads: what each subgraph says, what the gateway plans with, what a client
 *  sees. */
export interface Composed {
  sdl: Record<string, string>;
  supergraph: string;
  api: string;
}

/** Composes subgraphs as they are in memory; no network. Throws with every composition error. */
export function compose(subgraphs: Record<string, GraphQLSchema>): Composed {
  const sdl = Object.fromEntries(
    Object.entries(subgraphs).map(([name, schema]) => [name, `${printSubgraphSchema(schema).trim()}\n`]),
  );
  const services = Object.entries(sdl).map(([name, text]) => ({
    name,
    typeDefs: parse(text),
    url: `http://${name}.subgraph`,
  }));
  const result = composeServices(services);
  if (result.errors)
    throw new Error(`The subgraphs do not compose:\n${result.errors.map(String).join('\n')}`);
  const api = result.schema.toAPISchema().toGraphQLJSSchema();
  return { sdl, supergraph: result.supergraphSdl, api: `${printSchema(lexicographicSortSchema(api))}\n` };
}

/** What a client would notice: changes that stop queries (breaking) and changes that may surprise them
 *  (dangerous). */
export function compareApi(before: string, after: string): { breaking: string[]; dangerous: string[] } {
  const [old, next] = [buildSchema(before), buildSchema(after)];
  return {
    breaking: findBreakingChanges(old, next).map(({ description }) => description),
    dangerous: findDangerousChanges(old, next).map(({ description }) => description),
  };
}
