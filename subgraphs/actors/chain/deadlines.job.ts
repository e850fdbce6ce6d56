import type { Job } from '../../../db/jobs.ts';
import { lapseSupplies } from './supply.store.ts';

/** What one side says and the other never confirms becomes a fact with an event. */
export const supplyDeadlines: Job = {
  name: 'actors.supplyDeadlines',
  schedule: '8-59/10 * * * *',
  work: async (tx) => void (await lapseSupplies(tx, new Date(), null)),
};
