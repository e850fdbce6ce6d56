import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { freshDatabase } from '../tests/kit/database.ts';
import { readChecks, runChecks } from './checks.ts';

test('answers every standing question with no rows on an empty database', async () => {
  await using fresh = await freshDatabase();
  const answers = await runChecks(fresh.database);
  expect(answers.map(({ name }) => name)).toEqual(readChecks().map(({ name }) => name));
  expect(answers.filter(({ rows }) => rows.length > 0)).toEqual([]);
});

test('names what is wrong, and only that', async () => {
  await using fresh = await freshDatabase();
  await fresh.database.write(async (tx) => {
    await tx.execute(sql`insert into resources.resource
      (id, family, name_en, provider_id, platform_id, sharing, state, keywords,
        is_complete, created_at, changed_at)
      values ('eqp_1', 'EQUIPMENT', 'A', 'org_1', 'plt_1', 'OPEN', 'DRAFT', '{}', false, now(), now())`);
    await tx.execute(sql`insert into log.event (id, at, actor_id, subject, kind, data)
      values ('evt_1', now(), 'per_1', 'eqp_1', 'resource.declared', '{}')`);
    await tx.execute(sql`insert into actors.co_creation_role values ('org_2', 'NORM_GUIDE')`);
    await tx.execute(sql`insert into metrics.fact values ('eqp_3', null, '{}')`);
  });
  const wrong = (await runChecks(fresh.database)).filter(({ rows }) => rows.length > 0);
  expect(wrong).toEqual([
    {
      name: 'every actor with a co-creation role exists',
      file: 'actors.sql',
      rows: [{ actor_id: 'org_2', role: 'NORM_GUIDE' }],
    },
    {
      name: 'whoever an event names as its actor exists',
      file: 'log.sql',
      rows: [{ id: 'evt_1', actor_id: 'per_1' }],
    },
    {
      name: 'every fact is about something an event was recorded of',
      file: 'metrics.sql',
      rows: [{ subject: 'eqp_3' }],
    },
    { name: 'every provider exists', file: 'resources.sql', rows: [{ id: 'eqp_1', provider_id: 'org_1' }] },
    {
      name: 'every platform that holds a resource exists',
      file: 'resources.sql',
      rows: [{ id: 'eqp_1', platform_id: 'plt_1' }],
    },
    {
      name: 'every resource has its row in the table of its kind, and only there',
      file: 'resources.sql',
      rows: [{ id: 'eqp_1', family: 'EQUIPMENT' }],
    },
  ]);
});
