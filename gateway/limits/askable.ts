import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, GraphQLError } from 'graphql';

/** Refuses what validation lets through and the planner would fail on: an operation of a kind that the graph
 *  does not have, and variables that are not what they are declared to be. Says the first thing that is
 *  wrong: the planner says a thousand, each with the whole value. */
export const askable: ApolloServerPlugin = {
  // eslint-disable-next-line @typescript-eslint/require-await -- Apollo's interface asks for promises.
  async requestDidStart() {
    return {
      // eslint-disable-next-line @typescript-eslint/require-await
      async didResolveOperation({ operation, schema, request: { variables = {} } }) {
        if (!operation) return;
        const { operation: kind, variableDefinitions = [] } = operation;
        if (!schema.getRootType(kind)) {
          const extensions = { code: 'BAD_REQUEST', http: { status: 400 } };
          throw new GraphQLError(`This graph answers no ${kind}.`, { extensions });
        }
        const { errors } = getVariableValues(schema, variableDefinitions, variables, { maxErrors: 1 });
        const [first] = errors ?? [];
        if (!first) return;
        const extensions = { code: 'BAD_USER_INPUT', http: { status: 400 } };
        throw new GraphQLError(first.message, { nodes: first.nodes, extensions });
      },
    };
  },
};
