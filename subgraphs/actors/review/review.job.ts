import type { Job } from '../../../db/jobs.ts';
import { endByTime, tellOverdue } from './review.ending.store.ts';

/** Each hour: records what has run out, and where a platform is late. */
export const endReviews: Job = {
  name: 'actors.endReviews',
  schedule: '7 * * * *',
  async work(tx) {
    const now = new Date();
    await tellOverdue(tx, now);
    await endByTime(tx, now);
  },
};
