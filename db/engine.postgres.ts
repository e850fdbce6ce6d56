import type postgres from 'postgres';
import { type Engine, type Run, toWire } from './engine.ts';
import { Line, Lines } from './engine.postgres.line.ts';
import { outageOrSame, surviveDriverCrash } from './engine.postgres.outage.ts';
import { jobTypes, plainTypes } from './engine.postgres.types.ts';

const jobConnections = 2;
const preparedMax = 1_000;

export interface PostgresOptions {
  url: string;
  poolSize?: number;
  statementTimeoutMs?: number;
  transactionTimeoutMs?: number;
}

/** A pool of PostgreSQL connections. It is ours, of one-connection clients, because the driver's own pool
 *  can run the  rest of a broken transaction on another connection. As a second lock they only read unless
 *  a transaction says  otherwise, so that the server would refuse such a stray statement. */
export function openPostgres({
  url,
  poolSize = 4,
  statementTimeoutMs = 30_000,
  transactionTimeoutMs = statementTimeoutMs,
}: PostgresOptions): Engine {
  surviveDriverCrash();
  const session = { application_name: 'cograph', TimeZone: 'UTC' };
  // An open transaction delays every reader of the event log, so none may idle.
  const limits = {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: transactionTimeoutMs,
  };
  const readOnly = { ...session, ...limits, default_transaction_read_only: true };
  const lines = new Lines(poolSize, { url, types: plainTypes, connection: readOnly });
  const jobLines = new Lines(jobConnections, { url, types: jobTypes, connection: session });
  const listener = new Line({ url, types: plainTypes, connection: readOnly });
  const run = runner();

  return {
    name: 'postgres',
    connections: poolSize,
    jobConnections,
    read: (sql, params, method) => lines.take((line) => line.send(() => run(line.sql, sql, params, method))),
    transaction: (work, timeoutMs = transactionTimeoutMs) =>
      lines.take((line) => transaction(line, run, work, timeoutMs)),
    async session(work) {
      const line = new Line({ url, types: plainTypes, connection: session });
      try {
        return await work((text) => line.send(async () => allRows(await line.sql.unsafe(text).simple())));
      } finally {
        await line.end();
      }
    },
    job: (sql, values) => jobLines.take((line) => runJob(line, sql, values)),
    async listen(channel, wake) {
      const listening = await outageOrSame(() => listener.sql.listen(channel, wake, wake));
      return () => listening.unlisten();
    },
    async close() {
      await Promise.all([lines.end(), jobLines.end(), listener.end()]);
    },
  };
}

/** A text seen before is prepared; one seen once is not, so that texts that never return are not kept by
 *  the server. */
function runner() {
  const seen = new Set<string>();
  return async (
    sql: postgres.Sql,
    text: string,
    params: unknown[],
    method: 'all' | 'execute',
  ): ReturnType<Run> => {
    const prepare = seen.has(text);
    if (!prepare && seen.size < preparedMax) seen.add(text);
    // The driver's type for parameters leaves out what its serializers take.
    const query = sql.unsafe(text, params.map(toWire) as never[], { prepare });
    return { rows: method === 'all' ? await query.values() : [...(await query)] };
  };
}

async function transaction<T>(
  line: Line,
  run: ReturnType<typeof runner>,
  work: (run: Run) => Promise<T>,
  statementTimeoutMs: number,
): Promise<T> {
  const { sql } = line;
  await line.send(() =>
    sql.unsafe(`begin read write; set local statement_timeout = ${statementTimeoutMs}`).simple(),
  );
  try {
    const result = await work((text, params, method) => line.send(() => run(sql, text, params, method)));
    await line.send(() => sql.unsafe('commit'));
    return result;
  } catch (error) {
    await rollback(line);
    throw error;
  }
}

/** Where the connection is gone, so is the transaction. */
async function rollback(line: Line): Promise<void> {
  if (line.isLost) return;
  await line
    .send(() => line.sql.unsafe('rollback'))
    .catch((error: unknown) => {
      if (!line.isLost) throw error;
    });
}

async function runJob(line: Line, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  const { sql } = line;
  if (values.length > 0) {
    return {
      rows: await line.send(async () => [...(await sql.unsafe(text, values.map(toWire) as never[]))]),
    };
  }
  try {
    return { rows: await line.send(async () => allRows(await sql.unsafe(text).simple())) };
  } catch (error) {
    // The text may have begun a transaction of its own.
    await rollback(line);
    throw error;
  }
}

/** Several statements sent as one text give one list of rows each; a single one gives its rows. */
function allRows(result: readonly unknown[]): unknown[] {
  return result.flatMap((each): unknown[] => (Array.isArray(each) ? (each as unknown[]) : [each]));
}
