import { Outage } from '../schema/errors.ts';

interface Waiting {
  enter: () => void;
}
const waitingMax = 500;

/** Lets as many through as there are connections, the rest in order of arrival; who waits too long is told
 *  so. The  drivers themselves would let a request wait for ever. */
export class Turnstile {
  #free: number;
  readonly #waiting = new Set<Waiting>();

  constructor(places: number) {
    this.#free = places;
  }

  async pass<T>(waitMs: number, work: () => Promise<T>): Promise<T> {
    await this.#enter(waitMs);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #enter(waitMs: number): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    if (this.#waiting.size >= waitingMax) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(overloaded());
      }, waitMs);
      const waiting: Waiting = {
        enter: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.add(waiting);
    });
  }

  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next.enter();
  }
}

const overloaded = () =>
  new Outage('OVERLOADED', 'The database has more to do than it can. Try again in a moment.');
