import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import type { Scope } from '../schema/scopes.ts';
import type { GraphRequest } from './request.ts';

/** The scope a mutation takes where it is not `act-for`, by its name: pushes of catalogues and of states. */
const scopes: Readonly<Record<string, Scope>> = {};

/** The scope a key needs for this mutation. */
export const scopeOfMutation = (name: string): Scope => scopes[name] ?? 'act-for';

/** Holds what comes with a key to the key's scopes, before anything runs. */
export function keyRules(): ApolloServerPlugin<GraphRequest> {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- Apollo's interface asks for promises.
    async requestDidStart() {
      return {
        // eslint-disable-next-line @typescript-eslint/require-await
        async didResolveOperation({ document, operation, contextValue }) {
          const { scopes } = contextValue.caller;
          if (!scopes || !operation) return;
          const missing = scopesNeeded(document, operation).find((scope) => !scopes.includes(scope));
          if (missing) throw outOfScope(missing);
        },
      };
    },
  };
}

/** What a key must be made for to send this operation; nothing for an ordinary question. */
export function scopesNeeded(document: DocumentNode, operation: OperationDefinitionNode): Scope[] {
  const fields = [...rootFields(document, operation.selectionSet)];
  if (operation.operation === OperationTypeNode.MUTATION) return fields.map(scopeOfMutation);
  return fields.some((name) => name === '__schema' || name === '__type') ? ['explore'] : [];
}

const outOfScope = (scope: Scope) =>
  new GraphQLError(`This needs an API key with the scope "${scope}".`, {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  });

/** The names of the fields at the root, each once, whatever they are renamed to and whichever fragments they
 *  stand in. Each fragment is walked once: twenty that spread each other twice are twenty steps. */
function rootFields(document: DocumentNode, root: SelectionSetNode): Set<string> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const names = new Set<string>();
  const waiting = [root];
  for (let set = waiting.pop(); set; set = waiting.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
      else {
        const fragment = fragments.get(selection.name.value);
        fragments.delete(selection.name.value);
        if (fragment) waiting.push(fragment.selectionSet);
      }
    }
  }
  return names;
}
