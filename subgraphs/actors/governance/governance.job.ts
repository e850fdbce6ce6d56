import type { Job } from '../../../db/jobs.ts';
import { endSeats } from './seat.store.ts';
import { settleVotes } from './vote.store.ts';

/** Decides the votes whose time is over. */
export const closeVotes: Job = {
  name: 'actors.closeVotes',
  schedule: '* * * * *',
  work: (tx) => settleVotes(tx, new Date(), null),
};

/** Ends nominations that nobody answered and seats whose term is over. */
export const endCommitteeSeats: Job = {
  name: 'actors.endCommitteeSeats',
  schedule: '*/10 * * * *',
  work: (tx) => endSeats(tx, new Date(), null),
};
