import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy';
import { Outage } from '../schema/errors.ts';
import type { Engine, Run, RunScript } from './engine.ts';
import { openPglite } from './engine.pglite.ts';
import { openPostgres } from './engine.postgres.ts';
import { Turnstile } from './turnstile.ts';

/** A handle to read with, or one open transaction. Drizzle speaks through a callback of ours, so that rows
 *  have one  form in both engines. */
export type Db = PgRemoteDatabase<Record<string, never>>;

/** One database, whichever engine holds it. Writing needs an explicit transaction; the server refuses it
 *  elsewhere. */
export interface Database {
  readonly engine: 'pglite' | 'postgres';
  readonly read: Db;
  /** One read-write transaction: all of it stays, or nothing when `work` throws or a statement of it
   *  failed. */
  write<T>(work: (tx: Db) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** Calls `wake` at each notification of the channel, at once, and after a reconnect, when some may be
   *  missed. */
  listen(channel: string, wake: () => void): Promise<() => Promise<void>>;
  /** Several statements without parameters, read-write and one transaction unless they say otherwise: for
   *  migrations. */
  script(sql: string): Promise<void>;
  /** One connection for several scripts in a row, which give their rows: for migrations. */
  session<T>(work: (run: RunScript) => Promise<T>): Promise<T>;
  /** What the job queue runs on: read-write, on connections of its own where the engine has more than one. */
  job(sql: string, values: unknown[]): Promise<{ rows: unknown[] }>;
  /** Answers when the database does; throws an `Outage` otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface WriteOptions {
  /** How long one statement of it may take, instead of `transactionTimeoutMs`; PostgreSQL only. */
  statementTimeoutMs?: number;
}

export interface DatabaseOptions {
  /** A PostgreSQL address; without it the database is embedded. */
  url?: string;
  /** Folder of the embedded database; without it, memory. */
  dataDir?: string;
  /** A dumped data directory to start the embedded database from. */
  dump?: Blob;
  /** Connections for reads and transactions; PostgreSQL only. */
  poolSize?: number;
  /** How long one statement may take; PostgreSQL only. */
  statementTimeoutMs?: number;
  /** How long one statement of a transaction may take, and an open transaction may idle; PostgreSQL only. */
  transactionTimeoutMs?: number;
  /** Called with each statement sent through a handle. */
  onStatement?: (sql: string) => void;
}

const waitsMs = { read: 1_000, write: 5_000 };
const openTransaction = new AsyncLocalStorage<{ engine: Engine; isOpen: boolean }>();

/** Opens the database. Throws one clear sentence when its folder is in use. A server need not answer yet. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const { url, onStatement = () => {} } = options;
  const engine: Engine = url ? openPostgres({ ...options, url }) : await openPglite(options);
  const turnstile = new Turnstile(engine.connections);
  const jobTurnstile = engine.jobConnections > 0 ? new Turnstile(engine.jobConnections) : turnstile;
  const handleOn = (run: Run): Db =>
    drizzle<Record<string, never>>((sql, params, method) => {
      onStatement(sql);
      return run(sql, params, method);
    });
  /** The outer doors are closed inside a transaction: there they would read and write outside it. */
  const outside = <T>(work: () => Promise<T>): Promise<T> => {
    const open = openTransaction.getStore();
    return open?.isOpen && open.engine === engine ? Promise.reject<T>(insideTransaction()) : work();
  };
  const session = <T>(work: (run: RunScript) => Promise<T>) =>
    outside(() =>
      engine.jobConnections > 0
        ? engine.session(work)
        : turnstile.pass(waitsMs.write, () => engine.session(work)),
    );

