import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { runConsumers } from '../db/events.ts';
import { openJobs } from '../db/jobs.ts';
import { readPublicKeys } from '../gateway/remote/gateway-key.ts';
import { createSubgraphHttp } from '../gateway/remote/subgraph-http.ts';
import { openVerifier } from '../schema/viewer-token.ts';
import { assertPortIsFree, portTaken } from './port.ts';
import { rooms } from './rooms.ts';
import { ensureKey, openShared } from './serve.apart.ts';
import { stopOnSignals } from './serve.stop.ts';
import { AskedWrongly, type Settings } from './settings.ts';

/** Serves one subgraph to the gateway, and does what that subgraph does on events and on time. */
export async function serveSubgraphCommand(settings: Settings, log: Logger, name: string): Promise<void> {
  const { address, stop } = await serveSubgraph(settings, log, name);
  process.stdout.write(`\n  ${name.padEnd(12)} ${address}/graphql, for the gateway alone\n\n`);
  stopOnSignals(stop, log);
}

async function serveSubgraph(settings: Settings, log: Logger, name: string) {
  const room = rooms[name];
  if (!room)
    throw new AskedWrongly(`There is no subgraph "${name}". There are: ${Object.keys(rooms).join(', ')}.`);
  const host = settings.isProduction ? '0.0.0.0' : '127.0.0.1';
  await ensureKey(settings);
  const verify = openVerifier(readPublicKeys(settings.gatewayKey.publicFile), name);
  await assertPortIsFree(settings.port, host);
  const database = await openShared(settings);
  const ends: (() => Promise<unknown>)[] = [() => database.close()];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const app = createSubgraphHttp({ schema: room.schema, database, verify, log });
    const consuming = await runConsumers(database, room.consumers ?? [], log);
    ends.push(() => consuming.stop());
    if (room.jobs) {
      const queue = await openJobs(database, room.jobs, log);
      ends.push(() => queue.stop());
    }
    ends.push(() => app.close());
    await app.listen({ port: settings.port, host }).catch((error: unknown) => {
      throw portTaken(error, settings.port);
    });
    const { port } = app.server.address() as AddressInfo;
    return { address: `http://127.0.0.1:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
