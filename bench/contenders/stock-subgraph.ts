// One subgraph of ours behind a stock Apollo Server: the same schema with the same permissions, over HTTP.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { schemas } from '../../cli/rooms.ts';
import { openDatabase } from '../../db/client.ts';
import { newContext } from '../../schema/context.ts';
import { given, sayWhere } from './listening.ts';

const schema = schemas[given('SUBGRAPH')];
if (!schema) throw new Error(`There is no subgraph ${given('SUBGRAPH')}.`);
const database = await openDatabase({ url: given('DATABASE_URL') });
const { url } = await startStandaloneServer(new ApolloServer({ schema }), {
  listen: { port: 0, host: '127.0.0.1' },
  context: () => Promise.resolve(newContext(database, null)),
});
sayWhere(url);
