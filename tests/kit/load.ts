import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One answer: its status, 0 where the connection broke, and how long it took. */
export interface Answered {
  status: number;
  ms: number;
  /** Whether it said that no points are left. */
  isSpent: boolean;
}

export interface Asking {
  origin: string;
  query: string;
  headers?: Record<string, string>;
}

/** Each connection sends as soon as it has its answer, for so long: as much as the server can answer. */
export async function askInTurn(asking: Asking, connections: number, forMs: number): Promise<Answered[]> {
  const answers: Answered[] = [];
  const until = performance.now() + forMs;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const line = new Line(asking);
      while (performance.now() < until) answers.push(await line.ask());
      line.end();
    }),
  );
  return answers;
}

/** Sends at a steady rate, whether or not answers come, as many clients do who know nothing of each other. */
export async function askAtRate(asking: Asking, perSecond: number, forMs: number): Promise<Answered[]> {
  const [idle, asked]: [Line[], Promise<Answered>[]] = [[], []];
  const lines = new Set<Line>();
  const begunMs = performance.now();
  for (let ms = 0; ms < forMs; ms = performance.now() - begunMs) {
    while (asked.length < (ms * perSecond) / 1_000) {
      const line = idle.pop() ?? new Line(asking);
      lines.add(line);
      asked.push(line.ask().finally(() => idle.push(line)));
    }
    await sleep(2);
  }
  const answers = await Promise.all(asked);
  for (const line of lines) line.end();
  return answers;
}

/** The time within which this share of the answers came. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** One connection that is kept open and asks one question again and again. It reads no more of an answer than
 *  it must: whoever measures should not be what is measured. */
class Line {
  readonly #request: string;
  readonly #url: URL;
  #socket: Socket | null = null;

  constructor({ origin, query, headers = {} }: Asking) {
    this.#url = new URL(origin);
    const body = JSON.stringify({ query });
    const all = { ...headers, host: this.#url.host, 'content-type': 'application/json' };
    const lines = Object.entries({ ...all, 'content-length': String(Buffer.byteLength(body)) });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    this.#request = `POST /graphql HTTP/1.1\r\n${head}\r\n${body}`;
  }

  ask(): Promise<Answered> {
    const begunMs = performance.now();
    this.#socket ??= connect({ port: Number(this.#url.port), host: this.#url.hostname });
    const socket = this.#socket;
    return new Promise((resolve) => {
      let text = '';
      const done = (status: number) => {
        socket.removeAllListeners();
        socket.on('error', () => {});
        if (status === 0 || /\r\nconnection: close\r\n/i.test(text)) this.end();
        const isSpent = /\r\nratelimit-remaining: 0\r\n/i.test(text);
        resolve({ status, ms: performance.now() - begunMs, isSpent });
      };
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        const headEnd = text.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
        if (text.length >= headEnd + 4 + length) done(Number(text.slice(9, 12)));
      });
      socket.on('error', () => done(0));
      socket.on('close', () => done(0));
      socket.write(this.#request);
    });
  }

  end(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }
}
