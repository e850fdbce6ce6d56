import { readdirSync, readFileSync } from 'node:fs';
import type { Action } from '../schema/viewer-may.ts';

const folder = new URL('../subgraphs/', import.meta.url);

/** Every file of the subgraphs that is no test, with its text. */
export function subgraphFiles(): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .sort()
    .map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }));
}

/** Every `Action` of the subgraphs, by the mutation it stands for: each is exported where it is
 *  defined, alone or in a list. */
export async function allActions(): Promise<Map<string, Action<never>>> {
  const found = new Map<string, Action<never>>();
  for (const { path, text } of subgraphFiles()) {
    if (!/\bAction</.test(text)) continue;
    const module = (await import(new URL(path, folder).href)) as Record<string, unknown>;
    for (const each of Object.values(module).flat()) if (isAction(each)) found.set(each.name, each);
  }
  return found;
}

const isAction = (value: unknown): value is Action<never> =>
  typeof value === 'object' && value !== null && 'requires' in value && 'permits' in value;
