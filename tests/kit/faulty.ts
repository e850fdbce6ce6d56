import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Words that stand in what a faulty subgraph says, and must not leave the gateway. */
export const secrets =
  /10\.9\.8\.7|hunter2|secret_table|at Object\.<anonymous>|ECONN|EPIPE|socket|<html|UND_ERR|undici|127\.0\.0\.1/i;
const secret = 'connect to 10.9.8.7 with hunter2 failed: select * from secret_table at Object.<anonymous>';

type Answer = Record<string, unknown>;

/** What a healthy subgraph would have answered, and the wire to answer otherwise. */
interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  /** The healthy answer. */
  healthy: () => Promise<Answer>;
}

const json = (response: ServerResponse, body: string) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
};

/** Every value that is not an object or a list, changed. */
function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapLeaves(each, change)]));
}

/** Lists become texts, objects numbers: at the first level below the root of the answer. */
const twisted = (data: Answer) =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? (value as unknown[]).map(() => secret)
        : { edges: secret, __typename: 7, pageInfo: [] },
    ]),
  );

/** The ways in which a subgraph can fail that still takes connections; `down` is a closed port. */
export const faults: Record<string, (call: Call) => Promise<void> | void> = {
  hang: () => {},
  async drip({ response }) {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const letter of '{"data":{"a":"'.padEnd(10_000, 'x')) {
      if (response.destroyed) return;
      response.write(letter);
      await sleep(20);
    }
  },
  reset: ({ request }) => void request.socket.resetAndDestroy(),
  'error 500 with secrets': ({ response }) => {
    const body = JSON.stringify({ errors: [{ message: secret, extensions: { code: 'BAD_USER_INPUT' } }] });
    response.writeHead(500, { 'content-type': 'application/json' }).end(body);
  },
  html: ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<html><body>${secret}</body></html>`);
  },
  'wrong JSON': ({ response }) => json(response, `{"data": ${secret}`),
  async 'wrong types'({ response, healthy }) {
    json(response, JSON.stringify({ data: twisted((await healthy())['data'] as Answer) }));
  },
  async nulls({ response, healthy }) {
    json(response, JSON.stringify({ data: mapLeaves((await healthy())['data'], () => null) }));
  },
  async huge({ response }) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"data":{"a":"');
    const piece = 'x'.repeat(1_000_000);
    for (let sent = 0; sent < 200 && !response.destroyed; sent += 1) {
      if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end('"}}');
  },
  async 'hostile keys'({ response, healthy }) {
    const { data } = (await healthy()) as { data: Answer };
    const hostile = `"__proto__":{"polluted":"hunter2"},"constructor":{"prototype":{"polluted":"hunter2"}},"toString":1`;
    const errors = `"errors":[{"message":"${secret}","path":["__proto__"],"extensions":{"__proto__":{"code":"FORBIDDEN"}}}]`;
    const text = JSON.stringify(data).replaceAll('{', `{${hostile},`).replaceAll(',}', '}');
    json(
      response,
      `{"data":${text},${errors},"extensions":{${hostile},"denied":[{"coordinate":"${secret}"}]}}`,
    );
  },
  async truncated({ response, healthy }) {
    const text = JSON.stringify(await healthy());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
    response.write(text.slice(0, text.length / 2));
    await sleep(5);
    response.destroy();
  },
};

/** A server in front of a healthy subgraph that spoils its answers in one way at a time. */
export interface Faulty extends AsyncDisposable {
  url: string;
  /** How many calls arrived. */
  calls: number;
  /** Null lets healthy answers pass. */
  fault: string | null;
}

/** Opens the server; with `isDown` nothing listens. */
export async function openFaulty(healthyUrl: string): Promise<Faulty> {
  const server = createServer((request, response) => {
    faulty.calls += 1;
    response.on('error', () => {});
    const healthy = async (): Promise<Answer> => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const { authorization = '' } = request.headers;
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(healthyUrl, {
        method: 'POST',
        headers,
        body: Buffer.concat(pieces).toString(),
      });
      return (await answer.json()) as Answer;
    };
    const spoil = faulty.fault === null ? null : faults[faulty.fault];
    const answering = spoil
      ? Promise.resolve(spoil({ request, response, healthy }))
      : healthy().then((answer) => json(response, JSON.stringify(answer)));
    answering.catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const faulty: Faulty = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    calls: 0,
    fault: null,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return faulty;
}
