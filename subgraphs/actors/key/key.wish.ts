import type { Id } from '../../../schema/ids.ts';
import { allScopes, type Scope } from '../../../schema/scopes.ts';
import { parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';

/** What a key is to be, checked but for whether its owner reaches that far. */
export interface ApiKeyWish {
  name: string;
  ownerId: Id<'Person'>;
  organizationId: Id<'Organization'> | null;
  platformId: Id<'Platform'> | null;
  scopes: Scope[];
  regions: string[];
  pointsPerMinute: number;
  expiresAt: Date;
}

/** The same as it was asked for; what is left out takes its usual value. */
export interface ApiKeyAsked extends Pick<ApiKeyWish, 'name' | 'ownerId' | 'scopes'> {
  organizationId?: Id<'Organization'> | null;
  platformId?: Id<'Platform'> | null;
  regions?: readonly string[] | null;
  pointsPerMinute?: number | null;
  expiresAt?: Date | null;
}

/** Points a minute that a key has unless told, and at most where no operator of the server made it. */
export const pointsUsual = 20_000;
/** Points a minute that an operator of the server may give. */
export const pointsMax = 1_000_000;
const regionsMax = 40;
const dayMs = 24 * 60 * 60 * 1_000;
const daysUsual = 365;
const daysMax = 730;

/** Checks what a key is to be. Throws a WrongValue that says what cannot be used, and the way out. */
export function checkApiKey(asked: ApiKeyAsked, limits: { now: Date; pointsMax: number }): ApiKeyWish {
  const { organizationId = null, platformId = null, pointsPerMinute, regions, ownerId } = asked;
  const name = parseText(asked.name, { max: 100 });
  if (name === '') throw new WrongValue('The name is empty: say what the key is for.');
  // In the order in which they are explained, each once.
  const scopes = allScopes.filter((scope) => asked.scopes.includes(scope));
  if (scopes.length === 0) throw new WrongValue('A key has at least one scope: say what it is for.');
  const places = [...new Set(regions)].sort();
  if (places.length > regionsMax) throw new WrongValue(`A key has at most ${regionsMax} regions.`);
  const points = pointsPerMinute ?? Math.min(pointsUsual, limits.pointsMax);
  if (!Number.isInteger(points) || points < 1 || points > limits.pointsMax)
    throw new WrongValue(`The quota is from 1 to ${limits.pointsMax} points a minute.`);
  const expiresAt = asked.expiresAt ?? new Date(limits.now.getTime() + daysUsual * dayMs);
  const lifeMs = expiresAt.getTime() - limits.now.getTime();
  if (!(lifeMs > 0 && lifeMs <= daysMax * dayMs))
    throw new WrongValue(`A key expires in the future, in at most ${daysMax} days.`);
  return {
    ...{ name, ownerId, organizationId, platformId },
    ...{ scopes, regions: places, pointsPerMinute: points, expiresAt },
  };
}
