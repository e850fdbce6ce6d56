import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Logger } from 'pino';

/** Takes a new supergraph, or throws and leaves everything as it was. */
export type TakeSupergraph = (text: string) => Promise<void>;

/** Writers write in several steps; what is read between two of them is no supergraph. */
const settleMs = 200;

/** A supergraph on disk: served as it is at the start, and again whenever it changes. A text that does not
 *  compose changes nothing and is reported. */
export class SupergraphFile {
  readonly #file: string;
  readonly #log: Logger;
  readonly #watcher: FSWatcher;
  #text: string;
  #take: TakeSupergraph = () => Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  #refused = false;

  constructor(file: string, log: Logger) {
    this.#file = file;
    this.#log = log;
    this.#text = readFileSync(file, 'utf8');
    // The folder, because a file that is replaced by another is no longer the one that was watched.
    this.#watcher = watch(dirname(file), (_event, name) => {
      if (name !== null && name !== basename(file)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.reload(), settleMs);
    });
    this.#watcher.on('error', (error) => log.warn({ err: error }, 'The supergraph is no longer watched.'));
  }

  /** The text that is served. */
  get text(): string {
    return this.#text;
  }

  /** Whether the newest text was refused, so that an older one is served. */
  get isBehind(): boolean {
    return this.#refused;
  }

  onChange(take: TakeSupergraph): void {
    this.#take = take;
  }

  /** Reads the file again, after any reading under way. Never throws. */
  reload(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#watcher.close();
  }

  async #read(): Promise<void> {
    try {
      const text = readFileSync(this.#file, 'utf8');
      if (text !== this.#text) {
        await this.#take(text);
        this.#text = text;
        this.#log.info({ file: this.#file }, 'A new supergraph is served.');
      }
      this.#refused = false;
    } catch (error) {
      this.#refused = true;
      this.#log.error(
        { err: error, file: this.#file },
        'A new supergraph was refused; the old one is served.',
      );
    }
  }
}
