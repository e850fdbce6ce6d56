// Apollo's gateway as it comes, over our composed graph. `SUBGRAPHS` says where each subgraph answers.
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { given, sayWhere } from './listening.ts';

// It would probe the cloud for telemetry.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
const addresses = new URLSearchParams(given('SUBGRAPHS'));
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
  buildService: ({ name }) => new RemoteGraphQLDataSource({ url: addresses.get(name) ?? '' }),
});
const { url } = await startStandaloneServer(new ApolloServer({ gateway }), {
  listen: { port: 0, host: '127.0.0.1' },
});
sayWhere(url);
