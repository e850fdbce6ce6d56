import type { Job } from '../../../db/jobs.ts';
import { lapsePartnerships } from './partnership.store.ts';

/** Proposals nobody answered and terms that are over become facts with an event. */
export const partnershipDeadlines: Job = {
  name: 'actors.partnershipDeadlines',
  schedule: '5-59/10 * * * *',
  work: async (tx) => void (await lapsePartnerships(tx, new Date())),
};
