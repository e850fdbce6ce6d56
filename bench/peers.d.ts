// What is used of a package in bench/package.json, which nobody but the bench installs: the types of the
// project must not depend on whether it is there. PostGraphile has types, which would change those of graphql
// for everybody; the file that starts it is JavaScript.

declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  export interface Request {
    method: string;
    path: string;
    headers: Record<string, string>;
    body?: string;
  }
  export interface Client extends EventEmitter {
    setRequests(requests: readonly Request[]): void;
  }
  export interface Result {
    duration: number;
    errors: number;
    timeouts: number;
    mismatches: number;
    non2xx: number;
  }
  export interface Options {
    url: string;
    connections: number;
    duration: number;
    requests: readonly Request[];
    setupClient: (client: Client) => void;
    verifyBody: (body: string) => boolean;
  }
  export default function autocannon(
    options: Options,
    done: (error: Error | null, result: Result) => void,
  ): EventEmitter;
}
