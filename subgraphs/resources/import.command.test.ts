import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { event } from '../../db/tables/log.ts';
import { material, resource, source, sourceRecord } from '../../db/tables/resources.ts';
import { BadInput } from '../../formats/reading.ts';
import { type Context, newContext } from '../../schema/context.ts';
import { newId } from '../../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/kit/database.ts';
import { bareWish } from '../../tests/kit/resource.ts';
import { type Entry, importEntries, type ImportReport, type Kind, type Refused } from './import.command.ts';
import { addMaterial } from './material.store.ts';

const providerId = newId('Organization');
let fresh: FreshDatabase;
let context: Context;
beforeEach(async () => {
  fresh = await freshDatabase();
  context = newContext(fresh.database, null);
});
afterEach(() => fresh[Symbol.asyncDispose]());

/** A made-up record: known by its key, or without one by its name. */
const entry = (line: number, key: string | null, name: string): Entry => ({
  line,
  key,
  original: { key, name },
  remarks: [],
  wish: { ...bareWish, family: 'MATERIAL', nameEn: name },
});
const kind: Kind<Entry> = {
  newId: () => newId('Material'),
  async put(inside, rows) {
    const known = await inside.db.select({ id: material.id }).from(material);
    const added = rows.filter(({ id }) => !known.some((row) => row.id === id));
    const rest = { kind: 'SPECIMEN', batch: null, certificate: null };
    await addMaterial(
      inside,
      added.map(({ id }) => ({ id: id, ...rest })),
    );
  },
};
async function* reading(entries: (Entry | Refused)[], fault?: Error) {
  for (const each of entries) yield await Promise.resolve(each);
  if (fault) throw fault;
}
const read = (
  entries: (Entry | Refused)[],
  { isDryRun = false, fault }: { isDryRun?: boolean; fault?: Error } = {},
) => importEntries(context, { format: 'made-up', providerId, kind, isDryRun }, reading(entries, fault));

const counts = ({ read: all, new: added, same, changed, refused, duplicates }: ImportReport) => {
  expect(added + same + changed + refused).toBe(all);
  return { read: all, new: added, same, changed, refused, duplicates };
};
const none = { read: 0, new: 0, same: 0, changed: 0, refused: 0, duplicates: 0 };
/** How many rows each table has. */
const rows = async () => {
  const [resources, materials, sources, records, events] = await Promise.all(
    [resource, material, source, sourceRecord, event].map((table) => fresh.database.read.$count(table)),
  );
  return { resources, materials, sources, records, events };
};
/** The number of the transaction that last wrote each row of the schema: a touched row has another. */
const touches = () =>
  fresh.database.read.execute(sql`select xmin::text, id as key from resources.resource
    union all select xmin::text, id from resources.material
    union all select xmin::text, id from resources.source
    union all select xmin::text, key from resources.source_record order by key`);
const names = async () =>
  (await fresh.database.read.select({ name: resource.nameEn }).from(resource).orderBy(resource.nameEn)).map(
    ({ name }) => name,
  );
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => {
    const number = String(from + index).padStart(4, '0');
    return entry(from + index, `k${number}`, `Thing ${number}`);
  });

describe('a reading', () => {
  test('counts what is new, same, changed and refused, and records each once', async () => {
    const first = await read([
      entry(2, 'a', 'Acid'),
      entry(3, 'b', 'Base'),
      { line: 4, refused: 'No name.' },
    ]);
    expect(counts(first)).toEqual({ ...none, read: 3, new: 2, refused: 1 });
    expect(first.refusals).toEqual([{ line: 4, reason: 'No name.' }]);
    expect(await rows()).toEqual({ resources: 2, materials: 2, sources: 1, records: 2, events: 3 });
    const second = await read([entry(2, 'b', 'Base, strong'), entry(3, 'a', 'Acid'), entry(4, 'c', 'Salt')]);
    expect(counts(second)).toEqual({ ...none, read: 3, new: 1, same: 1, changed: 1 });
    expect(await names()).toEqual(['Acid', 'Base, strong', 'Salt']);
    const told = await fresh.database.read
      .select({ kind: event.kind, data: event.data })
      .from(event)
      .orderBy(event.xid, event.id);
    expect(told.map((each) => each.kind)).toEqual([
      'resource.declared',
      'resource.declared',
      'source.imported',
      'resource.declared',
      'resource.changed',
      'source.imported',
    ]);
    expect(told[2]!.data).toEqual({ read: 3, new: 2, same: 0, changed: 0, refused: 1 });
    expect(told[5]!.data).toEqual({ read: 3, new: 1, same: 1, changed: 1, refused: 0 });
  });

  test('keeps equal records without an id apart, counts them, and knows each of them again', async () => {
    const file = [
      entry(2, null, 'Flask'),
      entry(3, null, 'Flask'),
      entry(4, null, 'Rack'),
      entry(5, null, 'Flask'),
    ];
    expect(counts(await read(file))).toEqual({ ...none, read: 4, new: 4, duplicates: 2 });
    expect(await names()).toEqual(['Flask', 'Flask', 'Flask', 'Rack']);
    expect(counts(await read([...file].reverse()))).toEqual({ ...none, read: 4, same: 4, duplicates: 2 });
    const more = [...file, entry(6, null, 'Flask')];
    expect(counts(await read(more))).toEqual({ ...none, read: 5, new: 1, same: 4, duplicates: 3 });
  });

  test('refuses an id that stands in the file before, and keeps the first', async () => {
    const report = await read([entry(2, 'a', 'First'), entry(3, 'a', 'Second'), entry(4, 'a', 'First')]);
    expect(counts(report)).toEqual({ ...none, read: 3, new: 1, refused: 2 });
    const reason = 'The id "a" stands in the file twice.';
    expect(report.refusals).toEqual([
      { line: 3, reason },
      { line: 4, reason },
    ]);
    expect(await names()).toEqual(['First']);
  });

  test('refuses the second of an id also where another batch held the first', async () => {
    const report = await read([...numbered(1, 300), entry(301, 'k0001', 'Again')]);
    expect(counts(report)).toEqual({ ...none, read: 301, new: 300, refused: 1 });
  });

  test('of nothing, or of refused records only, writes nothing', async () => {
    expect(counts(await read([]))).toEqual(none);
    expect(counts(await read([{ line: 2, refused: 'No name.' }]))).toEqual({ ...none, read: 1, refused: 1 });
    expect(await rows()).toEqual({ resources: 0, materials: 0, sources: 0, records: 0, events: 0 });
  });

  test('writes nothing in a dry run, and tells what it would do', async () => {
    const [file, changed] = [numbered(1, 300), entry(7, 'k0007', 'Changed')];
    expect(counts(await read(file, { isDryRun: true }))).toEqual({ ...none, read: 300, new: 300 });
    expect(await rows()).toEqual({ resources: 0, materials: 0, sources: 0, records: 0, events: 0 });
    await read(file);
    const [before, touched] = [await rows(), await touches()];
    const report = await read([...file.slice(0, 6), changed, entry(8, 'new', 'New')], { isDryRun: true });
    expect(counts(report)).toEqual({ ...none, read: 8, new: 1, same: 6, changed: 1 });
    expect([await rows(), await touches()]).toEqual([before, touched]);
  });

  test('touches no row the second time', async () => {
    const file = [...numbered(1, 300), entry(301, null, 'Flask'), entry(302, null, 'Flask')];
    expect(counts(await read(file))).toEqual({ ...none, read: 302, new: 302, duplicates: 1 });
    const [before, touched] = [await rows(), await touches()];
    expect(before).toEqual({ resources: 302, materials: 302, sources: 1, records: 302, events: 303 });
    expect(counts(await read(file))).toEqual({ ...none, read: 302, same: 302, duplicates: 1 });
    expect([await rows(), await touches()]).toEqual([before, touched]);
  });
});

