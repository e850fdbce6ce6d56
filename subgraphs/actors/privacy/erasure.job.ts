import type { Job } from '../../../db/jobs.ts';
import { settleErasures } from './erasure.store.ts';

/** Ends erasures that every subgraph has done its part of, each minute. */
export const erasures: Job = {
  name: 'actors.erasure',
  schedule: '* * * * *',
  work: async (tx) => void (await settleErasures(tx)),
};
