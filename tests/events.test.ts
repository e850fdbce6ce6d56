import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase, violates } from '../db/client.ts';
import {
  beginning,
  catchUp,
  consume,
  type Consumer,
  type Cursor,
  readEvents,
  record,
  recordAll,
  runConsumers,
} from '../db/events.ts';
import type { EventKind, NewEvent, RecordedEvent } from '../schema/events.ts';
import { newId } from '../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from './kit/database.ts';

const at = new Date('2026-03-01T08:00:00.123Z');
const quiet = { info() {}, warn() {}, error() {} };
const event = (kind: 'person.declared' | 'project.visibilityChanged' = 'person.declared'): NewEvent => ({
  kind,
  subject: newId('Person'),
  data: kind === 'person.declared' ? {} : { visibility: 'PUBLIC' },
  actorId: null,
});
const note = (database: Database, one = event()) => database.write((tx) => record(tx, at, one));

let fresh: FreshDatabase;
let database: Database;
let start: Cursor;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 8 });
  database = fresh.database;
  await database.script('create table public.effect (event_id text, reader text)');
});
afterAll(() => fresh[Symbol.asyncDispose]());
beforeEach(async () => {
  const [last] = await database.read.execute<{ xid: string; id: string }>(
    sql`select xid, id from log.event order by xid desc, id desc limit 1`,
  );
  start = last ?? beginning;
});

/** A consumer that begins here and writes down what it was given. */
async function reader(name: string, handle: Consumer['handle'] = async () => {}): Promise<Consumer> {
  await database.write(
    async (tx) =>
      void (await tx.execute(sql`insert into log.cursor values (${name}, ${start.xid}::xid8, ${start.id})`)),
  );
  return {
    name,
    kinds: ['person.declared'],
    async handle(tx, events) {
      for (const { id } of events) await tx.execute(sql`insert into public.effect values (${id}, ${name})`);
      await handle(tx, events);
    },
  };
}
/** What can be read now that no transaction is open: on a server those of other tests hold readers back
 *  too. */
async function settled(...[after, kinds, limit]: [Cursor, EventKind[] | null, number]) {
  await catchUp(database, [{ name: 'settling', kinds: [], handle: () => Promise.resolve() }]);
  return readEvents(database.read, after, kinds, limit);
}
const effectsOf = async (name: string) =>
  (
    await database.read.execute<{ event_id: string }>(
      sql`select event_id from public.effect where reader = ${name} order by event_id`,
    )
  ).map((row) => row.event_id);

describe('the record', () => {
  test('gives back an event as it was recorded', async () => {
    const cause = await note(database);
    const subject = newId('Organization');
    const actorId = newId('Person');
    const data = { kind: 'UNIVERSITY "甲"', region: null, isChecked: true };
    const id = await database.write((tx) =>
      record(tx, at, { kind: 'organization.declared', subject, actorId, cause, data }),
    );
    const events = await settled(start, ['organization.declared'], 10);
    const recorded: RecordedEvent = { id, at, kind: 'organization.declared', subject, actorId, cause, data };
    expect(events).toEqual([{ ...recorded, xid: expect.stringMatching(/^\d+$/) as string }]);
  });

  test('takes any number in one statement and keeps their order', async () => {
    const events = Array.from({ length: 300 }, () => event());
    fresh.statements.length = 0;
    const ids = await database.write((tx) => recordAll(tx, at, events));
    expect(fresh.statements.length).toBe(1);
    expect((await settled(start, null, 1_000)).map(({ id }) => id)).toEqual(ids);
    expect(await database.write((tx) => recordAll(tx, at, []))).toEqual([]);
  });

  test('disappears with its cause', async () => {
    const failed = database.write(async (tx) => {
      await record(tx, at, event());
      throw new Error('after all, no');
    });
    await expect(failed).rejects.toThrow('after all, no');
    expect(await settled(start, null, 10)).toEqual([]);
  });

  test.each([
    ['update', sql`update log.event set kind = 'person.declared'`],
    ['delete', sql`delete from log.event where false`],
    ['truncate', sql`truncate log.event cascade`],
  ])('refuses every %s', async (verb, statement) => {
    await note(database);
    const changed = await database
      .write(async (tx) => void (await tx.execute(statement)))
      .catch((error: unknown) => error);
    expect(violates(changed, 'event_only_added')).toBe(true);
    expect(String((changed as Error).cause)).toContain(
      `Events are only ever added: ${verb} of log.event is refused. Record a new event instead.`,
    );
    expect((await settled(start, null, 10)).length).toBe(1);
  });
});

