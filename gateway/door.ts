import { isIP } from 'node:net';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { Documents } from './documents.ts';
import { portionsOf } from './rate.portions.ts';
import { Budgets } from './rate.ts';

/** What an operator may say of who is counted how, and which documents are answered. */
export interface DoorSettings {
  /** Load balancers whose word for a client's address is taken; nobody else's is. */
  trustedProxies: string[];
  /** Points a minute of an address and of a person, where others than ours are wished. */
  points: { address?: number; person?: number };
  /** Whether documents that are not registered are refused to all but keys with the scope `explore`. */
  isOnlyRegistered: boolean;
}

/** What the HTTP face needs of it. */
export interface Door extends DoorSettings {
  budgets: Budgets;
  documents: Documents;
  stop: () => Promise<void>;
}

/** Opens what is counted and kept at the door. The embedded database has one process, which counts by itself;
 *  servers of one PostgreSQL share. */
export async function openDoor(database: Database, settings: DoorSettings, log: Logger): Promise<Door> {
  const shared = {
    take: portionsOf(database),
    onAway: (err: unknown) => log.warn({ err }, 'Points are counted here alone, until the database answers.'),
  };
  const budgets = new Budgets({
    perMinute: settings.points,
    ...(database.engine === 'postgres' ? shared : {}),
  });
  const documents = new Documents(database, log);
  return { ...settings, budgets, documents, stop: await documents.start() };
}

/** Reads the environment. Throws a `WrongValue` with the way out. */
export function readDoor(env: NodeJS.ProcessEnv): DoorSettings {
  const documents = env['DOCUMENTS'] || 'any';
  if (documents !== 'any' && documents !== 'registered')
    throw new WrongValue(`DOCUMENTS is "${documents}"; it is "any" or "registered".`);
  const [address, person] = [pointsIn(env, 'POINTS_ADDRESS'), pointsIn(env, 'POINTS_PERSON')];
  return {
    trustedProxies: proxiesIn(env['TRUST_PROXY'] ?? ''),
    points: { ...(address ? { address } : {}), ...(person ? { person } : {}) },
    isOnlyRegistered: documents === 'registered',
  };
}

function pointsIn(env: NodeJS.ProcessEnv, name: string): number | null {
  const text = env[name];
  if (!text) return null;
  const points = Number(text);
  if (Number.isInteger(points) && points >= 1 && points <= 1_000_000_000) return points;
  throw new WrongValue(
    `${name} is "${text}"; it is a whole number of points a minute, from 1 to 1000000000.`,
  );
}

/** Addresses and networks. Never "all": then anybody could take any address. */
function proxiesIn(text: string): string[] {
  const proxies = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  for (const each of proxies) {
    const [address = '', bits = '32', ...more] = each.split('/');
    const isNetwork = isIP(address) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= 128;
    if (!isNetwork || more.length > 0)
      throw new WrongValue(
        `TRUST_PROXY has "${each}"; write addresses or networks with commas, such as 10.0.0.0/8,192.0.2.7 .`,
      );
  }
  return proxies;
}
