import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { openDatabase } from '../../db/client.ts';
import { migrate, readMigrations } from '../../db/migrate.ts';
import { generate } from './generate.ts';
import { type ScaleName, scales } from './scales.ts';

const lists = join(import.meta.dirname, '../../db/lists');
const functions = join(import.meta.dirname, '../contenders/postgraphile.functions.ts');

/** A name that changes with the migrations and with whatever the rows are made from. */
export function databaseName(scale: ScaleName): string {
  const hash = createHash('sha256');
  for (const { sha256 } of readMigrations()) hash.update(sha256);
  const sources = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'));
  for (const name of sources.sort()) hash.update(readFileSync(join(import.meta.dirname, name)));
  for (const name of ['regions.csv', 'instrument-classes.csv']) hash.update(readFileSync(join(lists, name)));
  hash.update(readFileSync(functions));
  return `${prefixOf(scale)}${hash.digest('hex').slice(0, 8)}`;
}

const prefixOf = (scale: ScaleName) => `cograph_bench_${scale}_`;

/** The address of a database on the same server. */
export function addressOf(server: string, database: string, application?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (application) url.searchParams.set('application_name', application);
  return url.href;
}

/** Makes sure that the server has the data set, and returns the name of its database. One that is complete is
 *  used again; those of earlier forms are dropped. */
export async function ensureDatabase(
  server: string,
  scale: ScaleName,
  tell: (line: string) => void,
): Promise<string> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  const name = databaseName(scale);
  try {
    const known = await admin<{ datname: string; note: string | null }[]>`
      select datname, shobj_description(oid, 'pg_database') as note from pg_database
      where starts_with(datname, ${prefixOf(scale)})`;
    for (const { datname, note } of known) {
      if (datname === name && note === complete) return name;
      tell(`dropping ${datname}, which is of another form or not complete`);
      await admin.unsafe(`drop database ${datname}`);
    }
    await admin.unsafe(`create database ${name}`);
    await build(addressOf(server, name), scale, tell);
    // Workers beside a backend would escape the count of its processor time.
    await admin.unsafe(`alter database ${name} set max_parallel_workers_per_gather = 0`);
    await admin.unsafe(`comment on database ${name} is '${complete}'`);
    return name;
  } finally {
    await admin.end();
  }
}

const complete = 'complete';

async function build(url: string, scale: ScaleName, tell: (line: string) => void): Promise<void> {
  const began = performance.now();
  const database = await openDatabase({ url });
  await migrate(database).finally(() => database.close());
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  await generate(sql, scales[scale], tell).finally(() => sql.end());
  tell(`built in ${Math.round((performance.now() - began) / 1_000)} s`);
}
