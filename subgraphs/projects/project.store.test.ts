import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { event } from '../../db/tables/log.ts';
import { newContext } from '../../schema/context.ts';
import type { Visibility } from '../../schema/events.ts';
import { freshDatabase } from '../../tests/kit/database.ts';
import { projectWish } from '../../tests/kit/project.ts';
import { size } from '../../tests/kit/size.ts';
import { changeVisibility, createProject, projectById } from './project.store.ts';

const wishes = ['PUBLIC', 'MEMBERS', 'PARTICIPANTS'] as const;
const asked = Array.from({ length: 20 }, (_, at) => wishes[at % 3]!);

// On the embedded engine transactions stand in a line by themselves; on a server they race.
test('records twenty changes at once in the order in which the row took them', async () => {
  await using fresh = await freshDatabase();
  const { read } = fresh.database;
  for (let round = 0; round < size(3, 50); round += 1) {
    const context = newContext(fresh.database, {
      actorId: projectWish().initiatorId,
      organizations: [],
      roles: [{ role: 'AUDITOR', platformId: null, region: null }],
      scopes: null,
    });
    const { id } = await createProject(context, projectWish());
    await Promise.all(asked.map((visibility) => changeVisibility(context, id, visibility)));
    const row = await projectById(context).load(id);
    const events = await read
      .select({ data: event.data })
      .from(event)
      .where(eq(event.subject, id))
      .orderBy(event.xid, event.id);
    const told = events.map(({ data }) => (data as { visibility: Visibility }).visibility);
    expect(told.at(-1)).toBe(row?.visibility);
    // A change to what already is records nothing: so no two neighbours are alike.
    expect(told.filter((each, at) => each === told[at - 1])).toEqual([]);
  }
});
