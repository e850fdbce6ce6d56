import { eq, sql } from 'drizzle-orm';
import { type Database, type Db, openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { passLoggedTransactions } from '../db/transactions.ts';
import { publishedViewer } from '../db/tables/actors/published.ts';
import { inTransaction, newContext } from '../schema/context.ts';
import { developmentIssuer } from '../schema/personas.ts';
import { seeds } from './rooms.ts';
import type { Settings } from './settings.ts';

// Any number that nothing else locks by.
const seedLock = 712_204_120;

/** Opens the database of these settings and brings it up to date, also one restored from a dump of another
 *  server. */
export async function openMigrated(
  { databaseUrl, dataDir }: Settings,
  opening = openDatabase(databaseUrl ? { url: databaseUrl } : { dataDir }),
): Promise<Database> {
  const database = await opening;
  try {
    await migrate(database);
    await passLoggedTransactions(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Fills in the demo region unless its personas are there already: all of it, or nothing. Says whether it
 *  did. Of two servers that start at once on one database the second waits and finds it done. */
export async function seedOnce(database: Database): Promise<boolean> {
  if (await isSeeded(database.read)) return false;
  return inTransaction(newContext(database, null), async (inside) => {
    await inside.db.execute(sql`select pg_advisory_xact_lock(${seedLock})`);
    if (await isSeeded(inside.db)) return false;
    for (const seed of seeds) await seed(inside);
    return true;
  });
}

async function isSeeded(db: Db): Promise<boolean> {
  const [persona] = await db
    .select({ subject: publishedViewer.subject })
    .from(publishedViewer)
    .where(eq(publishedViewer.issuer, developmentIssuer))
    .limit(1);
  return persona !== undefined;
}
