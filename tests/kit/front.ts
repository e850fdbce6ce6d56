import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { seedOnce } from '../../cli/database.ts';
import { consumers, schemas } from '../../cli/rooms.ts';
import type { Database } from '../../db/client.ts';
import { catchUp } from '../../db/events.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { createHttp } from '../../gateway/http.ts';
import { localSources } from '../../gateway/local-source.ts';
import { type Caller, nobodyAt } from '../../gateway/request.ts';
import { Viewers } from '../../gateway/viewer.ts';
import { developmentIssuer, type PersonaName } from '../../schema/personas.ts';
import type { Scope } from '../../schema/scopes.ts';
import { freshDatabase } from './database.ts';
import type { LogLine } from './graph.ts';

const supergraphFile = new URL('../../schema/supergraph.graphql', import.meta.url);

/** An answer, whatever was sent to it. */
export interface Told {
  status: number;
  headers: Record<string, unknown>;
  data: Record<string, unknown> | null | undefined;
  errors: { message: string; extensions: Record<string, unknown> }[];
  extensions: Record<string, unknown>;
  text: string;
}

/** How a question is sent. */
export interface Asking {
  /** A persona, or `key:` and one scope; nobody when left out. */
  as?: PersonaName | `key:${Scope}`;
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** The gateway over HTTP, with the demo region behind it, as `cli/serve.ts` builds it. */
export interface Front extends AsyncDisposable {
  app: FastifyInstance;
  database: Database;
  /** What was logged at `warn` or above. */
  logged: LogLine[];
  post: (query: string, asking?: Asking) => Promise<Told>;
}

/** Tokens are the personas' own names: what signs them is tested elsewhere. */
class NamedViewers extends Viewers {
  override async callerOf(authorization: string | undefined, address: string): Promise<Caller> {
    const [, scope] = /^Bearer key:(.+)$/.exec(authorization ?? '') ?? [];
    if (!scope) return super.callerOf(authorization, address);
    return { ...nobodyAt(address), kind: 'KEY', scopes: [scope as Scope] };
  }
}

/** Opens it without a port: `app.inject`, or `app.listen` for what needs a socket. */
export async function openFront(options: { isSeeded?: boolean; log?: Logger } = {}): Promise<Front> {
  const { isSeeded = true } = options;
  const fresh = await freshDatabase();
  const { database } = fresh;
  if (isSeeded) {
    await seedOnce(database);
    await catchUp(database, consumers);
  }
  const logged: LogLine[] = [];
  const write = (line: string) => void logged.push(JSON.parse(line) as LogLine);
  const log = options.log ?? pino({ level: 'warn' }, { write });
  const supergraph = readFileSync(supergraphFile, 'utf8');
  const gateway = createGateway({ supergraph, sources: localSources(schemas, database, log), log });
  const viewers = new NamedViewers(database, (token) =>
    Promise.resolve({ issuer: developmentIssuer, subject: token }),
  );
  const app = await createHttp({ gateway, database, viewers, personas: null, log });
  await app.ready();
  return {
    app,
    database,
    logged,
    async post(query, { as, headers, ...rest } = {}) {
      const reply = await app.inject({
        method: 'POST',
        url: '/graphql',
        payload: { query, ...rest },
        headers: { ...(as ? { authorization: `Bearer ${as}` } : {}), ...headers },
      });
      return toldBy(reply.statusCode, reply.headers, reply.body);
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await gateway.stop();
      await fresh[Symbol.asyncDispose]();
    },
  };
}

function toldBy(status: number, headers: Record<string, unknown>, text: string): Told {
  const { data, errors = [], extensions = {} } = JSON.parse(text) as Partial<Told>;
  return { status, headers, data, errors, extensions, text };
}
