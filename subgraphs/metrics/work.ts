import type { Consumer } from '../../db/events.ts';
import type { Job } from '../../db/jobs.ts';
import { figures } from './figures.consumer.ts';
import { rebuild } from './rebuild.job.ts';

/** What metrics does on events. */
export const consumers: readonly Consumer[] = [figures];
/** What metrics does on time. */
export const jobs: readonly Job[] = [rebuild];
