import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { Database } from '../db/client.ts';
import { type ReadDocuments, readDocuments } from '../gateway/documents.read.ts';
import { allDocuments, keepDocuments, removeDocuments } from '../gateway/documents.store.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { openMigrated } from './database.ts';
import { AskedWrongly, type Settings } from './settings.ts';

const apiFile = new URL('../schema/api.graphql', import.meta.url);

/** Registers the documents of a file, a folder or a manifest; prints each with its id, and each that the
 *  schema refuses with the reason. Exit 0, or 1 where some were refused. */
export async function registerCommand(
  settings: Settings,
  paths: readonly string[],
  { dryRun = false },
): Promise<number> {
  const schema = buildSchema(readFileSync(apiFile, 'utf8'));
  const read = paths.map((path) => readAsAsked(path, schema));
  const documents = read.flatMap((each) => each.documents);
  const refused = read.flatMap((each) => each.refused);
  const added = dryRun ? 0 : await withDatabase(settings, (database) => keepDocuments(database, documents));
  for (const { id, name } of documents) process.stdout.write(`${id}  ${name}\n`);
  for (const { name, reason } of refused) process.stderr.write(`refused: ${name}: ${reason}\n`);
  print({ read: documents.length + refused.length, new: added, refused: refused.length });
  return refused.length > 0 ? 1 : 0;
}

/** Prints every registered document with its id. */
export async function listCommand(settings: Settings): Promise<void> {
  const documents = await withDatabase(settings, allDocuments);
  for (const { id, name, registeredAt } of documents)
    process.stdout.write(`${id}  ${registeredAt.toISOString()}  ${name}\n`);
  print({ documents: documents.length });
}

/** Removes a document by its id, or all of a name. */
export async function removeCommand(settings: Settings, idOrName: string, { dryRun = false }): Promise<void> {
  const removed = await withDatabase(settings, async (database) => {
    const meant = (await allDocuments(database)).filter(({ id, name }) => [id, name].includes(idOrName));
    if (meant.length === 0) throw new AskedWrongly(`No document has the id or name "${idOrName}".`);
    return dryRun ? meant.length : removeDocuments(database, idOrName);
  });
  print({ [dryRun ? 'found' : 'removed']: removed });
}

const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function withDatabase<T>(settings: Settings, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openMigrated(settings);
  try {
    return await work(database);
  } catch (error) {
    throw asAsked(error);
  } finally {
    await database.close();
  }
}

function readAsAsked(path: string, schema: GraphQLSchema): ReadDocuments {
  try {
    return readDocuments(path, schema);
  } catch (error) {
    throw asAsked(error);
  }
}

/** What was asked for cannot be done as it stands: exit 2. */
const asAsked = (error: unknown) => (error instanceof WrongValue ? new AskedWrongly(error.message) : error);
