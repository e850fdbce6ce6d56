import { eq, sql } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import { type Database, prepared } from '../db/client.ts';
import { publishedKey } from '../db/tables/actors/published.ts';
import { isInRegion, isVerifiedAmong, type Viewer } from '../schema/context.ts';
import type { Scope } from '../schema/scopes.ts';
import { readApiKey } from '../schema/values/api-key.ts';
import type { Account, Caller } from './request.ts';

/** A key as `actors` publishes it, with what its owner may at this moment. */
export type KeyRow = typeof publishedKey.$inferSelect;

const staleMs = 5_000;
const noteMs = 60 * 60 * 1_000;
const rememberedMax = 10_000;
/** Points a minute that all keys of one platform share. */
const platformPoints = 100_000;
/** A key with none of these reads as nobody does. */
const asOwner: readonly Scope[] = ['read-member', 'export', 'push-catalogue', 'push-state', 'act-for'];

// Found by its hash in an index: whoever has no key learns nothing from how long a look-up takes, since a
// hash that is nearly right belongs to a key that is not.
const keyByHash = prepared((db) =>
  db
    .select()
    .from(publishedKey)
    .where(eq(publishedKey.secretHash, sql.placeholder('hash'))),
);

/** The key in an authorization header, as it was written, or null where there is something else. */
export const keyIn = (authorization: string | undefined): string | null =>
  /^Bearer (cgk_.*)$/i.exec(authorization ?? '')?.[1] ?? null;

/** Turns an API key into who asks. What it remembers is at most 5 s old, and gone at `forget`. */
export class Keys {
  readonly #database: Database;
  #remembered = new Map<string, { caller: Caller | null; at: number }>();
  readonly #noted = new Map<string, number>();
  readonly #notes = new Set<Promise<unknown>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Has every key read anew: one may have been revoked, or its owner may have left. */
  forget(): void {
    // Another map instead of an emptied one: what is being read at this moment goes into the old.
    this.#remembered = new Map();
  }

  /** The caller that a key means. One that is wrong, expired or revoked is refused with one sentence for all:
   *  whoever found a key learns nothing about it. What is no key in form is refused without a statement. */
  async callerOf(secret: string): Promise<Caller> {
    const read = readApiKey(secret);
    const caller = read && (await this.#load(read.hash));
    if (!caller) {
      const message = 'This API key is not valid, or no longer. Use another, or leave it out.';
      throw new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    }
    return caller;
  }

  /** The same, where it was looked up a moment ago; else null. */
  known(secret: string): Caller | null {
    const read = readApiKey(secret);
    return (read && this.#fresh(read.hash)?.caller) ?? null;
  }

  /** Returns when what was noted is written. */
  async settle(): Promise<void> {
    await Promise.all(this.#notes);
  }

  async #load(hash: string): Promise<Caller | null> {
    const remembered = this.#remembered;
    const known = this.#fresh(hash);
    if (known) return known.caller;
    const at = Date.now();
    const [row] = await keyByHash(this.#database.read, { hash });
    const caller = row ? callerOfKey(row) : null;
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(hash, { caller, at });
    if (row) this.#note(row.id, at);
    return caller;
  }

  #fresh(hash: string): { caller: Caller | null } | null {
    const known = this.#remembered.get(hash);
    return known && Date.now() - known.at < staleMs ? known : null;
  }

  /** Has the use written down, once an hour and beside the request: no answer waits for it or fails by it. */
  #note(id: string, at: number): void {
    if (at - (this.#noted.get(id) ?? -noteMs) < noteMs) return;
    if (this.#noted.size >= rememberedMax) this.#noted.clear();
    this.#noted.set(id, at);
    const note = this.#database
      .write((tx) => tx.execute(sql`select actors.note_key_use(${id})`))
      .catch(() => void this.#noted.delete(id))
      .finally(() => this.#notes.delete(note));
    this.#notes.add(note);
  }
}

/** Who asks with this key: its owner as far as the key reaches, or nobody where it reads in public alone. */
export function callerOfKey(row: KeyRow): Caller {
  const { organizations, roles } = reachOf(row);
  const serves = roles.some(({ role }) => role === 'OPERATOR' || role === 'PARTNER');
  // It opens the door to large bodies, so it needs somebody who serves a platform today.
  const scopes = row.scopes.filter((scope) => scope !== 'push-catalogue' || serves);
  const accounts: Account[] = [{ name: `key:${row.id}`, pointsPerMinute: row.pointsPerMinute }];
  if (row.platformId) accounts.push({ name: `platform:${row.platformId}`, pointsPerMinute: platformPoints });
  const isAsOwner = scopes.some((scope) => asOwner.includes(scope));
  // The owner's own qualification stays; an organisation's is left only with the organisation.
  const isVerified = isVerifiedAmong({ isVerified: row.isVerified, organizations });
  const viewer = isAsOwner ? { actorId: row.actorId, organizations, roles, scopes, isVerified } : null;
  return { kind: 'KEY', viewer, scopes, accounts };
}

/** What is left of the owner's memberships and roles. With an organisation or a platform nothing is left but
 *  those there; with regions, nothing that reaches beyond them. */
function reachOf(row: KeyRow): Pick<Viewer, 'organizations' | 'roles'> {
  const { organizationId, platformId, regions } = row;
  const isNarrow = organizationId !== null || platformId !== null;
  const isHere = (region: string | null) =>
    regions.length === 0 || regions.some((each) => isInRegion(region, each));
  const organizations = row.organizations
    .filter(({ id, region }) => (!isNarrow || id === organizationId) && isHere(region))
    .map(({ id, role, isVerified }) => ({ id, role, isVerified }));
  const roles = row.roles
    .filter((each) => !isNarrow || (platformId !== null && each.platformId === platformId))
    .flatMap((each) => (regions.length === 0 ? [each] : withinRegions(each, regions)))
    .map(({ role, platformId, region }) => ({ role, platformId, region }));
  return { organizations, roles };
}

/** A regulator keeps what lies in both; a role for a platform stays where all the platform's regions are the
 *  key's; an auditor's, which knows no region, never does. */
function withinRegions(each: KeyRow['roles'][number], regions: readonly string[]): KeyRow['roles'] {
  const { role, region: supervised, platformRegions } = each;
  const isWhole = (region: string) => regions.some((own) => isInRegion(region, own));
  if (role === 'REGULATOR' && supervised !== null) {
    if (isWhole(supervised)) return [each];
    return regions.filter((own) => isInRegion(own, supervised)).map((region) => ({ ...each, region }));
  }
  const isRegional = platformRegions.length > 0 && platformRegions.every(isWhole);
  return isRegional ? [each] : [];
}
