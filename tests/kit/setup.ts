import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../db/client.ts';
import { migrate, readMigrations } from '../../db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated embedded database, dumped; null where the tests run on a server. */
    dumpFile: string | null;
    /** The same as a folder to copy, for a process of its own; null where the tests run on a server. */
    dataFolder: string | null;
    /** The server and the name of a migrated database on it; null where the database is embedded. */
    template: { url: string; name: string } | null;
  }
}

const staleMs = 2 * 3_600_000;
const root = join(import.meta.dirname, '../..');

/** Makes, once per run, the migrated database that each test file starts from. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const url = process.env.DATABASE_URL;
  const migrated = url ? null : await keptMigrated();
  provide('dumpFile', migrated && join(migrated, 'dump.tar'));
  provide('dataFolder', migrated && join(migrated, 'database'));
  if (!url) {
    provide('template', null);
    return async () => {};
  }
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  await dropStale(admin);
  const name = `cograph_test_${Date.now()}_${process.pid}`;
  await admin.unsafe(`create database ${name}`);
  const database = await openDatabase({ url: withDatabase(url, name) });
  await migrate(database);
  await database.close();
  provide('template', { url, name });
  return async () => {
    await dropAll(admin, (database) => database === name || database.startsWith(`${name}_`));
    await admin.end();
  };
}

/** The same address with another database in it. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** A folder with a migrated database and its dump, kept between runs under a name that changes with every
 *  migration and with the engine. */
async function keptMigrated(): Promise<string> {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8'),
  ) as { version: string };
  const content = readMigrations().map(({ name, sha256 }) => `${name} ${sha256}`);
  const runner = readFileSync(join(root, 'db/migrate.ts'), 'utf8');
  const hash = createHash('sha256')
    .update([version, runner, ...content].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const cache = join(root, 'node_modules/.cache/cograph');
  const kept = join(cache, `migrated-${hash}`);
  if (existsSync(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  for (const old of readdirSync(cache).map((name) => join(cache, name))) {
    if (isStale(statSync(old).mtimeMs)) rmSync(old, { recursive: true });
  }
  const draft = `${kept}.${process.pid}`;
  await makeMigrated(draft);
  try {
    renameSync(draft, kept);
  } catch (error) {
    // Another run made the same meanwhile.
    if (!existsSync(kept)) throw error;
    rmSync(draft, { recursive: true });
  }
  return kept;
}

async function makeMigrated(folder: string): Promise<void> {
  const database = await openDatabase({ dataDir: folder });
  await migrate(database);
  await database.close();
  const pglite = await PGlite.create(join(folder, 'database'));
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  writeFileSync(join(folder, 'dump.tar'), Buffer.from(await dump.arrayBuffer()));
}

/** Databases of runs that were killed, here or on another machine: no run takes so long. */
const dropStale = (admin: postgres.Sql) =>
  dropAll(admin, (name) => {
    const [, madeMs] = /^cograph_test_(\d{13})_/.exec(name) ?? [];
    return madeMs !== undefined && isStale(Number(madeMs));
  });

const isStale = (madeMs: number) => Date.now() - madeMs > staleMs;

async function dropAll(admin: postgres.Sql, isMeant: (name: string) => boolean): Promise<void> {
  const rows = await admin<{ datname: string }[]>`select datname from pg_database`;
  for (const { datname } of rows.filter((row) => isMeant(row.datname))) {
    await admin.unsafe(`drop database if exists ${datname} with (force)`);
  }
}
