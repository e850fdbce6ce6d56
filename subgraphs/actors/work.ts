import type { Consumer } from '../../db/events.ts';
import type { Job } from '../../db/jobs.ts';
import { closeVotes, endCommitteeSeats } from './governance/governance.job.ts';
import { membershipDeadlines } from './membership/deadlines.job.ts';
import { allianceDeadlines } from './alliance/deadlines.job.ts';
import { supplyDeadlines } from './chain/deadlines.job.ts';
import { nameForms } from './name-match/name-form.consumer.ts';
import { partnershipDeadlines } from './partnership/deadlines.job.ts';
import { lapseRegistrations } from './platform/platform.job.ts';
import { erasures } from './privacy/erasure.job.ts';
import { endReviews } from './review/review.job.ts';
import { reviewRoles } from './role/role.job.ts';

/** What actors does on events. */
export const consumers: readonly Consumer[] = [nameForms];
/** What actors does on time. */
export const jobs: readonly Job[] = [
  ...[allianceDeadlines, closeVotes, endCommitteeSeats, endReviews, erasures, lapseRegistrations],
  ...[membershipDeadlines, partnershipDeadlines, reviewRoles, supplyDeadlines],
];
