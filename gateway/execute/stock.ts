import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { SupergraphFile } from './supergraph-file.ts';

/** Plans and executes with Apollo's gateway from the composed supergraph: the reference, and the fallback
 *  of any other way to execute. It never introspects; what it plans with is what was reviewed. */
export function stockExecution(
  supergraph: string | SupergraphFile,
  sources: Record<string, GraphQLDataSource>,
): GatewayInterface {
  const buildService = ({ name }: { name: string }) => {
    const source = sources[name];
    if (!source) throw new Error(`The supergraph names a subgraph that does not run here: ${name}.`);
    return source;
  };
  if (typeof supergraph === 'string') return new ApolloGateway({ supergraphSdl: supergraph, buildService });
  /** A whole gateway of its own shows whether the text can be served; the one that answers would be left
   *  half changed. */
  const assertServes = async (supergraphSdl: string) => {
    const trial = new ApolloGateway({ supergraphSdl, buildService, validateSupergraph: true });
    await trial.load();
    await trial.stop();
  };
  return new ApolloGateway({
    supergraphSdl: {
      initialize: ({ update }) => {
        supergraph.onChange(async (text) => {
          await assertServes(text);
          update(text);
        });
        return Promise.resolve({ supergraphSdl: supergraph.text });
      },
    },
    buildService,
  });
}