  return {
    engine: engine.name,
    read: handleOn((sql, params, method) =>
      outside(() => turnstile.pass(waitsMs.read, () => engine.read(sql, params, method))),
    ),
    write: (work, { statementTimeoutMs } = {}) =>
      outside(() =>
        turnstile.pass(waitsMs.write, () =>
          engine.transaction((run) => within(engine, run, handleOn, work), statementTimeoutMs),
        ),
      ).catch(rethrowOutage),
    listen: (channel, wake) => outside(() => engine.listen(channel, wake)),
    script: (sql) => session(async (run) => void (await run(sql))),
    session,
    job: (sql, values) => outside(() => jobTurnstile.pass(waitsMs.write, () => engine.job(sql, values))),
    ping: async () => {
      await turnstile.pass(waitsMs.read, () => engine.read('select 1', [], 'all'));
    },
    close: () => engine.close(),
  };
}

/** Runs the work with a handle that lives as long as the transaction, and fails with its first failed
 *  statement. */
async function within<T>(
  engine: Engine,
  run: Run,
  handleOn: (run: Run) => Db,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  const transaction = { engine, isOpen: true };
  let failure: { error: unknown } | null = null;
  const tx = handleOn(async (sql, params, method) => {
    if (!transaction.isOpen) throw new Error('This transaction has ended: await every statement inside it.');
    try {
      return await run(sql, params, method);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  });
  try {
    const result = await openTransaction.run(transaction, () => work(tx));
    rethrow(failure);
    return result;
  } finally {
    transaction.isOpen = false;
  }
}

/** A caught failure still undoes the transaction: the server has done so already, and says nothing at
 *  commit. */
function rethrow(failure: { error: unknown } | null): void {
  if (failure) throw failure.error;
}

const insideTransaction = () =>
  new Error('Inside a transaction use its own handle: the outer one works outside it, or waits for ever.');

interface Preparable<Rows> {
  prepare(name: string): { execute(values?: Record<string, unknown>): Promise<Rows> };
}

/** A statement built once per handle and run with values for its placeholders. Placeholders take lists too:
 *  `= any(${sql.placeholder('ids')}::text[])`. */
export function prepared<Rows>(build: (db: Db) => Preparable<Rows>) {
  const built = new WeakMap<Db, ReturnType<Preparable<Rows>['prepare']>>();
  return (db: Db, values: Record<string, unknown> = {}): Promise<Rows> => {
    const known = built.get(db) ?? build(db).prepare('');
    built.set(db, known);
    return known.execute(values).catch(rethrowOutage);
  };
}

const shapesMax = 1_000;

/** A statement built once per handle and shape, for lists whose text depends on what is asked for: which
 *  filters there are, which order, whether the page is the first. A shape holds all of that and no values. */
export function preparedByShape<Shape extends object, Rows>(
  build: (db: Db, shape: Shape) => Preparable<Rows>,
) {
  const byShape = new Map<string, ReturnType<typeof prepared<Rows>>>();
  return (db: Db, shape: Shape, values: Record<string, unknown>): Promise<Rows> => {
    const name = JSON.stringify(shape);
    const known = byShape.get(name) ?? prepared((handle) => build(handle, shape));
    if (byShape.size >= shapesMax) byShape.clear();
    byShape.set(name, known);
    return known(db, values);
  };
}

/** The outage behind an error, or null. Drizzle wraps what a statement throws, with the statement's
 *  values. */
export function outageIn(error: unknown): Outage | null {
  for (const cause of causes(error)) if (cause instanceof Outage) return cause;
  return null;
}

function rethrowOutage(error: unknown): never {
  throw outageIn(error) ?? error;
}

/** Whether the error is the database refusing because of this constraint, on either engine. */
export function violates(error: unknown, constraint: string): boolean {
  for (const cause of causes(error)) {
    const { constraint_name: postgres, constraint: pglite } = cause as {
      constraint_name?: string;
      constraint?: string;
    };
    if (postgres === constraint || pglite === constraint) return true;
  }
  return false;
}

/** The code PostgreSQL gave the error, such as 25006, or null where it is not the database's. */
export function sqlState(error: unknown): string | null {
  for (const cause of causes(error)) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return null;
}

function* causes(error: unknown): Generator<Error> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) yield cause;
}
