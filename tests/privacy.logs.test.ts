import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { logOptions } from '../cli/settings.ts';
import { openJobs } from '../db/jobs.ts';
import { freshDatabase } from './kit/database.ts';
import { openFront } from './kit/front.ts';

const secret = 'mk7q9';
const personal = `${secret}.person@marked.example`;

/** Everything that is logged from here on, at every level, written as a server writes it. */
function listening() {
  const lines: string[] = [];
  const log = pino({ ...logOptions, level: 'trace' }, { write: (line: string) => void lines.push(line) });
  return { log, lines };
}

test('logs of requests hold no names, contacts, tokens, words or addresses that were sent', async () => {
  const { log, lines } = listening();
  await using front = await openFront({ isSeeded: false, log });
  const query =
    'query ($id: ID!, $to: String) { actor(id: $id) { id } resources(query: $to) { totalCount } }';
  const variables = { id: personal, to: personal };
  const headers = {
    authorization: `Bearer ${secret}-token`,
    'user-agent': secret,
    'x-forwarded-for': '203.0.113.77',
  };
  await front.post(query, { variables, headers });
  await front.post(`{ actor(id: "${personal}") { id } }`);
  await front.app.inject({
    method: 'GET',
    url: `/graphql?query=${encodeURIComponent(`{ actor(id: "${personal}") { id } }`)}&variables=${secret}`,
    headers: { ...headers, 'apollo-require-preflight': 'yes' },
    remoteAddress: '203.0.113.77',
  });
  await front.app.inject({ method: 'GET', url: `/nowhere?mail=${personal}` });
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => line.includes(secret) || line.includes('203.0.113.77'))).toEqual([]);
});

test('a job that fails over a value leaves nothing of it, neither in the log nor in the queue', async () => {
  await using fresh = await freshDatabase();
  const { log, lines } = listening();
  let tries = 0;
  const failing = {
    name: 'tests.failing',
    async work(tx: Parameters<Parameters<typeof fresh.database.write>[0]>[0]) {
      tries += 1;
      await tx.execute(sql`select ${personal}::int`);
    },
  };
  const queue = await openJobs(fresh.database, [failing], log);
  await queue.send('tests.failing', {});
  await expect.poll(() => tries, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect
    .poll(() => lines.some((line) => line.includes('A job failed')), { timeout: 20_000 })
    .toBe(true);
  await queue.stop();
  const rows = await fresh.database.read.execute<{ row: string }>(sql`select j::text as row from job.job j`);
  expect([...lines, ...rows.map(({ row }) => row)].filter((text) => text.includes(secret))).toEqual([]);
});
