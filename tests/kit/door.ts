import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { schemas } from '../../cli/rooms.ts';
import type { Database } from '../../db/client.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { createHttp } from '../../gateway/http.ts';
import { localSources } from '../../gateway/local-source.ts';
import { Viewers } from '../../gateway/viewer.ts';
import { developmentIssuer } from '../../schema/personas.ts';

const supergraph = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');

/** What a test needs of an answer; what was absent is absent here. */
export interface Told {
  status: number;
  data?: Record<string, unknown> | null;
  codes?: unknown[];
  messages?: string[];
}

/** A server without a port, with its own view of who holds which key. */
export interface Door {
  /** Asks as whoever the bearer token means; a name of the fixture stands for itself. */
  ask: (bearer: string | null, query: string) => Promise<Told>;
  stop: () => Promise<void>;
}

/** Opens a door on the database. `hears` of changes of rights or, as when word is lost, does not. All that is
 *  logged or answered goes into `said`, too. */
export async function openDoor(
  database: Database,
  { hears, said }: { hears: boolean; said: string[] },
): Promise<Door> {
  const log = pino({ level: 'trace' }, { write: (line: string) => void said.push(line) });
  const gateway = createGateway({ supergraph, sources: localSources(schemas, database, log), log });
  const verify = (subject: string) => Promise.resolve({ issuer: developmentIssuer, subject });
  const viewers = new Viewers(database, verify);
  const deafen = hears ? await viewers.start() : () => Promise.resolve();
  const app = await createHttp({ gateway, database, viewers, personas: null, log });
  return {
    async ask(bearer, query) {
      const headers = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
      const reply = await app.inject({ method: 'POST', url: '/graphql', payload: { query }, headers });
      said.push(JSON.stringify(reply.headers) + reply.body);
      type Body = Pick<Told, 'data'> & { errors?: { message: string; extensions: { code: unknown } }[] };
      const { data, errors } = reply.json<Body>();
      const codes = errors?.map(({ extensions }) => extensions.code);
      return {
        status: reply.statusCode,
        ...(data === undefined ? {} : { data }),
        ...(errors ? { codes, messages: errors.map(({ message }) => message) } : {}),
      };
    },
    stop: () => app.close().then(deafen),
  };
}
