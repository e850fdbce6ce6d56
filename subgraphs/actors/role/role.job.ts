import type { Job } from '../../../db/jobs.ts';
import { endByTime } from './co-creation-role.steps.store.ts';

/** Each hour: records which roles are due for review, and what has lapsed. */
export const reviewRoles: Job = {
  name: 'actors.reviewRoles',
  schedule: '17 * * * *',
  work: (tx) => endByTime(tx, new Date()),
};
