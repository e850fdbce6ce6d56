import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { type SQLWrapper, sql } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { type Context, viewerValues } from './context.ts';

/** A prepared statement: reads with the given placeholder values. */
export type Statement<Row> = (db: Db, values: Record<string, unknown>) => Promise<Row[]>;

/** Gives a store's visibility condition the viewer: by placeholder in prepared statements, by value
 *  elsewhere. */
export type ViewerSql = (name: keyof ReturnType<typeof viewerValues>) => SQLWrapper;
export const viewerPlaceholder: ViewerSql = (name) => sql`${sql.placeholder(name)}`;
export function viewerValue({ viewer }: Context): ViewerSql {
  const values = viewerValues(viewer);
  // As one parameter: drizzle would spread a bare list into as many.
  return (name) => sql`${sql.param(values[name])}`;
}

/** One row per key, null where it is absent or not for this viewer. The statement gets `ids` and the
 *  viewer's values;  the cache lives for one fetch. */
export function oneByKey<Key extends string, Row>(statement: Statement<Row>, keyOf: (row: Row) => Key) {
  return createContextCache(
    (context: Context) =>
      new DataLoader<Key, Row | null>(async (ids) => {
        const rows = await statement(context.db, { ...viewerValues(context.viewer), ids });
        const found = new Map(rows.map((row) => [keyOf(row), row]));
        return ids.map((id) => found.get(id) ?? null);
      }),
  );
}

/** Every row per key, an empty list where there is none. For lists with a stated bound; others are
 *  `pageByKey`. */
export function manyByKey<Key extends string, Row>(statement: Statement<Row>, keyOf: (row: Row) => Key) {
  return createContextCache(
    (context: Context) =>
      new DataLoader<Key, Row[]>(async (ids) => {
        const rows = await statement(context.db, { ...viewerValues(context.viewer), ids });
        const found = new Map<Key, Row[]>(ids.map((id) => [id, []]));
        for (const row of rows) found.get(keyOf(row))?.push(row);
        return ids.map((id) => found.get(id) ?? []);
      }),
  );
}

/** A page per key for lists under a list: siblings share their arguments, so one lateral statement reads
 *  them all. */
export function pageByKey<Args, Key extends string, Row>(
  read: (context: Context, args: Args, ids: readonly Key[]) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
) {
  return byArguments<Args, Key, Row[]>(async (context, args, ids) => {
    const found = new Map<Key, Row[]>(ids.map((id) => [id, []]));
    for (const row of await read(context, args, ids)) found.get(keyOf(row))?.push(row);
    return found;
  }, []);
}

/** A count per key for the same lists; asked only when a client wants `totalCount`. */
export function countByKey<Args, Key extends string>(
  read: (context: Context, args: Args, ids: readonly Key[]) => Promise<{ key: Key; count: number }[]>,
) {
  return byArguments<Args, Key, number>(
    async (context, args, ids) =>
      new Map((await read(context, args, ids)).map(({ key, count }) => [key, count])),
    0,
  );
}

function byArguments<Args, Key extends string, Value>(
  batch: (context: Context, args: Args, ids: readonly Key[]) => Promise<Map<Key, Value>>,
  absent: Value,
) {
  const loaders = createContextCache(() => new Map<string, DataLoader<Key, Value>>());
  return (context: Context, args: Args): DataLoader<Key, Value> => {
    const name = JSON.stringify(args);
    const known = loaders(context).get(name);
    if (known) return known;
    const loader = new DataLoader<Key, Value>(async (ids) => {
      const found = await batch(context, args, ids);
      return ids.map((id) => found.get(id) ?? absent);
    });
    loaders(context).set(name, loader);
    return loader;
  };
}
