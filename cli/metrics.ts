import { catchUp } from '../db/events.ts';
import { rebuildReport } from '../subgraphs/metrics/rebuild.command.ts';
import { openMigrated } from './database.ts';
import { consumers } from './rooms.ts';
import type { Settings } from './settings.ts';

/** Counts all figures again and prints how many differed from what was kept; 0 is the right answer. */
export async function rebuildCommand(settings: Settings, { dryRun = false }): Promise<void> {
  const database = await openMigrated(settings);
  try {
    await catchUp(database, consumers);
    const report = await rebuildReport(database, { isDryRun: dryRun });
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } finally {
    await database.close();
  }
}
