import type { Job } from '../../../db/jobs.ts';
import { lapseApplications } from './application.decision.store.ts';
import { forgetFoundings } from './founding.store.ts';
import { expireInvitations } from './invitation.decision.store.ts';

/** Writes down what has passed its deadline. Whoever asks before is told so anyway. */
export const membershipDeadlines: Job = {
  name: 'membership-deadlines',
  schedule: '*/5 * * * *',
  async work(tx) {
    const now = new Date();
    await expireInvitations(tx, now);
    await lapseApplications(tx, now);
    await forgetFoundings(tx);
  },
};
