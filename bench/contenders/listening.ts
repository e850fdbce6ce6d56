import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tells whoever started this process where it answers: the first line of its output. */
export function sayWhere(url: string): void {
  process.stdout.write(`listening at ${url}\n`);
}

/** Listens on a free port of this machine and tells where. */
export function listenAndSay(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    sayWhere(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
}

/** A value of the environment that whoever started this process has set. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} must be set: this file is started by bench/contenders.ts.`);
  return value;
}
