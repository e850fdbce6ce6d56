import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { organization } from '../../../db/tables/actors/organization.ts';
import { sourceRecord } from '../../../db/tables/actors/source-record.ts';
import { event } from '../../../db/tables/log.ts';
import { emptyReport } from '../../../formats/intake.ts';
import { BadInput } from '../../../formats/reading.ts';
import { type Context, newContext } from '../../../schema/context.ts';
import type { EventKind } from '../../../schema/events.ts';
import { type Id } from '../../../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.ts';
import { importOrganizations, type OrganizationEntry } from './import.command.ts';
import { declareOrganization } from '../organization/organization.store.ts';

let fresh: FreshDatabase;
let context: Context;
let owner: Id<'Organization'>;
beforeEach(async () => {
  fresh = await freshDatabase();
  context = newContext(fresh.database, null);
  ({ id: owner } = await declareOrganization(context, { kind: 'OTHER', nameEn: 'Register' }));
});
afterEach(() => fresh[Symbol.asyncDispose]());

/** A made-up record; its number is what it is known by. */
const entry = (number: number, nameEn: string, region = '420000'): OrganizationEntry => {
  const ror = `https://ror.org/0${String(number).padStart(8, '0')}`;
  const rest = {
    kind: 'UNIVERSITY',
    nameZh: null,
    website: null,
    status: 'ACTIVE',
    successorRor: null,
  } as const;
  return {
    line: number,
    key: ror,
    original: { ror, nameEn, region },
    remarks: [],
    wish: { ...rest, nameEn, region, ror },
  };
};
const numbered = (count: number, word: string, region?: string) =>
  Array.from({ length: count }, (_, at) => entry(at + 1, `${word} ${at + 1}`, region));
async function* reading(entries: OrganizationEntry[], fault?: Error) {
  for (const each of entries) yield await Promise.resolve(each);
  if (fault) throw fault;
}
const read = (
  entries: OrganizationEntry[],
  {
    ownerId = owner,
    isDryRun = false,
    fault,
  }: { ownerId?: Id<'Organization'>; isDryRun?: boolean; fault?: Error } = {},
) => {
  const report = emptyReport();
  const wish = { format: 'made-up', ownerId, isDryRun, report };
  return importOrganizations(context, wish, reading(entries, fault));
};
const told = (kind: EventKind) =>
  fresh.database.read
    .select({ subject: event.subject, data: event.data })
    .from(event)
    .where(eq(event.kind, kind))
    .orderBy(event.xid, event.id);

describe('a reading of a list', () => {
  test("is recorded when it changed something, of the list's owner, also where the file broke off", async () => {
    await read(numbered(3, 'Dry'), { isDryRun: true });
    expect(await told('source.imported')).toEqual([]);
    await read(numbered(3, 'Old'));
    await read(numbered(3, 'Old'));
    const fault = new BadInput('The file ends here.');
    await expect(read([entry(1, 'New'), entry(4, 'Fourth')], { fault })).rejects.toBe(fault);
    expect(await told('source.imported')).toEqual([
      { subject: owner, data: { read: 3, new: 3, same: 0, changed: 0, refused: 0 } },
      { subject: owner, data: { read: 2, new: 1, same: 0, changed: 1, refused: 0 } },
    ]);
  });

  test('takes as many statements for a hundred changes as for one, and records each', async () => {
    await read(numbered(100, 'Old'));
    const took: number[] = [];
    for (const count of [1, 100]) {
      fresh.statements.length = 0;
      const report = await read([
        ...numbered(count, `New of ${count}`),
        ...numbered(100, 'Old').slice(count),
      ]);
      expect([report.changed, report.same]).toEqual([count, 100 - count]);
      took.push(fresh.statements.length);
    }
    expect(took).toEqual([8, 8]);
    const changes = await told('organization.changed');
    expect([changes.length, new Set(changes.map(({ subject }) => subject)).size]).toEqual([101, 100]);
    const names = await fresh.database.read
      .select({ name: organization.nameEn })
      .from(organization)
      .where(sql`${organization.ror} is not null`)
      .orderBy(organization.ror);
    expect(names.map(({ name }) => name)).toEqual(numbered(100, 'New of 100').map(({ wish }) => wish.nameEn));
  });

  test('that adds nothing to known organisations keeps its records and changes none of them', async () => {
    await read(numbered(3, 'Same'));
    const { id: ownerId } = await declareOrganization(context, { kind: 'OTHER', nameEn: 'Another' });
    for (const isDryRun of [true, false]) {
      const { read: all, same, changed } = await read(numbered(3, 'Same'), { ownerId, isDryRun });
      expect({ all, same, changed }).toEqual({ all: 3, same: 3, changed: 0 });
    }
    expect(await told('organization.changed')).toEqual([]);
    expect(await fresh.database.read.$count(sourceRecord)).toBe(6);
  });

  test('races with those of other owners: each organisation is one, and the last event tells how it stands', async () => {
    const owners = await Promise.all(
      Array.from({ length: 5 }, (_, at) =>
        declareOrganization(context, { kind: 'OTHER', nameEn: `Owner ${at}` }),
      ),
    );
    const regions = ['420000', '330000', '110000', '310000'];
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        read(numbered(3, 'Shared', regions[at % 4]), { ownerId: owners[at % 5]!.id }),
      ),
    );
    const found = await fresh.database.read
      .select({ id: organization.id, region: organization.region })
      .from(organization)
      .where(sql`${organization.ror} is not null`);
    expect(found).toHaveLength(3);
    expect(await fresh.database.read.$count(sourceRecord)).toBe(15);
    const changes = await told('organization.changed');
    for (const { id, region } of found) {
      const last = changes.filter(({ subject }) => subject === id).at(-1);
      expect(last!.data).toEqual({ kind: 'UNIVERSITY', region, isChecked: false });
    }
  });
});
