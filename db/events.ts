import { setTimeout as sleep } from 'node:timers/promises';
import { asc, eq, sql } from 'drizzle-orm';
import { Outage } from '../schema/errors.ts';
import type { EventKind, NewEvent, RecordedEvent } from '../schema/events.ts';
import { type Id, newId } from '../schema/ids.ts';
import { Bell } from './bell.ts';
import { type Database, type Db, prepared } from './client.ts';
import { cursor, event } from './tables/log.ts';

/** A place in the order of events: the number of the transaction, then the id. */
export interface Cursor {
  xid: string;
  id: string;
}

/** Before the first event. */
export const beginning: Cursor = { xid: '0', id: '' };

/** What reads the stream: each event is handled once, in order, in the transaction that moves its cursor. */
export interface Consumer {
  /** The name of its cursor. Never renamed: a new name reads from the beginning. */
  name: string;
  kinds: readonly EventKind[];
  handle(tx: Db, events: RecordedEvent[]): Promise<void>;
}

/** The part of a logger that background work needs. */
export interface Log {
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

const limitUsual = 500;
const pollMs = 3_000;
const heldBackMs = 100;
const retryMsMax = 30_000;
const catchUpMsMax = 10_000;

/** Appends an event in the transaction of its cause: both stay, or neither. */
export async function record<Kind extends EventKind>(
  tx: Db,
  at: Date,
  event: NewEvent<Kind>,
): Promise<Id<'Event'>> {
  const [id] = await recordAll(tx, at, [event]);
  return id!;
}

/** Appends several events in order, in one statement whose text does not depend on their number. */
export async function recordAll(tx: Db, at: Date, events: readonly NewEvent[]): Promise<Id<'Event'>[]> {
  if (events.length === 0) return [];
  const rows = events.map(({ kind, subject, data, actorId, cause }) => ({
    id: newId('Event'),
    subject,
    kind,
    data,
    actor_id: actorId,
    cause: cause ?? null,
  }));
  await tx.execute(sql`
    insert into log.event (id, at, actor_id, subject, kind, data, cause)
    select id, ${at}::timestamptz(3), actor_id, subject, kind, data, cause
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e(id text, actor_id text, subject text, kind text, data jsonb, cause text)`);
  return rows.map(({ id }) => id);
}

/** Has transactions that name the same key run one after another, each until its end. To be called before the
 *  first write, which is what numbers a transaction: so the events of one subject stand in the order in which
 *  its row took the changes. A lock on the row comes too late: who waits for it may be numbered already. */
export async function takeTurns(tx: Db, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(sql`
    select pg_advisory_xact_lock(turn) from (
      select distinct hashtextextended(key, 0) as turn
      from unnest(${sql.param(keys)}::text[]) as key order by turn) as turns`);
}

// Every transaction below the oldest open one has ended, so nothing can appear there any more.
const isSettled = sql`${event.xid} < pg_snapshot_xmin(pg_current_snapshot())`;

const eventsAfter = prepared((db) =>
  db
    .select()
    .from(event)
    .where(
      sql`(${event.xid}, ${event.id}) > (${sql.placeholder('xid')}::xid8, ${sql.placeholder('id')})
        and ${isSettled}
        and (${sql.placeholder('kinds')}::text[] is null or ${event.kind} = any(${sql.placeholder('kinds')}::text[]))`,
    )
    .orderBy(asc(event.xid), asc(event.id))
    .limit(sql.placeholder('limit')),
);

/** The next events after the cursor, each with its place. Events that an open transaction could still come
 *  before  are left for later. */
export function readEvents(
  db: Db,
  after: Cursor,
  kinds: readonly EventKind[] | null,
  limit: number,
): Promise<(RecordedEvent & Cursor)[]> {
  return eventsAfter(db, { ...after, kinds, limit });
}

/** Lets the consumer handle one batch, unless another process does. Returns how many events it has gone
 *  past. */
export async function consume(database: Database, consumer: Consumer, limit = limitUsual): Promise<number> {
  const { isIdle } = await lookAhead(database, consumer, limit);
  return isIdle ? 0 : consumeBatch(database, consumer, limit);
}

function consumeBatch(database: Database, consumer: Consumer, limit: number): Promise<number> {
  return database.write(async (tx) => {
    await tx.insert(cursor).values({ name: consumer.name }).onConflictDoNothing();
    const [place] = await tx
      .select({ xid: cursor.xid, id: cursor.eventId })
      .from(cursor)
      .where(eq(cursor.name, consumer.name))
      .for('update', { skipLocked: true });
    const page = place ? await readEvents(tx, place, null, limit) : [];
    const last = page.at(-1);
    if (!last) return 0;
    const wanted = page.filter(({ kind }) => consumer.kinds.includes(kind));
    if (wanted.length > 0) await consumer.handle(tx, wanted);
    await tx.update(cursor).set({ xid: last.xid, eventId: last.id }).where(eq(cursor.name, consumer.name));
    return page.length;
  });
}

/** Hands the consumer once more all it has already gone past, from the first event: for rebuilding what it
 *  keeps. The  caller has cleared that in the same transaction; the cursor is locked meanwhile and stays
 *  where it is. */
export async function replay(tx: Db, consumer: Consumer): Promise<void> {
  const [end] = await tx
    .select({ xid: cursor.xid, id: cursor.eventId })
    .from(cursor)
    .where(eq(cursor.name, consumer.name))
    .for('update');
  for (let place = beginning; end;) {
    const page = await readEvents(tx, place, consumer.kinds, limitUsual);
    const passed = page.filter((each) => !isBeyond(each, end));
    if (passed.length > 0) await consumer.handle(tx, passed);
    const last = page.at(-1);
    if (!last || passed.length < page.length || page.length < limitUsual) return;
    place = { xid: last.xid, id: last.id };
  }
}

const isBeyond = (place: Cursor, end: Cursor) =>
  BigInt(place.xid) === BigInt(end.xid) ? place.id > end.id : BigInt(place.xid) > BigInt(end.xid);

/** Whether there is anything to do, found out without a write: a few events of other kinds are not worth
 *  moving for. */
async function lookAhead(database: Database, consumer: Consumer, limit: number) {
  const [found] = await database.read.execute<{ next: number; wanted: number; held_back: boolean }>(sql`
    select count(*)::int as next,
      count(*) filter (where kind = any(${sql.param(consumer.kinds)}::text[]))::int as wanted,
      exists (select 1 from ${event} where not (${isSettled})) as held_back
    from (
      select kind from ${event}
      where (xid, id) > (
          coalesce((select xid from ${cursor} where name = ${consumer.name}), '0'),
          coalesce((select event_id from ${cursor} where name = ${consumer.name}), ''))
        and ${isSettled}
      order by xid, id limit ${limit}) page`);
  const { next, wanted, held_back: isHeldBack } = found!;
  return { isIdle: wanted === 0 && next < limit, isHeldBack };
}

/** Returns when the consumers have handled all that was recorded, also what an open transaction still
 *  holds back. */
export async function catchUp(database: Database, consumers: readonly Consumer[]): Promise<void> {
  const deadline = Date.now() + catchUpMsMax;
  for (const consumer of consumers) {
    for (;;) {
      const { isIdle, isHeldBack } = await lookAhead(database, consumer, limitUsual);
      if (isIdle && !isHeldBack) break;
      const passed = isIdle ? 0 : await consumeBatch(database, consumer, limitUsual);
      if (passed > 0) continue;
      if (Date.now() > deadline) {
        throw new Outage('UNAVAILABLE', `${consumer.name} waits for a transaction that stays open.`);
      }
      await sleep(10);
    }
  }
}

/** Background work that can be ended: `stop` returns when what was begun is finished. */
export interface Running {
  stop(): Promise<void>;
}

/** Keeps the consumers going: woken by each event, and every few seconds in case a wake was lost. */
export async function runConsumers(
  database: Database,
  consumers: readonly Consumer[],
  log: Log,
): Promise<Running> {
  const stopping = new AbortController();
  const running = consumers.map((consumer) => {
    const bell = new Bell();
    return { bell, end: keepGoing(database, consumer, log, bell, stopping.signal) };
  });
  const ring = () => running.forEach(({ bell }) => bell.ring());
  const unlisten = await database.listen('event', ring);
  return {
    async stop() {
      stopping.abort();
      ring();
      await unlisten();
      await Promise.all(running.map(({ end }) => end));
    },
  };
}

async function keepGoing(database: Database, consumer: Consumer, log: Log, bell: Bell, signal: AbortSignal) {
  for (let failures = 0; !signal.aborted;) {
    try {
      const { isIdle, isHeldBack } = await lookAhead(database, consumer, limitUsual);
      const passed = isIdle ? 0 : await consumeBatch(database, consumer, limitUsual);
      failures = 0;
      // The transaction that holds events back may end without a wake of its own.
      if (passed === 0) await bell.wait(isHeldBack ? heldBackMs : pollMs);
    } catch (error) {
      failures += 1;
      const retryMs = Math.min(500 * 2 ** failures, retryMsMax);
      log.error({ err: error, consumer: consumer.name, retryMs }, 'A consumer failed; it will try again.');
      await sleep(retryMs, undefined, { signal }).catch(() => {});
    }
  }
}
