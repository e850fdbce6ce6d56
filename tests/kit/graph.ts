import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { seedOnce } from '../../cli/database.ts';
import { consumers, schemas } from '../../cli/rooms.ts';
import { catchUp } from '../../db/events.ts';
import type { Database } from '../../db/client.ts';
import type { SupergraphFile } from '../../gateway/execute/supergraph-file.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { localSources } from '../../gateway/local-source.ts';
import { type Caller, nobodyAt } from '../../gateway/request.ts';
import { Viewers } from '../../gateway/viewer.ts';
import { Denials, type Locale, type Points, type Viewer } from '../../schema/context.ts';
import { developmentIssuer, type PersonaName, personas } from '../../schema/personas.ts';
import { openApart } from './apart.ts';
import { freshDatabase } from './database.ts';

const supergraphFile = new URL('../../schema/supergraph.graphql', import.meta.url);

/** One line of `extensions.denied`. */
export interface DeniedLine {
  coordinate: string;
  requires: string;
  count: number;
}

/** An answer as a client gets it, and what it took. */
export interface Answer<Data = Record<string, unknown>> {
  data: Data | null;
  errors: GraphQLFormattedError[] | undefined;
  extensions: { denied?: DeniedLine[] } & Record<string, unknown>;
  /** Lower-case names. */
  headers: Record<string, string>;
  status: number;
  /** The whole answer as text, to search for what must not be in it. */
  body: string;
  /** How many SQL statements it took. */
  statements: number;
}

export interface AskOptions {
  viewer?: Viewer | null;
  /** Instead of a viewer: who asks, as the gateway has found out; with a key, what it may be used for. */
  caller?: Caller;
  points?: Points | null;
  variables?: Record<string, unknown>;
  locale?: Locale;
  /** An answer in which a promised value turned out null fails the test unless this says it may. */
  mayBlank?: boolean;
}

/** A log line at `warn` or above, as it was written. */
export interface LogLine {
  level: number;
  msg: string;
  requestId?: string;
  [fact: string]: unknown;
}

/** The whole graph over a fresh database, as `cli/serve.ts` builds it, without a port. */
export interface Graph extends AsyncDisposable {
  database: Database;
  /** Where the database is; null where it is embedded. */
  url: string | null;
  /** Every statement sent so far. */
  statements: string[];
  /** What was logged at `warn` or above. */
  logged: LogLine[];
  ask: <Data = Record<string, unknown>>(query: string, options?: AskOptions) => Promise<Answer<Data>>;
  /** The same, for answers that must have data and no error. */
  read: <Data>(query: string, options?: AskOptions) => Promise<Data>;
  /** Fills in the demo region and lets the consumers catch up. */
  seedRegion: () => Promise<void>;
  /** Returns when the consumers have handled all events, so that metrics answer. */
  catchUp: () => Promise<void>;
  /** Who signs in with a token of the development issuer, as the gateway would know them now. */
  viewerOf: (subject: string) => Promise<Viewer>;
  /** Every persona's viewer, by name. */
  personas: () => Promise<Record<PersonaName, Viewer>>;
}

export interface GraphOptions {
  supergraph?: string | SupergraphFile;
  subgraphs?: Record<string, GraphQLSchema>;
  /** Each subgraph behind HTTP, as in processes of their own. `APART=1 npm test` says so for every test. */
  isApart?: boolean;
  /** Where the subgraphs are asked, when not as `isApart` says. */
  sources?: Record<string, GraphQLDataSource>;
  /** Another graph over the database of this one, which has to outlive it. */
  beside?: Graph;
}

// Tests share a machine: what may take how long is asked in tests of its own.
const times = { readMs: 30_000, writeMs: 30_000, requestMs: 60_000 };

/** Opens the graph: `await using graph = await openGraph()`, or dispose of it in `afterAll`. */
export async function openGraph(options: GraphOptions = {}): Promise<Graph> {
  const { supergraph = readFileSync(supergraphFile, 'utf8'), subgraphs = schemas } = options;
  const { isApart = process.env.APART === '1', beside } = options;
  const fresh = beside ? null : await freshDatabase();
  const { database, statements } = beside ?? fresh!;
  const logged: LogLine[] = [];
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => void logged.push(JSON.parse(line) as LogLine) },
  );
  const apart = isApart && !options.sources ? await openApart(subgraphs, database, log, { times }) : null;
  const sources = options.sources ?? apart?.sources ?? localSources(subgraphs, database, log, times);
  const gateway = createGateway({ supergraph, sources, log });
  await gateway.start();

  async function ask<Data>(query: string, asked: AskOptions = {}): Promise<Answer<Data>> {
    const { variables, locale = 'en', mayBlank = false, points = null } = asked;
    const kind = asked.viewer ? ('PERSON' as const) : ('NOBODY' as const);
    const caller = asked.caller ?? { ...nobodyAt('127.0.0.1'), kind, viewer: asked.viewer ?? null };
    const request = {
      id: randomUUID(),
      ...{ caller, viewer: caller.viewer, points },
      locale,
      now: new Date(),
      denied: new Denials(),
    };
    const before = statements.length;
    const { body, http } = await gateway.executeOperation({ query, variables }, { contextValue: request });
    if (body.kind !== 'single') throw new Error('An answer comes in one piece.');
    const text = JSON.stringify(body.singleResult);
    const isBlanked = logged.some((line) => line.requestId === request.id && 'valueCompletion' in line);
    if (isBlanked && !mayBlank) throw new Error(`An answer was blanked without an error: ${text}`);
    const answer = JSON.parse(text) as Pick<Answer<Data>, 'data' | 'errors'> &
      Partial<Pick<Answer, 'extensions'>>;
    return {
      data: answer.data ?? null,
      errors: answer.errors,
      extensions: answer.extensions ?? {},
      headers: Object.fromEntries(http.headers),
      status: http.status ?? 200,
      body: text,
      statements: statements.length - before,
    };
  }

  const viewerOf = async (subject: string): Promise<Viewer> => {
    // A fresh one each time: what `Viewers` remembers may be 5 s old.
    const viewers = new Viewers(database, (token) =>
      Promise.resolve({ issuer: developmentIssuer, subject: token }),
    );
    const viewer = await viewers.of(`Bearer ${subject}`);
    if (!viewer) throw new Error(`${subject} is nobody.`);
    return viewer;
  };

  return {
    database,
    url: fresh?.url ?? beside?.url ?? null,
    statements,
    logged,
    ask,
    async read<Data>(query: string, asked?: AskOptions): Promise<Data> {
      const { data, errors } = await ask<Data>(query, asked);
      if (errors || !data)
        throw new Error(`An answer without errors was expected: ${JSON.stringify(errors)}`);
      return data;
    },
    async seedRegion() {
      await seedOnce(database);
      await catchUp(database, consumers);
    },
    catchUp: () => catchUp(database, consumers),
    viewerOf,
    personas: async () =>
      Object.fromEntries(
        await Promise.all(personas.map(async ({ name }) => [name, await viewerOf(name)] as const)),
      ) as Record<PersonaName, Viewer>,
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await apart?.[Symbol.asyncDispose]();
      await fresh?.[Symbol.asyncDispose]();
    },
  };
}
