import { asc, eq, or, sql } from 'drizzle-orm';
import { type Database, prepared } from '../db/client.ts';
import { document } from '../db/tables/gateway.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';

export type DocumentRow = typeof document.$inferSelect;
/** A document to be kept, by the id it is asked for. */
export type NewDocument = Pick<DocumentRow, 'id' | 'name' | 'text'>;

/** All of them are kept in the memory of every server. */
export const documentsMax = 10_000;

const all = prepared((db) => db.select().from(document).orderBy(asc(document.name), asc(document.id)));

/** Every registered document, by name. */
export const allDocuments = (database: Database): Promise<DocumentRow[]> => all(database.read);

/** Keeps the documents; one with the same id is replaced. Says how many are new, and keeps none where it
 *  would be too many. Servers hear of it at once. */
export function keepDocuments(database: Database, documents: readonly NewDocument[]): Promise<number> {
  return database.write(async (tx) => {
    const before = await tx.$count(document);
    for (const each of documents) {
      const values = { ...each, registeredAt: new Date() };
      await tx.insert(document).values(values).onConflictDoUpdate({ target: document.id, set: values });
    }
    const after = await tx.$count(document);
    if (after > documentsMax)
      throw new WrongValue(`There would be ${after} documents; at most ${documentsMax} are kept.`);
    return after - before;
  });
}

/** Removes what has this id or name. Says how many that were. */
export function removeDocuments(database: Database, idOrName: string): Promise<number> {
  return database.write(async (tx) => {
    const removed = await tx
      .delete(document)
      .where(or(eq(document.id, sql`${idOrName}`), eq(document.name, idOrName)))
      .returning({ id: document.id });
    return removed.length;
  });
}
