import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './client.ts';
import type { RunScript } from './engine.ts';

/** One migration file, checked for its form. */
export interface Migration {
  name: string;
  text: string;
  sha256: string;
  isTransaction: boolean;
}

const folderOfMigrations = join(import.meta.dirname, 'migrations');
const fileName = /^\d{4}_[a-z]+(_[a-z0-9]+)+\.sql$/;
const heads = ['Why', 'Locks', 'Undo'];
const lockKey = 712_204_119;

/** Brings the database to the newest form and returns the names of the files it applied, in order. */
export function migrate(database: Database, folder = folderOfMigrations): Promise<string[]> {
  const migrations = readMigrations(folder);
  return database.session(async (run) => {
    if ((await pendingOf(run, migrations)).length === 0) return [];
    await lock(run);
    await run(
      `create table if not exists public.migration
         (name text collate "C" primary key, sha256 text not null, applied_at timestamptz(3) not null)`,
    );
    const pending = await pendingOf(run, migrations);
    for (const migration of pending) await apply(run, migration);
    await run(`select pg_advisory_unlock(${lockKey})`);
    return pending.map(({ name }) => name);
  });
}

/** The names of the files that `migrate` would apply. */
export function pendingMigrations(database: Database, folder = folderOfMigrations): Promise<string[]> {
  const migrations = readMigrations(folder);
  return database.session(async (run) => (await pendingOf(run, migrations)).map(({ name }) => name));
}

/** The migration files in order. Throws where one lacks its form. */
export function readMigrations(folder = folderOfMigrations): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql') && !name.endsWith('.check.sql'));
  return names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (!fileName.test(name)) throw new Error(`Migration ${name} must be named NNNN_<subgraph>_<what>.sql.`);
    const comments = text.slice(0, text.search(/^(?!--)/m));
    const missing = heads.filter((head) => !new RegExp(`^-- ${head}: \\S`, 'm').test(comments));
    if (missing.length > 0) {
      throw new Error(
        `Migration ${name} must open with ${missing.map((head) => `"-- ${head}: …"`).join(' and ')}.`,
      );
    }
    const sha256 = createHash('sha256').update(text).digest('hex');
    return { name, text, sha256, isTransaction: !/^-- no transaction$/m.test(text) };
  });
}

async function pendingOf(run: RunScript, migrations: Migration[]): Promise<Migration[]> {
  const [table] = (await run(`select to_regclass('public.migration') as name`)) as { name: string | null }[];
  const rows = table?.name ? await run('select name, sha256 from public.migration') : [];
  const applied = new Map((rows as { name: string; sha256: string }[]).map((row) => [row.name, row.sha256]));
  const edited = migrations.find(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256);
  if (edited) {
    throw new Error(
      `Migration ${edited.name} was edited after it was applied to this database. Restore the file and write a new one.`,
    );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Statements sent together are one transaction, on both engines, unless they say otherwise. */
async function apply(run: RunScript, { name, text, sha256, isTransaction }: Migration): Promise<void> {
  const done = `insert into public.migration values ('${name}', '${sha256}', now());\n`;
  try {
    if (isTransaction) {
      await run(done + text);
      return;
    }
    for (const statement of text.split(/;\s*$/m)) await run(statement);
    await run(done);
  } catch (error) {
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Waits until no other process migrates. The lock goes with the connection, however this ends. */
async function lock(run: RunScript): Promise<void> {
  // Asking again rather than waiting inside the statement: an index built concurrently waits for every
  // statement that runs, also for one that waits for this lock.
  for (;;) {
    const [row] = (await run(`select pg_try_advisory_lock(${lockKey}) as mine`)) as { mine: boolean }[];
    if (row?.mine) return;
    await sleep(100);
  }
}
