import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { seedOnce } from './database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh[Symbol.asyncDispose]());

it('seeds the demo region once when several servers start at the same moment', async () => {
  const outcomes = await Promise.all([1, 2, 3].map(() => seedOnce(fresh.database)));
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  const [counts] = await fresh.database.read.execute<{
    organizations: number;
    resources: number;
    projects: number;
  }>(
    sql`select (select count(*)::int from actors.organization) as organizations,
          (select count(*)::int from resources.resource) as resources,
          (select count(*)::int from projects.project) as projects`,
  );
  expect(counts).toEqual({ organizations: 13, resources: 32, projects: 4 });
  expect(await seedOnce(fresh.database)).toBe(false);
});
