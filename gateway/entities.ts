import type { GraphQLSchema } from 'graphql';

type Variables = Record<string, unknown>;
type Data = Record<string, unknown>;

/** A fetch without the entities that the subgraph cannot know, and how their places come back as null. The
 *  planner sends some: rows of every kind, where a field that another subgraph adds to all kinds is asked of
 *  one kind alone. Asked as they are, one of them fails the whole fetch. */
export function knownEntities(
  schema: GraphQLSchema,
  variables: Variables | undefined,
): { variables: Variables | undefined; restored: (data: Data) => Data } {
  const asked = variables?.['representations'] as { __typename?: string }[] | undefined;
  const isKnown = (each: { __typename?: string }) => schema.getType(each.__typename ?? '') !== undefined;
  if (!Array.isArray(asked) || asked.every(isKnown)) return { variables, restored: (data) => data };
  const restored = (data: Data) => {
    if (!Array.isArray(data['_entities'])) return data;
    const found = (data['_entities'] as unknown[]).values();
    return { ...data, _entities: asked.map((each) => (isKnown(each) ? found.next().value : null)) };
  };
  return { variables: { ...variables, representations: asked.filter(isKnown) }, restored };
}
