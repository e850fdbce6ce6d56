import type { Logger } from 'pino';
import { runConsumers } from '../db/events.ts';
import { openJobs } from '../db/jobs.ts';
import { openMigrated } from './database.ts';
import { consumers, jobs } from './rooms.ts';
import { AskedWrongly, type Settings } from './settings.ts';

/** Runs consumers and jobs until it is told to stop; what was begun is finished. */
export async function workCommand(settings: Settings, log: Logger): Promise<void> {
  if (!settings.databaseUrl) {
    throw new AskedWrongly(
      'Background work alone needs DATABASE_URL: an embedded database belongs to one process.',
    );
  }
  const database = await openMigrated(settings);
  const consuming = await runConsumers(database, consumers, log);
  const queue = await openJobs(database, jobs, log);
  process.stdout.write('Working. Stop with SIGTERM.\n');
  const end = () => {
    void Promise.all([consuming.stop(), queue.stop()])
      .then(() => database.close())
      .then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
