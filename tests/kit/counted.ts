import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { schemas } from '../../cli/rooms.ts';
import type { Database } from '../../db/client.ts';
import { type DoorSettings, openDoor } from '../../gateway/door.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { createHttp } from '../../gateway/http.ts';
import { localSources } from '../../gateway/local-source.ts';
import { type Caller, nobodyAt } from '../../gateway/request.ts';
import { type Verify, Viewers } from '../../gateway/viewer.ts';
import type { Scope } from '../../schema/scopes.ts';

const supergraphFile = new URL('../../schema/supergraph.graphql', import.meta.url);

/** The graph over HTTP, with points counted and documents registered. */
export interface Counted extends AsyncDisposable {
  app: FastifyInstance;
  database: Database;
}

/** Keys are `key:` and one scope: what makes a key a key is tested elsewhere. */
class NamedKeys extends Viewers {
  override async callerOf(authorization: string | undefined, address: string): Promise<Caller> {
    const [, scope] = /^Bearer key:(.+)$/.exec(authorization ?? '') ?? [];
    if (!scope) return super.callerOf(authorization, address);
    return { ...nobodyAt(address), kind: 'KEY', scopes: [scope as Scope] };
  }
}

/** Returns when that much of the clock's minute is left: points are counted by the minute. */
export async function withinOneMinute(neededMs: number): Promise<void> {
  const leftMs = 60_000 - (Date.now() % 60_000);
  if (leftMs < neededMs) await sleep(leftMs + 50);
}

export interface CountedOptions extends Partial<DoorSettings> {
  verify?: Verify;
  corsOrigins?: string[];
}

const nobodyIsKnown: Verify = () => Promise.reject(new Error('Nobody is known here.'));

/** Opens it without a port, for `app.inject`. */
export async function openCounted(
  database: Database,
  { verify = nobodyIsKnown, corsOrigins = [], ...settings }: CountedOptions = {},
): Promise<Counted> {
  const log = pino({ level: 'silent' });
  const supergraph = readFileSync(supergraphFile, 'utf8');
  const gateway = createGateway({ supergraph, sources: localSources(schemas, database, log), log });
  const viewers = new NamedKeys(database, verify);
  const all = { trustedProxies: [], points: {}, isOnlyRegistered: false, ...settings };
  const door = await openDoor(database, all, log);
  const app = await createHttp({ gateway, database, viewers, personas: null, corsOrigins, door, log });
  return {
    app,
    database,
    async [Symbol.asyncDispose]() {
      await app.close();
      await door.stop();
      await gateway.stop();
    },
  };
}
