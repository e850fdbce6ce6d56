import type { Database } from '../db/client.ts';
import { newContext } from '../schema/context.ts';
import { Refusal } from '../schema/errors.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { type KeyWords, listKeys, makeKey, revokeKey } from '../subgraphs/actors/key/key.command.ts';
import { openMigrated } from './database.ts';
import { AskedWrongly, type Settings } from './settings.ts';

/** What a command prints: lines for people, and at last one line of JSON. */
type Printed = [...string[], object];

/** Opens the database, does one of the works below and prints what it says. */
export async function keyCommand(
  settings: Settings,
  work: (database: Database) => Promise<Printed>,
  out: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  const database = await openMigrated(settings);
  try {
    for (const line of await work(database))
      out.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  } catch (error) {
    if (error instanceof WrongValue || error instanceof Refusal) throw new AskedWrongly(error.message);
    throw error;
  } finally {
    await database.close();
  }
}

/** Makes a key. The last line is the only place that ever shows it. */
export const keyCreate =
  ({ dryRun = false, ...words }: KeyWords & { dryRun?: boolean }) =>
  async (database: Database): Promise<Printed> => {
    const { wish, made } = await makeKey(newContext(database, null), words, { isDryRun: dryRun });
    const until = wish.expiresAt.toISOString().slice(0, 10);
    const said = `"${wish.name}" for ${wish.ownerId}, ${wish.scopes.join(' ')}, until ${until}`;
    if (!made) return [`Would make a key: ${said}.`, { made: 0 }];
    const { row, secret } = made;
    const once = 'It is shown this once: keep it now.';
    return [`A key: ${said}. ${once}`, { made: 1, id: row.id, prefix: row.prefix, secret }];
  };

/** Lists keys without what makes them keys. */
export const keyList =
  ({ owner }: { owner?: string }) =>
  async (database: Database): Promise<Printed> => {
    const keys = await listKeys(newContext(database, null), owner);
    const lines = keys.map(({ row, state }) => {
      const { id, prefix, ownerId, scopes, name, lastUsedAt } = row;
      const used = lastUsedAt ? `used ${lastUsedAt.toISOString().slice(0, 13)}` : 'never used';
      const until = `until ${row.expiresAt.toISOString().slice(0, 10)}`;
      return [prefix, id, state.padEnd(7), until, used, ownerId, scopes.join(','), name].join('  ');
    });
    const count = (wanted: string) => keys.filter(({ state }) => state === wanted).length;
    return [...lines, { live: count('live'), expired: count('expired'), revoked: count('revoked') }];
  };

/** Revokes a key; a second time changes nothing. */
export const keyRevoke =
  ({ key, dryRun = false }: { key: string; dryRun?: boolean }) =>
  async (database: Database): Promise<Printed> => {
    const { row, isNew } = await revokeKey(newContext(database, null), key, { isDryRun: dryRun });
    const done = dryRun ? 'Would revoke' : 'Revoked';
    const line = isNew ? `${done} "${row.name}", ${row.prefix}.` : `"${row.name}" was revoked before.`;
    return [line, { revoked: isNew && !dryRun ? 1 : 0, id: row.id, prefix: row.prefix }];
  };
