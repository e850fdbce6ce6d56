import type { Job } from '../../../db/jobs.ts';
import { lapsePlatforms } from './platform.admission.store.ts';

/** Ends registrations that found no auditor in time, each night. */
export const lapseRegistrations: Job = {
  name: 'actors.lapseRegistrations',
  schedule: '20 2 * * *',
  work: (tx) => lapsePlatforms(tx, new Date()),
};
