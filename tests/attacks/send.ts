import { Agent, request } from 'node:http';

/** One request as raw as it must be: every byte and header as the attack says. */
export interface Sending {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Connections that are kept, for who asks again and again and is answered each time. */
export const kept = new Agent({ keepAlive: true });

/** Sends it, on a connection of its own, and reads the whole answer: JSON by POST unless it says else. */
export function send(
  port: number,
  sending: Sending,
  agent?: Agent,
): Promise<{ status: number; text: string }> {
  const { method = 'POST', path = '/graphql', body } = sending;
  const headers = { 'content-type': 'application/json', ...sending.headers };
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', method, path, headers, agent: agent ?? false },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
