import { expect, it } from 'vitest';
import { newId } from '../schema/ids.ts';
import { freshDatabase } from '../tests/kit/database.ts';
import { catchUp, consume, record } from './events.ts';
import { passLoggedTransactions } from './transactions.ts';

it('lets readers have the events of a log that another cluster wrote', async () => {
  await using fresh = await freshDatabase();
  const { database } = fresh;
  const subject = newId('Person');
  await database.script(`
    insert into log.event (id, xid, at, subject, kind, data)
    select '${newId('Event')}', (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 60000)::text::xid8,
      now(), '${subject}', 'person.declared', '{}'`);
  let handled = 0;
  const reader = {
    name: 'test.moved',
    kinds: ['person.declared' as const],
    handle: (_tx: unknown, events: unknown[]) => Promise.resolve(void (handled += events.length)),
  };
  await consume(database, reader);
  expect(handled).toBe(0);

  expect(await passLoggedTransactions(database)).toBe(true);
  await database.write((tx) =>
    record(tx, new Date(), { kind: 'person.declared', subject, data: {}, actorId: null }),
  );
  await catchUp(database, [reader]);
  expect(handled).toBe(2);
  expect(await passLoggedTransactions(database)).toBe(false);
});
