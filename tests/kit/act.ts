import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { event } from '../../db/tables/log.ts';
import type { Viewer } from '../../schema/context.ts';
import type { Graph } from './graph.ts';

/** What became of a mutation: the name of its success, the code of a refusal, or the code of the error. */
export interface Outcome {
  is: string;
  message: string;
  /** The data field of the success. */
  row: Record<string, unknown> | null;
}

/** Asks one mutation: `act('allianceAdmit', 'membership { id state }', { membershipId }, viewer)`. */
export const actor =
  (graph: Graph) =>
  async (name: string, selection: string, input: object, viewer: Viewer | null): Promise<Outcome> => {
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    const { data, errors } = await graph.ask<Record<string, Record<string, unknown> | null>>(
      `mutation ($input: ${type}Input!) { ${name}(input: $input) {
        __typename ... on Refusal { code message } ... on ${type}Success { ${selection} }
      } }`,
      { viewer, variables: { input } },
    );
    const [error] = errors ?? [];
    if (error) return { is: String(error.extensions?.['code']), message: error.message, row: null };
    const { __typename, code, message, ...rest } = data?.[name] ?? {};
    const row = Object.values(rest)[0] as Outcome['row'];
    return {
      is: typeof code === 'string' ? code : String(__typename),
      message: typeof message === 'string' ? message : '',
      row: row ?? null,
    };
  };

/** All rows of tables whose names begin so, and how many events there are: equal before and after a "no". */
export async function standing({ database }: Graph, prefix: string): Promise<object> {
  const tables = await database.read.execute<{ name: string }>(sql`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema || '.' || table_name like ${`${prefix}%`} order by 1`);
  const found: Record<string, unknown> = { events: await database.read.$count(event) };
  for (const { name } of tables) {
    const [row] = await database.read.execute<{ rows: string }>(
      sql`select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text as rows from ${sql.raw(name)} t`,
    );
    found[name] = createHash('sha256').update(row!.rows).digest('hex');
  }
  return found;
}

/** Each of these is answered so, and none changes anything. */
export async function expectNothingChanged(
  graph: Graph,
  prefix: string,
  asked: readonly (readonly [expected: string, ask: () => Promise<Outcome>])[],
): Promise<void> {
  const before = await standing(graph, prefix);
  const answers: string[] = [];
  for (const [, ask] of asked) answers.push((await ask()).is);
  expect(answers).toEqual(asked.map(([expected]) => expected));
  expect(await standing(graph, prefix)).toEqual(before);
}

/** Events of a subject in the order of the log. */
export const eventsOf = ({ database }: Graph, id: string) =>
  database.read
    .select({ kind: event.kind, data: event.data })
    .from(event)
    .where(sql`${event.subject} = ${id}`)
    .orderBy(event.xid, event.id);