// The embedded database has one connection, so nothing commits beside an open transaction there.
describe('order', () => {
  test('loses nothing to a writer that stays open while later events commit', async ({ skip }) => {
    if (database.engine === 'pglite') skip('one connection: there is no second writer');
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let early = '';
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const slow = database.write(async (tx) => {
      early = await record(tx, at, event());
      begun();
      await released;
    });
    await isBegun;
    const late = await note(database);
    expect(early < late).toBe(true);

    const careful: string[] = [];
    const careless: string[] = [];
    let cursor = start;
    let lastId = start.id;
    const readBoth = async () => {
      const events = await readEvents(database.read, cursor, null, 10);
      careful.push(...events.map(({ id }) => id));
      cursor = events.at(-1) ?? cursor;
      const rows = await database.read.execute<{ id: string }>(
        sql`select id from log.event where id > ${lastId} order by id`,
      );
      careless.push(...rows.map(({ id }) => id));
      lastId = careless.at(-1) ?? lastId;
    };
    await readBoth();
    release();
    await slow;
    await expect.poll(async () => (await readBoth(), careful)).toEqual([early, late]);
    // What a cursor over ids alone would have done: the event that committed late is never seen.
    expect(careless).toEqual([late]);
  });
});

describe('consumers', () => {
  test('are given their kinds once, in order, and go past the others', async () => {
    const consumer = await reader('kinds');
    const wanted = await database.write((tx) =>
      recordAll(tx, at, [event(), event('project.visibilityChanged'), event()]),
    );
    await catchUp(database, [consumer]);
    expect(await effectsOf('kinds')).toEqual([wanted[0], wanted[2]]);
    expect(await consume(database, consumer)).toBe(0);
    expect(await effectsOf('kinds')).toEqual([wanted[0], wanted[2]]);
  });

  test('begin at the first event under a new name', async () => {
    await note(database);
    const all: string[] = [];
    const consumer: Consumer = {
      name: 'new',
      kinds: ['person.declared', 'organization.declared', 'project.visibilityChanged'],
      handle: (_tx, events) => Promise.resolve(void all.push(...events.map(({ id }) => id))),
    };
    await catchUp(database, [consumer]);
    expect(all).toEqual((await settled(beginning, null, 10_000)).map(({ id }) => id));
  });

  test('open no transaction while there is nothing for them', async () => {
    const consumer = await reader('idle');
    await note(database, event('project.visibilityChanged'));
    await catchUp(database, []);
    await expect.poll(async () => (await readEvents(database.read, start, null, 10)).length).toBe(1);
    fresh.statements.length = 0;
    expect(await consume(database, consumer)).toBe(0);
    expect(fresh.statements.length).toBe(1);
  });

  test('leave no effect where they throw, and have it once when they do not', async () => {
    let failures = 2;
    const consumer = await reader('broken', () => {
      failures -= 1;
      return failures >= 0 ? Promise.reject(new Error('broken on purpose')) : Promise.resolve();
    });
    const id = await note(database);
    await expect
      .poll(() => consume(database, consumer).catch((error: Error) => error.message))
      .toBe('broken on purpose');
    expect(await effectsOf('broken')).toEqual([]);
    await expect(consume(database, consumer)).rejects.toThrow('broken on purpose');
    expect(await effectsOf('broken')).toEqual([]);
    await catchUp(database, [consumer]);
    expect(await effectsOf('broken')).toEqual([id]);
  });

  test('of one name handle each event once however many run at once', async () => {
    const consumer = await reader('twins');
    const ids = await database.write((tx) =>
      recordAll(
        tx,
        at,
        Array.from({ length: 40 }, () => event()),
      ),
    );
    const second = fresh.url ? await openDatabase({ url: fresh.url }) : database;
    const one = async (on: Database) => {
      for (let turn = 0; turn < 20; turn += 1) await consume(on, consumer, 5);
    };
    await Promise.all([one(database), one(second), one(database), one(second)]);
    await catchUp(second, [consumer]);
    expect(await effectsOf('twins')).toEqual(ids);
    if (second !== database) await second.close();
  });

  test('are woken by an event, go on after a failure, and stop when told', async () => {
    let failures = 1;
    const errors: object[] = [];
    const consumer = await reader('running', () => {
      failures -= 1;
      return failures === 0 ? Promise.reject(new Error('once')) : Promise.resolve();
    });
    const running = await runConsumers(database, [consumer], {
      ...quiet,
      error: (facts) => void errors.push(facts),
    });
    const first = await note(database);
    await expect.poll(() => effectsOf('running'), { timeout: 5_000 }).toEqual([first]);
    expect(errors).toMatchObject([{ consumer: 'running', retryMs: 1_000, err: { message: 'once' } }]);
    await new Promise((resolve) => setTimeout(resolve, 200));

    // Far sooner than the poll that covers for lost wakes.
    const second = await note(database);
    await expect.poll(() => effectsOf('running'), { timeout: 1_500, interval: 20 }).toEqual([first, second]);
    await running.stop();
    await note(database);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await effectsOf('running')).toEqual([first, second]);
  });
});
