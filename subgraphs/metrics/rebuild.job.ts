import type { Db } from '../../db/client.ts';
import { replay } from '../../db/events.ts';
import type { Job } from '../../db/jobs.ts';
import { clearFigures } from './figure.store.ts';
import { figures } from './figures.consumer.ts';

/** Counts every figure again from the first event. In one transaction: readers see the old figures, then
 *  the new. */
export async function rebuildFigures(tx: Db): Promise<void> {
  await clearFigures(tx);
  await replay(tx, figures);
}

/** The same as background work, each Sunday night. */
export const rebuild: Job = {
  name: 'metrics.rebuild',
  schedule: '0 3 * * 0',
  work: (tx) => rebuildFigures(tx),
};
