import { openDatabase } from '../db/client.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import type { Settings } from './settings.ts';

/** Applies what is pending and prints it; with `dryRun` only prints it. */
export async function migrateCommand({ databaseUrl, dataDir }: Settings, { dryRun = false }): Promise<void> {
  const database = await openDatabase(databaseUrl ? { url: databaseUrl } : { dataDir });
  try {
    const names = dryRun ? await pendingMigrations(database) : await migrate(database);
    for (const name of names) process.stdout.write(`${dryRun ? 'would apply' : 'applied'} ${name}\n`);
    process.stdout.write(
      `${JSON.stringify({ applied: dryRun ? 0 : names.length, pending: dryRun ? names.length : 0 })}\n`,
    );
  } finally {
    await database.close();
  }
}
