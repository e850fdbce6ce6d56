import postgres from 'postgres';
import { isLost, lost, outageOrSame } from './engine.postgres.outage.ts';

/** What every connection of ours is opened with. */
export interface LineOptions {
  url: string;
  types: Record<string, postgres.PostgresType>;
  connection: Partial<postgres.ConnectionParameters>;
}

/** One connection for its whole life. The driver would connect again by itself; then who began on one
 *  connection  could go on, unknowing, on the next. */
export class Line {
  readonly sql: postgres.Sql;
  #isLost = false;
  readonly #pending = new Set<() => void>();

  constructor({ url, types, connection }: LineOptions) {
    this.sql = postgres(url, {
      max: 1,
      types,
      connection,
      fetch_types: false,
      connect_timeout: 2,
      // A database that returns is used again within a second, however long it was away.
      backoff: (retries: number) => Math.min(2 ** retries / 20, 1),
      // The driver would end an old connection between two statements of a transaction.
      max_lifetime: null,
      onnotice: () => {},
      onclose: () => this.#lose(),
    });
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Sends what `work` sends. It fails with an `Outage` as soon as the connection is gone: the driver
   *  forgets a  statement that comes between the error of a socket and its end, and would let it wait for
   *  ever. */
  async send<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.#isLost) throw lost();
    let forget = () => {};
    const forgotten = new Promise<never>((_resolve, reject) => (forget = () => reject(lost())));
    this.#pending.add(forget);
    try {
      return await outageOrSame(() => Promise.race([work(), forgotten]));
    } catch (error) {
      if (isLost((error as Error).cause)) this.#lose();
      throw error;
    } finally {
      this.#pending.delete(forget);
    }
  }

  #lose(): void {
    this.#isLost = true;
    for (const forget of this.#pending) forget();
    this.#pending.clear();
  }

  /** Statements under way get a few seconds. */
  async end(): Promise<void> {
    // What it was sent has been answered by now; only a line that is just connecting would take longer.
    await this.sql.end({ timeout: 1 });
  }
}

/** A fixed number of lines, each used by one at a time, a lost one replaced by a new one. */
export class Lines {
  readonly #options: LineOptions;
  readonly #idle: Line[];

  constructor(count: number, options: LineOptions) {
    this.#options = options;
    this.#idle = Array.from({ length: count }, () => new Line(options));
  }

  /** Whoever calls has a turn (see db/turnstile.ts), and there are as many turns as lines. */
  async take<T>(work: (line: Line) => Promise<T>): Promise<T> {
    const idle = this.#idle.pop();
    if (!idle) throw new Error('More turns than connections.');
    const line = idle.isLost ? this.#inPlaceOf(idle) : idle;
    try {
      return await work(line);
    } finally {
      this.#idle.push(line);
    }
  }

  #inPlaceOf(line: Line): Line {
    line.end().catch(() => {});
    return new Line(this.#options);
  }

  async end(): Promise<void> {
    await Promise.all(this.#idle.map((line) => line.end()));
  }
}
