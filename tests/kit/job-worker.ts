import { appendFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../db/client.ts';
import { type Job, openJobs } from '../../db/jobs.ts';

/** The job of the tests: it counts itself in a table, then, at its first run, waits to be killed where it
 *  is told. */
export function countingJob(place: 'nowhere' | 'inside', notes: string): Job<{ key: string }> {
  return {
    name: 'count',
    async work(tx, { key }) {
      await tx.execute(sql`insert into public.effect (key) values (${key})`);
      appendFileSync(notes, `${Date.now()}\n`);
      if (place === 'inside') await new Promise(() => {});
    },
  };
}

/** Opens where this process was told to and works until it is killed. */
async function main(): Promise<void> {
  const { url, dataDir, place, notes } = JSON.parse(process.argv[2]!) as {
    url?: string;
    dataDir?: string;
    place: 'nowhere' | 'inside' | 'after';
    notes: string;
  };
  const log = { info() {}, warn: console.error, error: console.error };
  const database = await openDatabase({ url, dataDir });
  await database.script('create table if not exists public.effect (key text)');
  const jobs = await openJobs(
    place === 'after' ? dyingAtCompletion(database) : database,
    [countingJob(place === 'inside' ? place : 'nowhere', notes)],
    log,
  );
  if (place !== 'nowhere') await jobs.send('count', { key: 'one' });
  const tell = () => tellWhenIdle(database).catch(() => false);
  const watch = setInterval(() => void tell().then((isIdle) => isIdle && clearInterval(watch)), 200);
  process.on('SIGTERM', () => {
    void jobs
      .stop()
      .then(() => database.close())
      .then(() => process.exit(0));
  });
}

async function tellWhenIdle(database: Database): Promise<boolean> {
  const { rows } = await database.job(
    `select 1 from job.job where name = 'count' and state <> 'completed'`,
    [],
  );
  if (rows.length === 0) console.log('idle');
  return rows.length === 0;
}

/** Ends the process between the effects and the queue's note that the job is completed. */
const dyingAtCompletion = (database: Database): Database => ({
  ...database,
  job(text, values) {
    if (/SET completed_on = now\(\)/i.test(text)) process.kill(process.pid, 'SIGKILL');
    return database.job(text, values);
  },
});

if (process.argv[1] === import.meta.filename) await main();
