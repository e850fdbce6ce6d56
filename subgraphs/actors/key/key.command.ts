import type { Context } from '../../../schema/context.ts';
import { type Id, type IdName, nameOfId } from '../../../schema/ids.ts';
import { allScopes, type Scope } from '../../../schema/scopes.ts';
import { prefixOf } from '../../../schema/values/api-key.ts';
import { parseInstant } from '../../../schema/values/instant.ts';
import { parseRegion } from '../../../schema/values/region.ts';
import { quoted, WrongValue } from '../../../schema/values/wrong-value.ts';
import {
  allApiKeys,
  apiKeyNamed,
  type ApiKeyRow,
  createApiKey,
  isWithinReach,
  revokeApiKey,
} from './key.store.ts';
import { type ApiKeyWish, checkApiKey, pointsMax } from './key.wish.ts';
import { personById } from '../person/person.store.ts';

/** A key as a command line asks for it. */
export interface KeyWords {
  owner: string;
  name: string;
  scope: string[];
  organization?: string;
  platform?: string;
  region?: string[];
  quota?: string;
  expires?: string;
}

/** Makes a key in a person's name. In a dry run it only checks, and `made` is null. Throws a WrongValue that
 *  says what cannot be used. */
export async function makeKey(
  context: Context,
  words: KeyWords,
  { isDryRun = false } = {},
): Promise<{ wish: ApiKeyWish; made: { row: ApiKeyRow; secret: string } | null }> {
  const wish = checkApiKey(
    {
      name: words.name,
      ownerId: idOf('Person', words.owner),
      organizationId: words.organization ? idOf('Organization', words.organization) : null,
      platformId: words.platform ? idOf('Platform', words.platform) : null,
      scopes: words.scope.map(scopeOf),
      regions: words.region?.map(parseRegion),
      pointsPerMinute: words.quota === undefined ? null : Number(words.quota),
      expiresAt: words.expires === undefined ? null : expiryOf(words.expires),
    },
    { now: context.now, pointsMax },
  );
  if (!(await personById(context).load(wish.ownerId)))
    throw new WrongValue(`There is no person ${wish.ownerId}.`);
  if (!(await isWithinReach(context, wish)))
    throw new WrongValue(
      'The owner is no member of that organisation, or has no role for that platform: a key is never wider than its owner.',
    );
  return { wish, made: isDryRun ? null : await createApiKey(context, wish) };
}

/** Every key, or one owner's, newest first, with whether it works. */
export async function listKeys(
  context: Context,
  owner?: string,
): Promise<{ row: ApiKeyRow; state: 'live' | 'expired' | 'revoked' }[]> {
  const rows = await allApiKeys(context, owner === undefined ? null : idOf('Person', owner));
  return rows.map((row) => {
    const isExpired = row.expiresAt <= context.now;
    return { row, state: row.revokedAt ? 'revoked' : isExpired ? 'expired' : 'live' };
  });
}

/** Revokes the key of this id, of this prefix, or that begins so: whoever finds a leaked key can paste it.
 *  Says whether it still was worth something. Throws a WrongValue where there is none. */
export async function revokeKey(
  context: Context,
  asked: string,
  { isDryRun = false } = {},
): Promise<{ row: ApiKeyRow; isNew: boolean }> {
  const name = asked.startsWith('cgk_') ? prefixOf(asked) : idOf('ApiKey', asked);
  const row = await apiKeyNamed(context, name);
  if (!row) throw new WrongValue(`There is no key ${name}.`);
  return { row, isNew: isDryRun ? row.revokedAt === null : await revokeApiKey(context, row.id) };
}

function idOf<Name extends IdName>(name: Name, text: string): Id<Name> {
  if (nameOfId(text) !== name) throw new WrongValue(`${quoted(text)} is not a ${name} id.`);
  return text as Id<Name>;
}

function scopeOf(text: string): Scope {
  const scope = allScopes.find((each) => each === text);
  if (!scope) throw new WrongValue(`${quoted(text)} is not a scope. Scopes: ${allScopes.join(', ')}.`);
  return scope;
}

/** A day begins at midnight UTC. */
const expiryOf = (text: string) => parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
