import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';

/** One record of an outside catalogue as it is kept: what it became, and the original as it was read, so that
 *  nothing is lost. */
export interface SourceRecord<Became extends string> {
  key: string;
  contentHash: string;
  original: Record<string, unknown>;
  became: Became;
}

/** What a subgraph's table of source records calls its columns: those that say of which source a record is,
 *  and the one that says what it became. */
interface Home {
  table: PgTable;
  source: readonly PgColumn[];
  became: PgColumn;
}

/** The records of outside catalogues in a subgraph's own table; a source is given by the values of its
 *  columns, in their order. */
export function sourceRecords<Became extends string>({ table, source, became }: Home) {
  const name = (column: PgColumn) => sql`${sql.identifier(column.name)}`;
  const columns = listed(source.map(name));
  return {
    /** What is held of these records, by key. */
    async byKey(db: Db, of: readonly string[], keys: readonly string[]) {
      const rows = await db.execute<{ key: string; became: Became; contentHash: string }>(sql`
        select key, ${name(became)} as became, content_hash as "contentHash" from ${table}
        where (${columns}) = (${values(of)}) and key = any(${sql.param(keys)}::text[])`);
      return new Map(rows.map((row) => [row.key, row]));
    },

    /** Keeps what was read, new and changed alike, in one statement; what a record became stays. Inside the
     *  transaction that writes what it became. */
    async put(db: Db, of: readonly string[], readAt: Date, records: readonly SourceRecord<Became>[]) {
      if (records.length === 0) return;
      const all = (field: keyof SourceRecord<Became>) => sql.param(records.map((record) => record[field]));
      await db.execute(sql`
        insert into ${table} (${columns}, key, ${name(became)}, content_hash, original, read_at)
        select ${values(of)}, key, became, content_hash, original, ${readAt}::timestamptz
        from unnest(${all('key')}::text[], ${all('became')}::text[], ${all('contentHash')}::text[],
          ${all('original')}::jsonb[]) as record(key, became, content_hash, original)
        on conflict (${columns}, key) do update set
          content_hash = excluded.content_hash, original = excluded.original, read_at = excluded.read_at`);
    },
  };
}

const listed = (parts: SQL[]) => sql.join(parts, sql`, `);
const values = (of: readonly string[]) => listed(of.map((value) => sql`${value}::text`));
