import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { type Contender, readAnswer } from '../contenders.ts';
import { median } from './figures.ts';
import type { Operation } from '../operations.ts';

/** A door to PostgreSQL that counts what goes through it. */
export interface CountingDoor {
  url: string;
  /** Statements run so far: `begin` and its like count as what they are. */
  count(): number;
  close(): Promise<void>;
}

const encryptionAsked = 80_877_103;

/** Opens a door before the server of this address. Counting on the wire is the same for every driver and
 *  needs nothing of the server; it costs time, so nothing is measured through it. */
export async function openCountingDoor(databaseUrl: string): Promise<CountingDoor> {
  const target = new URL(databaseUrl);
  let statements = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const [socket, other] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => (sockets.delete(socket), other.destroy()));
    }
    upstream.pipe(client);
    const read = messageReader((type) => {
      if (type === 'E' || type === 'Q') statements += 1;
    });
    client.on('data', (chunk: Buffer) => {
      // Encrypted messages could not be counted: the answer to that question is no.
      if (chunk.length === 8 && chunk.readInt32BE(4) === encryptionAsked) return void client.write('N');
      read(chunk);
      upstream.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    count: () => statements,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Reads what a client sends, however it is cut, and tells the type of each message. The first has none. */
export function messageReader(tell: (type: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (rest.length < head + 4) return;
      const size = head + rest.readInt32BE(head);
      if (rest.length < size) return;
      if (isStarted) tell(String.fromCharCode(rest[0]!));
      isStarted = true;
      rest = rest.subarray(size);
    }
  };
}

/** How many statements the operation takes: the median over single requests, so that what a contender does in
 *  the background falls out. */
export async function statementsOf(
  contender: Contender,
  door: CountingDoor,
  operation: Operation,
  values: readonly string[],
): Promise<number> {
  const counts: number[] = [];
  for (const value of values) {
    const before = door.count();
    await readAnswer(contender, operation, value);
    counts.push(door.count() - before);
  }
  return median(counts);
}
