import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';

/** Plans and executes with Apollo's gateway from the composed supergraph: the reference, and the fallback
 *  of any other  way to execute. It never introspects; what it plans with is what was reviewed. */
export function stockExecution(
  supergraph: string,
  sources: Record<string, GraphQLDataSource>,
): GatewayInterface {
  return new ApolloGateway({
    supergraphSdl: supergraph,
    buildService: ({ name }) => {
      const source = sources[name];
      if (!source) throw new Error(`The supergraph names a subgraph that does not run here: ${name}.`);
      return source;
    },
  });
}
