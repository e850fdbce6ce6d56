import type { Database } from '../../db/client.ts';
import { allFigures } from './figure.store.ts';
import { rebuildFigures } from './rebuild.job.ts';

/** What a rebuild found: how many figures there are, and how many were not what the events say. */
export interface RebuildReport {
  figures: number;
  differed: number;
}

class DryRun extends Error {}

/** Rebuilds every figure and compares; a dry run undoes it at the end. */
export async function rebuildReport(database: Database, { isDryRun = false } = {}): Promise<RebuildReport> {
  let report: RebuildReport = { figures: 0, differed: 0 };
  try {
    await database.write(async (tx) => {
      const before = await allFigures(tx);
      await rebuildFigures(tx);
      const after = await allFigures(tx);
      const names = new Set([...before.keys(), ...after.keys()]);
      report = {
        figures: after.size,
        differed: [...names].filter((name) => before.get(name) !== after.get(name)).length,
      };
      if (isDryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return report;
}
