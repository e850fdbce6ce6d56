import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vitest/config';

const folder = new URL('../../subgraphs/', import.meta.url);
const declared = /^(export )?const ((?:is[A-Z]|\w*[kK]nowable)\w*) = \((\w+): ViewerSql/gm;

const nameIn = (path: string, rule: string) => `${path.replace(/^.*subgraphs\//, '')} ${rule}`;

/** Every condition that says which rows exist for a viewer, as `actors/key/key.store.ts isKnowable`. */
export function rowRuleNames(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.store.ts'))
    .sort()
    .flatMap((path) =>
      [...readFileSync(new URL(path, folder), 'utf8').matchAll(declared)].map(([, , rule]) =>
        nameIn(path, rule!),
      ),
    );
}

/** Puts "or this is the rule that is off" into each of them, while the tests of mutants load the stores. */
export const mutableRowRules: Plugin = {
  name: 'mutable-row-rules',
  enforce: 'pre',
  transform(code, id) {
    if (!/subgraphs\/.*\.store\.ts$/.test(id)) return null;
    const added: string[] = [];
    const changed = code.replace(
      declared,
      (_all, exported: string | undefined, rule: string, viewer: string) => {
        const isOff = `coalesce(current_setting('cograph.mutant', true), '') in ('every one', '${nameIn(id, rule)}')`;
        added.push(
          `${exported ?? ''}function ${rule}(...asked: Parameters<typeof ${rule}Unmutated>) {
          return mutableSql\`(${isOff} or \${${rule}Unmutated(...asked)})\`;
        }`,
        );
        return `const ${rule}Unmutated = (${viewer}: ViewerSql`;
      },
    );
    if (added.length === 0) return null;
    return `import { sql as mutableSql } from 'drizzle-orm';\n${changed}\n${added.join('\n')}`;
  },
};
