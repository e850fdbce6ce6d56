import type { Database } from '../../db/client.ts';
import type { Mutant } from './mutant.ts';
import { rowRuleNames } from './row-rules.plugin.ts';

/** For each condition in a store that says which rows exist for whom: every row exists for everybody. The
 *  plugin has put a question into each; a setting of the database answers it. */
export function rowRuleMutants(database: Database): Mutant[] {
  return rowRuleNames().map((name) => ({
    name: `${name}: every row`,
    coordinates: [],
    apply: async () => {
      await database.script(`set cograph.mutant = '${name}'`);
      return () => database.script(`set cograph.mutant = ''`);
    },
  }));
}
