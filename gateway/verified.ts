import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Subject } from './viewer.ts';

const staleMs = 5_000;
const rememberedMax = 10_000;

/** Tokens whose signatures were checked a moment ago, so that who sends many requests pays for one check in
 *  five seconds. They are kept by their hashes: what is in memory opens nothing. */
export class Verified {
  readonly #remembered = new LRUCache<string, { subject: Subject; at: number }>({ max: rememberedMax });

  /** For whom the token was taken, while it would be taken again; else null. */
  of(token: string): Subject | null {
    const hash = hashOf(token);
    const known = this.#remembered.get(hash);
    if (!known) return null;
    if (Date.now() - known.at < staleMs && known.subject.isGood?.()) return known.subject;
    this.#remembered.delete(hash);
    return null;
  }

  /** Remembers whom a token stands for, checked at this time; nothing where its checker cannot say whether it
   *  is still good. */
  keep(token: string, subject: Subject, at: number): void {
    if (subject.isGood?.()) this.#remembered.set(hashOf(token), { subject, at });
  }

  get size(): number {
    return this.#remembered.size;
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');
