import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Viewer } from '../../schema/context.ts';
import type { Answer, Graph } from './graph.ts';

/** Every table of ours with how many rows it has and the number of the transaction that last wrote one: equal
 *  before and after what changed nothing. */
export async function standing({ database }: Pick<Graph, 'database'>): Promise<Record<string, unknown>[]> {
  const tables = await database.read.execute<{ name: string }>(sql`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'job')
    order by 1`);
  const rows = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*)::int as rows, max(xmin::text::bigint)::text as last from ${name}`,
  );
  return database.read.execute(sql.raw(rows.join(' union all ')));
}

/** An organisation's administrator and others, as the gateway would know them. */
export const viewerAs = (
  actorId: Viewer['actorId'],
  organizations: Viewer['organizations'] = [],
  roles: Viewer['roles'] = [],
): Viewer => ({ actorId, organizations, roles, scopes: null });

/** A "no" by access or form: no data, one error of this code and sentence, and nothing changed. */
export async function expectError(
  graph: Graph,
  asking: () => Promise<Answer<unknown>>,
  code: string,
  message: unknown,
): Promise<void> {
  const before = await standing(graph);
  const { data, errors } = await asking();
  expect(Object.values(data ?? {}).every((each) => each === null)).toBe(true);
  expect(errors?.map((error) => [error.extensions?.['code'], error.message])).toEqual([[code, message]]);
  expect(await standing(graph)).toEqual(before);
}

/** A refusal of this code and sentence, and nothing changed. */
export async function expectRefusal(
  graph: Graph,
  asking: () => Promise<Answer<Record<string, unknown>>>,
  code: string,
  message: unknown,
): Promise<void> {
  const before = await standing(graph);
  const { data, errors } = await asking();
  expect(errors).toBeUndefined();
  expect(Object.values(data ?? {})).toEqual([expect.objectContaining({ code, message })]);
  expect(await standing(graph)).toEqual(before);
}
