import { openDatabase } from '../db/client.ts';
import { copyDatabase } from '../db/copy.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import { openMigrated } from './database.ts';
import { AskedWrongly, type Settings } from './settings.ts';

/** Copies the database of these settings into an empty PostgreSQL database and prints what was copied; with
 *  `dryRun` only says whether it could. Neither may be served meanwhile: what is written to the first during
 *  the copy stays behind. */
export async function copyCommand(
  settings: Settings,
  { to, dryRun = false }: { to: string; dryRun?: boolean },
): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(to) || !URL.canParse(to)) {
    throw new AskedWrongly('--to must be an address such as postgres://USER:PASSWORD@HOST:PORT/NAME .');
  }
  const from = await openMigrated(settings);
  try {
    const other = await openDatabase({ url: to });
    try {
      if (dryRun) {
        const pending = await pendingMigrations(other);
        process.stdout.write(`${JSON.stringify({ dryRun: true, pending: pending.length })}\n`);
        return;
      }
      await migrate(other);
      const copied = await copyDatabase(from, other, {
        onTable: (name, rows) => process.stdout.write(`${name.padEnd(40)} ${rows}\n`),
      });
      const rows = Object.values(copied).reduce((sum, each) => sum + each, 0);
      process.stdout.write(`${JSON.stringify({ tables: Object.keys(copied).length, rows })}\n`);
    } finally {
      await other.close();
    }
  } finally {
    await from.close();
  }
}
