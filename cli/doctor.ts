import { runChecks } from '../db/checks.ts';
import { openMigrated } from './database.ts';
import type { Settings } from './settings.ts';

/** Prints each standing question with its offending rows, at most ten each. Exit 0 when all is well, else
 *  1. */
export async function doctorCommand(settings: Settings): Promise<number> {
  const database = await openMigrated(settings);
  try {
    const answers = await runChecks(database);
    for (const { name, file, rows } of answers) {
      process.stdout.write(`${rows.length === 0 ? 'ok  ' : 'BAD '} ${file}: ${name}\n`);
      for (const row of rows.slice(0, 10)) process.stdout.write(`      ${JSON.stringify(row)}\n`);
    }
    const bad = answers.filter(({ rows }) => rows.length > 0).length;
    process.stdout.write(`${JSON.stringify({ asked: answers.length, bad })}\n`);
    return bad > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}
