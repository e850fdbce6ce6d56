import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { type Database, openDatabase } from './client.ts';
import { migrate, readMigrations } from './migrate.ts';

const ours = join(import.meta.dirname, 'migrations');
const heads = '-- Why: a test.\n-- Locks: none.\n-- Undo: drop it.\n';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cograph-migrations-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string) => writeFileSync(join(folder, name), heads + text);
/** Takes away every migration again: quicker than a second database. */
const emptied = `
  do $$ declare name text; begin
    for name in select nspname from pg_namespace where nspname !~ '^pg_|^information_schema$' loop
      execute format('drop schema %I cascade', name);
    end loop;
  end $$;
  create schema public;`;
const rowsOf = (database: Database, text: string) =>
  database.read.execute<Record<string, unknown>>(sql.raw(text));

test('keeps every promise of every migration, right after it', { timeout: 90_000 }, async () => {
  await using empty = await freshDatabase();
  await empty.database.script(emptied);
  expect(await rowsOf(empty.database, `select to_regclass('public.migration') as migration`)).toEqual([
    { migration: null },
  ]);
  const asked: string[] = [];
  for (const { name, text } of readMigrations()) {
    writeFileSync(join(folder, name), text);
    expect(await migrate(empty.database, folder)).toEqual([name]);
    const check = join(ours, name.replace(/\.sql$/, '.check.sql'));
    expect(existsSync(check), `${name} promises nothing`).toBe(true);
    await empty.database.script(readFileSync(check, 'utf8'));
    asked.push(name);
  }
  expect(asked).toEqual(readMigrations().map(({ name }) => name));
  await expect(empty.database.script('do $$ begin assert false, $m$broken$m$; end $$')).rejects.toThrow(
    'broken',
  );
});

describe('on a migrated database', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => void (fresh = await freshDatabase()));
  afterAll(() => fresh[Symbol.asyncDispose]());

  test('applies each file once', async () => {
    expect(await migrate(fresh.database)).toEqual([]);
    put('9100_tests_create_a.sql', 'create table public.a1 (x int);');
    expect(await migrate(fresh.database, folder)).toEqual(['9100_tests_create_a.sql']);
    expect(await migrate(fresh.database, folder)).toEqual([]);
  });

  test('refuses a file that was edited after it was applied', async () => {
    put('9200_tests_create_a.sql', 'create table public.a2 (x int);');
    await migrate(fresh.database, folder);
    put('9200_tests_create_a.sql', 'create table public.a2 (x bigint);');
    await expect(migrate(fresh.database, folder)).rejects.toThrow(
      'Migration 9200_tests_create_a.sql was edited after it was applied to this database. Restore the file and write a new one.',
    );
  });

  test('keeps nothing of a file that fails, and all of those before it', async () => {
    put('9300_tests_create_a.sql', 'create table public.a3 (x int);');
    put('9301_tests_create_b.sql', 'create table public.b3 (x int);\nselect 1 / 0;');
    await expect(migrate(fresh.database, folder)).rejects.toThrow(
      'Migration 9301_tests_create_b.sql failed: division by zero',
    );
    expect(
      await rowsOf(
        fresh.database,
        `select to_regclass('public.a3')::text as a, to_regclass('public.b3')::text as b`,
      ),
    ).toEqual([{ a: 'a3', b: null }]);
    put('9301_tests_create_b.sql', 'create table public.b3 (x int);');
    expect(await migrate(fresh.database, folder)).toEqual(['9301_tests_create_b.sql']);
  });

  test('runs what cannot be in a transaction outside one, when the file says so', async () => {
    put('9400_tests_create_a.sql', 'create table public.a4 (x int);');
    const indexes =
      'create index concurrently a_x on public.a4 (x);\ncreate index concurrently a_y on public.a4 ((x + 1));\n';
    put('9401_tests_index_a.sql', indexes);
    await expect(migrate(fresh.database, folder)).rejects.toThrow('CREATE INDEX CONCURRENTLY cannot');
    put('9401_tests_index_a.sql', `-- no transaction\n${indexes}`);
    expect(await migrate(fresh.database, folder)).toEqual(['9401_tests_index_a.sql']);
    expect(
      await rowsOf(fresh.database, `select indexname from pg_indexes where tablename = 'a4' order by 1`),
    ).toEqual([{ indexname: 'a_x' }, { indexname: 'a_y' }]);
  });

  test('lets one of two that start at once do the work', async () => {
    put('9500_tests_create_a.sql', 'create table public.a5 (x int);\nselect pg_sleep(0.2);');
    put('9501_tests_index_a.sql', '-- no transaction\ncreate index concurrently a5_x on public.a5 (x);\n');
    const second = fresh.url ? await openDatabase({ url: fresh.url }) : fresh.database;
    const applied = await Promise.all([migrate(fresh.database, folder), migrate(second, folder)]);
    if (second !== fresh.database) await second.close();
    expect(applied.sort((a, b) => a.length - b.length)).toEqual([
      [],
      ['9500_tests_create_a.sql', '9501_tests_index_a.sql'],
    ]);
  });
});

test('demands a name and three opening lines of every file', () => {
  writeFileSync(
    join(folder, '9500_tests_create_a.sql'),
    '-- Why: a test.\n\nselect 1;\n-- Undo: too late.\n',
  );
  expect(() => readMigrations(folder)).toThrow(
    'Migration 9500_tests_create_a.sql must open with "-- Locks: …" and "-- Undo: …".',
  );
  rmSync(join(folder, '9500_tests_create_a.sql'));
  put('9000-a.sql', 'select 1;');
  expect(() => readMigrations(folder)).toThrow(
    'Migration 9000-a.sql must be named NNNN_<subgraph>_<what>.sql.',
  );
});
