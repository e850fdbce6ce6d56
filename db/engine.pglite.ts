import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { type Engine, type Run, textTypes, toWire } from './engine.ts';
import { lockFolder } from './lock.ts';

const asText = (value: unknown) => String(value);
const perType = <T>(value: T): Record<number, T> => Object.fromEntries(textTypes.map((oid) => [oid, value]));
/** The job queue expects values as its own driver gives them. */
const jobParsers: Record<number, (text: string) => unknown> = {
  114: JSON.parse,
  3802: JSON.parse,
  1184: (text) => new Date(text),
};

/** The embedded database: one connection, in a folder that only one process may open, or in memory. */
export async function openPglite({ dataDir, dump }: { dataDir?: string; dump?: Blob }): Promise<Engine> {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const unlock = dataDir ? lockFolder(dataDir) : () => {};
  try {
    const pglite = await PGlite.create({
      ...(dataDir ? { dataDir: join(dataDir, 'database') } : {}),
      ...(dump ? { loadDataDir: dump } : {}),
      parsers: perType(asText),
      serializers: perType(asText),
    });
    await pglite.exec("set default_transaction_read_only = on; set timezone = 'UTC'");
    return engineOn(pglite, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

const engineOn = (pglite: PGlite, unlock: () => void): Engine => ({
  name: 'pglite',
  connections: 1,
  jobConnections: 0,
  read: runOn(pglite),
  transaction: <T>(work: (run: Run) => Promise<T>) =>
    pglite.transaction<T>(async (tx) => {
      await tx.exec('set transaction read write');
      return work(runOn(tx));
    }),
  session: (work) =>
    writable(pglite, () =>
      work(async (sql) => (await pglite.exec(sql)).flatMap(({ rows }): unknown[] => rows)),
    ),
  job: (sql, values) =>
    writable(pglite, async () => {
      const parsers = { parsers: jobParsers };
      if (values.length > 0) return pglite.query(sql, values.map(toWire), parsers);
      return { rows: (await pglite.exec(sql, parsers)).flatMap(({ rows }): unknown[] => rows) };
    }),
  async listen(channel, wake) {
    const unlisten = await pglite.listen(channel, wake);
    wake();
    return unlisten;
  },
  async close() {
    await pglite.close();
    unlock();
  },
});

const runOn =
  (target: PGlite | Transaction): Run =>
  async (sql, params, method) =>
    target.query(sql, params.map(toWire), { rowMode: method === 'all' ? 'array' : 'object' });

/** Writes outside a transaction. Whoever calls holds the only turn (see db/client.ts), so nobody else sees
 *  the switch. */
async function writable<T>(pglite: PGlite, work: () => Promise<T>): Promise<T> {
  await pglite.exec('set default_transaction_read_only = off');
  try {
    return await work();
  } catch (error) {
    await pglite.exec('rollback');
    throw error;
  } finally {
    await pglite.exec('set default_transaction_read_only = on');
  }
}
