import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareApi, compose } from '../schema/compose.ts';
import { schemas } from './rooms.ts';

const root = new URL('../', import.meta.url);

/** Writes the composed files, or with `isCheck` only says what is not as it should be. Exit 0 or 1. */
export async function schemaCommand({ isCheck }: { isCheck: boolean }): Promise<number> {
  const { sdl, supergraph, api } = compose(schemas);
  const files: Record<string, string> = {
    'schema/supergraph.graphql': supergraph,
    'schema/api.graphql': api,
  };
  for (const [name, text] of Object.entries(sdl)) files[`schema/sdl/${name}.graphql`] = text;

  const stale = Object.entries(files)
    .filter(([path, text]) => read(path) !== text)
    .map(([path]) => path);
  if (!isCheck) {
    mkdirSync(new URL('schema/sdl/', root), { recursive: true });
    for (const path of stale) writeFileSync(new URL(path, root), files[path] ?? '');
  }
  const faults = isCheck ? stale.map((path) => `${path} is not current: run npm run schema.`) : [];
  faults.push(...unannounced(api, read('schema/CHANGES.md') ?? ''));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(
    `${JSON.stringify({ files: Object.keys(files).length, written: isCheck ? 0 : stale.length, faults: faults.length })}\n`,
  );
  return Promise.resolve(faults.length > 0 ? 1 : 0);
}

/** Changes since the last release that clients would meet and `CHANGES.md` does not name, each as a
 *  sentence. */
export function unannounced(
  api: string,
  changes: string,
  released: string | null = lastReleased(),
): string[] {
  if (released === null) return [];
  const { breaking, dangerous } = compareApi(released, api);
  const all = [
    ...breaking.map((each) => ['breaking', each]),
    ...dangerous.map((each) => ['dangerous', each]),
  ];
  return all
    .filter(([, description]) => !changes.includes(description ?? ''))
    .map(
      ([kind, description]) =>
        `${kind}: ${description} Add this sentence to schema/CHANGES.md, with the way out.`,
    );
}

/** The API of the last released tag, or null before the first release or outside a checkout. */
function lastReleased(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    const tag = git('describe', '--tags', '--abbrev=0', '--match', 'v*').trim();
    return git('show', `${tag}:schema/api.graphql`);
  } catch {
    return null;
  }
}

function read(path: string): string | null {
  const file = new URL(path, root);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
