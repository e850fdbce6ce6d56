import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { withDatabase } from './setup.ts';

/** A migrated, empty database of a test's own, with every statement sent through its handles. */
export interface FreshDatabase extends AsyncDisposable {
  database: Database;
  /** Empty it with `statements.length = 0` to count anew. */
  statements: string[];
  /** Where it is, for a second client; null where it is embedded. */
  url: string | null;
  /** Moves `db_now()` for every connection, from now on: '2 days', or '0' for back. */
  shiftClock(interval: string): Promise<void>;
}

let made = 0;

/** A fresh database: a loaded dump when embedded, a copy of the run's template on a server. */
export async function freshDatabase({ poolSize = 4 }: { poolSize?: number } = {}): Promise<FreshDatabase> {
  const statements: string[] = [];
  const onStatement = (sql: string) => void statements.push(sql);
  const template = inject('template');
  if (!template) {
    const dump = new Blob([readFileSync(inject('dumpFile')!)]);
    const database = await openDatabase({ dump, onStatement });
    return {
      database,
      statements,
      url: null,
      shiftClock: (interval) => database.script(`set cograph.clock_shift = '${interval}'`),
      [Symbol.asyncDispose]: () => database.close(),
    };
  }
  const name = `${template.name}_${process.pid}_${(made += 1)}`;
  const url = withDatabase(template.url, name);
  await onServer(template.url, `create database ${name} template ${template.name}`);
  const database = await openDatabase({ url, onStatement, poolSize });
  return {
    database,
    statements,
    url,
    async shiftClock(interval) {
      await onServer(template.url, `alter database ${name} set cograph.clock_shift = '${interval}'`);
      // Only connections made from now on know of it.
      await onServer(
        template.url,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      );
      const isBack = () =>
        Promise.all(Array.from({ length: poolSize }, () => database.ping())).then(() => true);
      while (!(await isBack().catch(() => false)));
    },
    async [Symbol.asyncDispose]() {
      await database.close();
      await onServer(template.url, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  await admin.unsafe(statement);
  await admin.end();
}
