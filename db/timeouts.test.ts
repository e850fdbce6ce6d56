import { sql } from 'drizzle-orm';
import { describe, expect, inject, it } from 'vitest';
import { freshDatabase } from '../tests/kit/database.ts';
import { openDatabase } from './client.ts';

const isServer = inject('template') !== null;
if (!isServer) console.log('Skipped: how long a statement may take, which only PostgreSQL bounds.');

describe.skipIf(!isServer)('a statement', () => {
  it('of a read, of a transaction, and of a transaction with a bound of its own ends at its own time', async () => {
    await using fresh = await freshDatabase();
    const limits = { statementTimeoutMs: 100, transactionTimeoutMs: 600 };
    const database = await openDatabase({ url: fresh.url!, ...limits });
    const tooLong = { name: 'Outage', code: 'OVERLOADED' };
    const sleep = (seconds: number) => sql`select pg_sleep(${seconds}::float8)`;
    try {
      await expect(database.read.execute(sleep(0.3)).catch(causeOf)).resolves.toMatchObject(tooLong);
      await database.write((tx) => tx.execute(sleep(0.3)));
      await expect(database.write((tx) => tx.execute(sleep(1)))).rejects.toMatchObject(tooLong);
      const own = { statementTimeoutMs: 200 };
      await expect(database.write((tx) => tx.execute(sleep(0.4)), own)).rejects.toMatchObject(tooLong);
      // The bound ends with its transaction.
      await database.write((tx) => tx.execute(sleep(0.3)));
    } finally {
      await database.close();
    }
  });
});

/** Drizzle wraps what a statement of its own throws. */
const causeOf = (error: Error) => error.cause ?? error;
