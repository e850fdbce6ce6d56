import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { allDocuments } from './documents.store.ts';
import { sha256Id } from './documents.read.ts';

const againMs = 1_000;

/** The registered documents, all in memory, so that finding one costs nothing; read again at each change. */
export class Documents {
  readonly #database: Database;
  readonly #log: Logger;
  #textById = new Map<string, string>();
  #isReading = false;
  #isStale = false;
  #isStopped = false;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  /** Reads them, and begins to listen for changes; returns what ends it. */
  async start(): Promise<() => Promise<void>> {
    await this.#read();
    const unlisten = await this.#database.listen('document', () => void this.#read());
    return async () => {
      this.#isStopped = true;
      await unlisten();
    };
  }

  /** The text with this id, or null. */
  textOf(id: string): string | null {
    return this.#textById.get(id) ?? null;
  }

  /** Whether exactly this text is registered. */
  has(text: string): boolean {
    return this.#textById.has(sha256Id(text));
  }

  async #read(): Promise<void> {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isStale && !this.#isStopped) {
      this.#isStale = false;
      try {
        const rows = await allDocuments(this.#database);
        this.#textById = new Map(rows.map(({ id, text }) => [id, text]));
      } catch (error) {
        // What was read before still holds.
        this.#isStale = true;
        this.#log.warn({ err: error }, 'The registered documents could not be read.');
        await sleep(againMs, undefined, { ref: false });
      }
    }
    this.#isReading = false;
  }
}
