import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { runConsumers, type Running } from '../db/events.ts';
import { type Job, openJobs } from '../db/jobs.ts';
import { openDoor } from '../gateway/door.ts';
import { createGateway } from '../gateway/gateway.ts';
import { createHttp } from '../gateway/http.ts';
import { openDevelopmentIssuer } from '../gateway/issuer.ts';
import { tokenVerifier } from '../gateway/oidc.ts';
import { recordSignInThrough } from '../gateway/sign-in.ts';
import { Viewers } from '../gateway/viewer.ts';
import { personas } from '../schema/personas.ts';
import { openMigrated, seedOnce } from './database.ts';
import { assertPortIsFree, portTaken } from './port.ts';
import { rooms } from './rooms.ts';
import { type Apart, localNames, openShared, openSources, watchSupergraph } from './serve.apart.ts';
import { stopOnSignals } from './serve.stop.ts';
import { openWatch } from './serve.watch.ts';
import type { Settings } from './settings.ts';

const supergraphFile = new URL('../schema/supergraph.graphql', import.meta.url);

/** A server that answers, until it is stopped. */
export interface Serving {
  /** Where it answers, such as `http://127.0.0.1:4000`. */
  address: string;
  /** A token per persona; empty in production. */
  tokens: { name: string; title: { zh: string; en: string }; token: string }[];
  /** Finishes what is in flight, then gives everything back. */
  stop: () => Promise<void>;
}

/** What of it is not as usual. */
export interface ServeOptions {
  /** Subgraphs in other processes; null or left out where all run in this one. */
  apart?: Apart | null;
  /** Instead of the supergraph that is committed. */
  supergraph?: string;
}

/** Migrates, seeds, starts the gateway with every subgraph and the background work, all in this process. With
 *  subgraphs elsewhere it neither migrates nor seeds, and does the background work of its own subgraphs. */
export async function serve(
  settings: Settings,
  log: Logger,
  opening?: Promise<Database>,
  { apart = null, supergraph: file }: ServeOptions = {},
): Promise<Serving> {
  const host = settings.isProduction ? '0.0.0.0' : '127.0.0.1';
  await assertPortIsFree(settings.port, host).catch(async (error: unknown) => {
    await (await opening)?.close();
    throw error;
  });
  const database = await (apart ? openShared : openMigrated)(settings, opening);
  // What has begun, to be ended in the opposite order, also when a later step fails.
  const ends: (() => Promise<unknown>)[] = [() => database.close()];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const watch = await openWatch(settings);
    ends.push(watch.stop);
    const issuer = settings.isProduction ? null : await openDevelopmentIssuer(settings.dataDir);
    if (issuer && !apart) await seedOnce(database);
    const tokens = issuer
      ? await Promise.all(personas.map(async (each) => ({ ...each, token: await issuer.token(each.name) })))
      : [];
    const supergraph = watchSupergraph(file ?? fileURLToPath(supergraphFile), log);
    ends.push(supergraph.stop);
    const { sources, close } = await openSources(settings, apart, database, log);
    ends.push(close);
    const { oidcIssuers: issuers, corsOrigins } = settings;
    const recordSignIn = recordSignInThrough(sources['actors']!);
    const viewers = new Viewers(database, tokenVerifier({ development: issuer, issuers, recordSignIn, log }));
    ends.push(await viewers.start());
    const gateway = createGateway({
      supergraph: supergraph.file,
      sources: watch.figures?.timed(sources) ?? sources,
      plugins: watch.figures ? [watch.figures.plugin] : [],
      log,
    });
    const door = await openDoor(database, settings.door, log);
    ends.push(door.stop);
    const app = await createHttp({
      gateway,
      database,
      viewers,
      personas: issuer ? tokens : null,
      corsOrigins,
      door,
      watch,
      log,
    });
    const local = localNames(apart).map((name) => rooms[name]!);
    const consumers = local.flatMap((room) => room.consumers ?? []);
    const consuming = await runConsumers(database, consumers, log);
    ends.push(() => consuming.stop());
    const queue = startQueue(local.flatMap((room) => room.jobs ?? []));
    ends.push(() => queue.stop());
    ends.push(() => gateway.stop());
    ends.push(() => app.close());
    await app.listen({ port: settings.port, host }).catch((error: unknown) => {
      throw portTaken(error, settings.port);
    });
    const { port } = app.server.address() as AddressInfo;
    return { address: `http://127.0.0.1:${port}`, tokens, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  /** The queue opens beside the first requests: nobody who only reads has to wait for it. */
  function startQueue(jobs: readonly Job[]): Running {
    const opening = openJobs(database, jobs, log).catch((error: unknown) => {
      log.error({ err: error }, 'The job queue did not open; background work on time does not run.');
      return null;
    });
    return { stop: async () => (await opening)?.stop() };
  }
}

/** Runs the server as a command: prints where everything is, and ends well on SIGTERM and SIGINT. */
export async function serveCommand(
  settings: Settings,
  log: Logger,
  opening?: Promise<Database>,
  options: ServeOptions = {},
): Promise<void> {
  const serving = await serve(settings, log, opening, options);
  process.stdout.write(banner(serving));
  stopOnSignals(serving.stop, log);
}

function banner({ address, tokens }: Serving): string {
  const lines = [
    '',
    `  Cograph      ${address}/`,
    `  Graph        ${address}/graphql`,
    `  Playground   ${address}/playground`,
    '',
    ...(tokens.length > 0 ? ['  Personas (send `Authorization: Bearer TOKEN`; development only):', ''] : []),
    ...tokens.map(
      ({ name, title, token }) =>
        `  ${name.padEnd(12)} ${title.en} · ${title.zh}\n  ${' '.repeat(12)} ${token}\n`,
    ),
    '  A real catalogue: stop this, then',
    '  npx cograph import --format uniquip --provider "Jingchu Institute of Pharmaceutical Analysis" examples/catalogue/equipment-uniquip.csv',
    '',
    '',
  ];
  return lines.join('\n');
}
