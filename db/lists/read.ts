import { readFileSync } from 'node:fs';

/** The rows of a list in this folder, without its header. Cells hold no commas or quotes (a test holds
 *  this). */
export function readList(file: string, columns: readonly string[]): string[][] {
  const [header, ...rows] = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  if (header !== columns.join(',')) throw new Error(`${file} has other columns than ${columns.join(',')}.`);
  return rows.map((row) => row.split(','));
}

/** Makes the value on first use and keeps it, so that importing a list costs nothing. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