describe('changes', () => {
  const renamed = (entries: Entry[], word: string) =>
    entries.map((each) => entry(each.line, each.key, `${each.wish.nameEn} ${word}`));

  test('take as many statements for a hundred records as for one, and each is recorded', async () => {
    const file = numbered(1, 100);
    await read(file);
    const took: number[] = [];
    for (const [word, many] of [
      ['one', 1],
      ['two', 100],
    ] as const) {
      fresh.statements.length = 0;
      const report = await read([...renamed(file.slice(0, many), word), ...file.slice(many)]);
      expect(counts(report).changed).toBe(many);
      took.push(fresh.statements.length);
      file.splice(0, many, ...renamed(file.slice(0, many), word));
    }
    expect(took).toEqual([10, 10]);
    const told = await fresh.database.read
      .select({ subject: event.subject })
      .from(event)
      .where(eq(event.kind, 'resource.changed'));
    expect([told.length, new Set(told.map(({ subject }) => subject)).size]).toEqual([101, 100]);
    expect(await names()).toEqual(file.map(({ wish }) => wish.nameEn));
  });

  test('by readings that race declare nothing twice, and one file stands as a whole', async () => {
    const files = Array.from({ length: 20 }, (_, at) => renamed(numbered(1, 5), `of ${at % 2}`));
    await Promise.all(files.map((file) => read(file)));
    expect(await rows()).toMatchObject({ resources: 5, materials: 5, sources: 1, records: 5 });
    const stood = [0, 1].map((at) => renamed(numbered(1, 5), `of ${at}`).map(({ wish }) => wish.nameEn));
    expect(stood).toContainEqual(await names());
  });
});

describe('a reading that breaks off', () => {
  test('at a fault of the file keeps all that stood before, and a second one completes it', async () => {
    const fault = new BadInput('Line 302 ends in a quotation.');
    await expect(read(numbered(1, 301), { fault })).rejects.toBe(fault);
    expect(await names()).toEqual(numbered(1, 301).map(({ wish }) => wish.nameEn));
    const touched = await touches();
    expect(counts(await read(numbered(1, 320)))).toEqual({ ...none, read: 320, new: 19, same: 301 });
    const after = new Set((await touches()).map((row) => JSON.stringify(row)));
    expect(touched.filter((row) => !after.has(JSON.stringify(row)))).toEqual([]);
    expect((await rows()).records).toBe(320);
  });

  test('at a fault of ours keeps whole batches and no part of one', async () => {
    let put = 0;
    const failing: Kind<Entry> = {
      ...kind,
      async put(inside, written) {
        await kind.put(inside, written);
        if ((put += 1) === 2) throw new Error('midway');
      },
    };
    const wish = { format: 'made-up', providerId, kind: failing, isDryRun: false };
    await expect(importEntries(context, wish, reading(numbered(1, 600)))).rejects.toThrow('midway');
    const { resources, materials, records } = await rows();
    expect([resources, materials, records]).toEqual([250, 250, 250]);
    expect(counts(await read(numbered(1, 600)))).toEqual({ ...none, read: 600, new: 350, same: 250 });
    expect(await names()).toEqual(numbered(1, 600).map(({ wish: { nameEn } }) => nameEn));
  });
});
