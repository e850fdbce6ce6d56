import { writeFileSync } from 'node:fs';
import type { Database } from '../db/client.ts';
import { catchUp } from '../db/events.ts';
import { annotations } from '../db/privacy.ts';
import { consumerOf, type Erased, eraseIn, erasingSchemas } from '../db/privacy.erase.ts';
import { heldAbout } from '../db/privacy.person.ts';
import { inTransaction, newContext } from '../schema/context.ts';
import { type Id, nameOfId } from '../schema/ids.ts';
import { quoted } from '../schema/values/wrong-value.ts';
import { erasePerson, settleErasures } from '../subgraphs/actors/privacy/erasure.store.ts';
import { personById } from '../subgraphs/actors/person/person.store.ts';
import { openMigrated } from './database.ts';
import { consumers } from './rooms.ts';
import { AskedWrongly, type Settings } from './settings.ts';

interface PersonWords {
  person: string;
  dryRun?: boolean;
}

/** Writes all that is held about a person into a file. */
export async function personExportCommand(
  settings: Settings,
  { person, to, dryRun = false }: PersonWords & { to: string },
): Promise<void> {
  await withPerson(settings, person, async (database, id) => {
    const held = await exportPerson(database, id);
    const rows = held.reduce((sum, part) => sum + part.rows.length, 0);
    if (!dryRun) writeFileSync(to, `${JSON.stringify({ person: id, at: new Date(), held }, null, 2)}\n`);
    for (const part of held.filter((each) => each.rows.length > 0))
      process.stdout.write(`${part.table}: ${part.rows.length}\n`);
    const written = dryRun ? null : to;
    process.stdout.write(`${JSON.stringify({ person: id, tables: held.length, rows, to: written })}\n`);
  });
}

/** All that is held about a person in every schema. */
export function exportPerson(database: Database, id: Id<'Person'>) {
  const schemas = [...new Set(annotations().map(({ schema }) => schema))];
  return heldAbout(database.read, schemas, id, Number.MAX_SAFE_INTEGER - 1);
}

/** Erases a person for ever, and returns when every subgraph has done its part. */
export async function personEraseCommand(
  settings: Settings,
  { person, dryRun = false }: PersonWords,
): Promise<void> {
  await withPerson(settings, person, async (database, id) => {
    const done = await (dryRun ? wouldErase(database, id) : eraseEverywhere(database, id));
    const what = dryRun ? 'would change' : 'changed';
    for (const { table, erasure, rows } of done)
      process.stdout.write(`${table}: ${what} ${rows} (${erasure})\n`);
    const rows = done.reduce((sum, each) => sum + each.rows, 0);
    const erased = !dryRun && done.length > 0 ? 1 : 0;
    process.stdout.write(`${JSON.stringify({ person: id, erased, rows })}\n`);
  });
}

/** Erases here, has the other subgraphs do their part, and forgets what they found it by. */
export async function eraseEverywhere(database: Database, id: Id<'Person'>): Promise<Erased[]> {
  const erased = await erasePerson(newContext(database, null), id);
  const names = erasingSchemas().map(consumerOf);
  await catchUp(
    database,
    consumers.filter(({ name }) => names.includes(name)),
  );
  await database.write((tx) => settleErasures(tx));
  return erased?.done ?? [];
}

/** What would be done, found out by doing it in a transaction that is undone. */
async function wouldErase(database: Database, id: Id<'Person'>): Promise<Erased[]> {
  const undo = new Error('Only a trial.');
  let done: Erased[] = [];
  await inTransaction(newContext(database, null), async (inside) => {
    const erased = await erasePerson(inside, id);
    done = [...(erased?.done ?? []), ...(await eraseIn(inside.db, erasingSchemas(), id))];
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return done;
}

async function withPerson(
  settings: Settings,
  text: string,
  work: (database: Database, id: Id<'Person'>) => Promise<void>,
): Promise<void> {
  if (nameOfId(text) !== 'Person') throw new AskedWrongly(`${quoted(text)} is not the id of a person.`);
  const id = text as Id<'Person'>;
  const database = await openMigrated(settings);
  try {
    if (!(await personById(newContext(database, null)).load(id)))
      throw new AskedWrongly(`There is no person ${id}.`);
    await work(database, id);
  } finally {
    await database.close();
  }
}
