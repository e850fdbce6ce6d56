import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database } from './client.ts';

/** A standing question and what was found; the right answer is no rows. */
export interface Answer {
  /** The sentence that should be true. */
  name: string;
  file: string;
  rows: Record<string, unknown>[];
}

const folder = join(import.meta.dirname, 'checks');
const opening = /^-- check: (.+)$/m;

/** Asks every standing question of `db/checks`, in order of file and place. */
export async function runChecks(database: Database): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { name, file, text } of readChecks()) {
    answers.push({ name, file, rows: await database.read.execute<Record<string, unknown>>(sql.raw(text)) });
  }
  return answers;
}

/** The questions as they are written. */
export function readChecks(): { name: string; file: string; text: string }[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return files.sort().flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split(/^(?=-- check: )/m)
      .filter((text) => opening.test(text))
      .map((text) => ({ name: opening.exec(text)![1]!, file, text: text.trim().replace(/;$/, '') })),
  );
}
