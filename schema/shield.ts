import { createRequire } from 'node:module';
import type * as GraphqlShield from 'graphql-shield';

/** The parts of graphql-shield that we use. Its build for `import` does not load from Node 23 on: it asks
 *  `util` for a function that is gone. The other build asks only when `chain` or `race` is called. */
export const { allow, and, or, rule, shield } = createRequire(import.meta.url)(
  'graphql-shield',
) as typeof GraphqlShield;
