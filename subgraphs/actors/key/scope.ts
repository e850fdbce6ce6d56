import { allScopes, type Scope, scopes } from '../../../schema/scopes.ts';
import { builder } from '../builder.ts';

const nameOf = (scope: Scope) => scope.toUpperCase().replaceAll('-', '_');

export const scopeEnum = builder.enumType('Scope', {
  description: 'What an API key can be used for: never more than its owner may.',
  values: Object.fromEntries(
    allScopes.map((scope) => [nameOf(scope), { value: scope, description: scopes[scope] }]),
  ),
});
