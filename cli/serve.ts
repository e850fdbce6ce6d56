import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { runConsumers, type Running } from '../db/events.ts';
import { openJobs } from '../db/jobs.ts';
import { createGateway } from '../gateway/gateway.ts';
import { createHttp } from '../gateway/http.ts';
import { openDevelopmentIssuer } from '../gateway/issuer.ts';
import { localSources } from '../gateway/local-source.ts';
import { Viewers } from '../gateway/viewer.ts';
import { personas } from '../schema/personas.ts';
import { openMigrated, seedOnce } from './database.ts';
import { assertPortIsFree, portTaken } from './port.ts';
import { consumers, jobs, schemas } from './rooms.ts';
import type { Settings } from './settings.ts';

const stopMsMax = 10_000;
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

/** Migrates, seeds, starts the gateway with every subgraph and the background work, all in this process. */
export async function serve(settings: Settings, log: Logger, opening?: Promise<Database>): Promise<Serving> {
  const host = settings.isProduction ? '0.0.0.0' : '127.0.0.1';
  await assertPortIsFree(settings.port, host).catch(async (error: unknown) => {
    await (await opening)?.close();
    throw error;
  });
  const database = await openMigrated(settings, opening);
  // What has begun, to be ended in the opposite order, also when a later step fails.
  const ends: (() => Promise<unknown>)[] = [() => database.close()];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const issuer = settings.isProduction ? null : await openDevelopmentIssuer(settings.dataDir);
    if (issuer) await seedOnce(database);
    const tokens = issuer
      ? await Promise.all(personas.map(async (each) => ({ ...each, token: await issuer.token(each.name) })))
      : [];
    const viewers = new Viewers(database, async (token) => {
      if (!issuer) throw new Error('No issuer is configured.');
      return issuer.verify(token);
    });
    ends.push(await viewers.start());
    const supergraph = readFileSync(supergraphFile, 'utf8');
    const sources = localSources(schemas, database, log);
    const gateway = createGateway({ supergraph, sources, log });
    const app = await createHttp({ gateway, database, viewers, personas: issuer ? tokens : null, log });
    const consuming = await runConsumers(database, consumers, log);
    ends.push(() => consuming.stop());
    const queue = startQueue();
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
  function startQueue(): Running {
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
): Promise<void> {
  const serving = await serve(settings, log, opening);
  process.stdout.write(banner(serving));
  let isStopping = false;
  const end = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'Stopping.');
    const timer = setTimeout(() => process.exit(1), stopMsMax);
    void serving.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'Stopping failed.');
        clearTimeout(timer);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
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
