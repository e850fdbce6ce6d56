import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphRequest } from '../request.ts';

/** Answers `extensions: { cost: true }` in a request with what it might have cost and what it did. */
export const tellCost: ApolloServerPlugin<GraphRequest> = {
  // eslint-disable-next-line @typescript-eslint/require-await -- Apollo's interface asks for promises.
  async requestDidStart({ request }) {
    if (request.extensions?.['cost'] !== true) return;
    return {
      // eslint-disable-next-line @typescript-eslint/require-await
      async willSendResponse({ response: { body }, contextValue: { price } }) {
        if (body.kind !== 'single' || !price) return;
        const { singleResult: result } = body;
        const actual = rowsIn(result.data, price.introspected);
        result.extensions = { ...result.extensions, cost: { estimate: price.estimate, actual } };
      },
    };
  },
};

/** How many rows an answer holds: every object that stands in a list, but for what is told of the schema. */
export function rowsIn(data: unknown, introspected: readonly string[] = []): number {
  if (Array.isArray(data)) {
    return data.reduce<number>((sum, item) => sum + (isObject(item) ? 1 : 0) + rowsIn(item), 0);
  }
  if (!isObject(data)) return 0;
  return Object.entries(data).reduce(
    (sum, [name, value]) => sum + (introspected.includes(name) ? 0 : rowsIn(value)),
    0,
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
