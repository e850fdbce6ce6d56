import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedOnce } from '../cli/database.ts';
import { newId } from '../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import type { Database } from './client.ts';
import { copyDatabase } from './copy.ts';
import { catchUp, record } from './events.ts';

let full: FreshDatabase;
beforeAll(async () => {
  full = await freshDatabase();
  await seedOnce(full.database);
  // A database with a past: its counter of transactions is far ahead of that of a new cluster.
  await full.database.session((run) =>
    run('do $$ begin for i in 1..3000 loop perform pg_current_xact_id(); commit; end loop; end $$'),
  );
  await recordOne(full.database);
  // What the job queue keeps stays behind, and need not be there on the other side.
  await full.database.script(
    'create schema job; create table job.queued (id int); insert into job.queued values (1)',
  );
});
afterAll(() => full[Symbol.asyncDispose]());

const recordOne = (database: Database) =>
  database.write((tx) =>
    record(tx, new Date('2026-11-21T00:00:00Z'), {
      kind: 'person.declared',
      subject: newId('Person'),
      data: {},
      actorId: null,
    }),
  );

/** How many rows each table has, and a hash over all they hold. */
async function contentOf(database: Database) {
  const tables = await database.read.execute<{ name: string }>(sql`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('log', 'actors', 'resources', 'projects', 'metrics')
    order by 1`);
  const content: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await database.read.execute(
      sql.raw(
        `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as hash from ${name} t`,
      ),
    );
    content[name] = row;
  }
  return content;
}

describe('a copy of a database', () => {
  it('holds every row as it was, and its readers go on where they were', async () => {
    await using empty = await freshDatabase();
    const told: string[] = [];
    const copied = await copyDatabase(full.database, empty.database, { onTable: (name) => told.push(name) });
    const content = await contentOf(full.database);
    expect(await contentOf(empty.database)).toEqual(content);
    expect(told).toEqual(Object.keys(copied).sort());
    expect(copied['log.event']).toBe((content['log.event'] as { rows: number }).rows);

    // Events copied and events recorded afterwards reach a reader, in this order and at once.
    const id = await recordOne(empty.database);
    const read: string[] = [];
    const reader = {
      name: 'test.copied',
      kinds: ['person.declared' as const],
      handle: (_tx: unknown, events: { id: string }[]) => {
        read.push(...events.map((event) => event.id));
        return Promise.resolve();
      },
    };
    await catchUp(empty.database, [reader]);
    const people = await full.database.read.execute<{ id: string }>(
      sql`select id from log.event where kind = 'person.declared' order by xid, id`,
    );
    expect(read).toEqual([...people.map((event) => event.id), id]);
  });

  it('is refused where there is something already, and adds nothing to it', async () => {
    await using other = await freshDatabase();
    await recordOne(other.database);
    const before = await contentOf(other.database);
    await expect(copyDatabase(full.database, other.database)).rejects.toThrow(
      'The other database is not empty: log.event has rows. Copy into a new one.',
    );
    expect(await contentOf(other.database)).toEqual(before);
  });

  it('that breaks off leaves nothing behind, and can be made again', async () => {
    await using empty = await freshDatabase();
    const before = await contentOf(empty.database);
    await empty.database.script('alter table resources.resource add constraint no_rows check (false)');
    await expect(copyDatabase(full.database, empty.database)).rejects.toThrow('no_rows');
    expect(await contentOf(empty.database)).toEqual(before);
    await empty.database.script('alter table resources.resource drop constraint no_rows');
    await copyDatabase(full.database, empty.database);
    expect(await contentOf(empty.database)).toEqual(await contentOf(full.database));
  });

  it('is refused between databases of different releases', async () => {
    await using other = await freshDatabase();
    await other.database.script(`delete from public.migration where name like '0005%'`);
    await expect(copyDatabase(full.database, other.database)).rejects.toThrow(
      'The two databases were migrated differently. Migrate both with this release, then copy.',
    );
  });
});
