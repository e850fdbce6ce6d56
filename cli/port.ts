import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws a sentence with the way out when the port is taken: before anything is migrated or seeded. */
export async function assertPortIsFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  probe.listen(port, host);
  await once(probe, 'listening').catch((error: unknown) => {
    throw portTaken(error, port);
  });
  probe.close();
  await once(probe, 'close');
}

/** What a failed start says of its port; any other error as it is. */
export function portTaken(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  return new Error(`Port ${port} is taken. Stop what uses it, or set PORT to another.`, { cause: error });
}
