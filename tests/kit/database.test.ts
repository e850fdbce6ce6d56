import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { freshDatabase } from './database.ts';

test('moves the clock of the database on every connection, and back', async () => {
  await using fresh = await freshDatabase();
  const shifts = async () => {
    const ask = () =>
      fresh.database.read.execute<{ days: number }>(
        sql`select extract(day from db_now() - now())::int as days, pg_sleep(0.02)::text`,
      );
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    return new Set(answers.map(([row]) => row?.days));
  };
  expect(await shifts()).toEqual(new Set([0]));
  await fresh.shiftClock('2 days');
  expect(await shifts()).toEqual(new Set([2]));
  await fresh.shiftClock('0');
  expect(await shifts()).toEqual(new Set([0]));
});
