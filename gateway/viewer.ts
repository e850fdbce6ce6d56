import { and, eq, sql } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import { type Database, prepared } from '../db/client.ts';
import { publishedViewer } from '../db/tables/actors/published.ts';
import { isVerifiedAmong, type Viewer } from '../schema/context.ts';
import { Outage } from '../schema/errors.ts';
import { keyIn, Keys } from './keys.ts';
import { type Caller, defaultPoints, nobodyAt } from './request.ts';
import { Verified } from './verified.ts';

/** Who issued a token and whom it stands for, after its signature was checked. */
export interface Subject {
  issuer: string;
  subject: string;
  /** Makes the subject known where it is not yet; absent where only who is known comes in. */
  enter?: () => Promise<void>;
  /** Whether the token would be taken now, too: it has not expired, and the keys are still those it was
   *  checked with. Left out by a checker that cannot say; such a token is checked each time. */
  isGood?: () => boolean;
}

/** Checks a bearer token. Throws when it is not to be trusted; an `Outage` when that cannot be known now. */
export type Verify = (token: string) => Promise<Subject>;

const staleMs = 5_000;
const rememberedMax = 10_000;

const viewerBySubject = prepared((db) =>
  db
    .select()
    .from(publishedViewer)
    .where(
      and(
        eq(publishedViewer.issuer, sql.placeholder('issuer')),
        eq(publishedViewer.subject, sql.placeholder('subject')),
      ),
    ),
);

/** Turns an authorization header into the viewer. What it remembers is at most 5 s old, and forgotten at
 *  once when a  membership or role changes. */
export class Viewers {
  readonly #database: Database;
  readonly #verify: Verify;
  readonly #keys: Keys;
  readonly #verified = new Verified();
  #remembered = new Map<string, { viewer: Viewer | null; at: number }>();

  constructor(database: Database, verify: Verify) {
    this.#database = database;
    this.#verify = verify;
    this.#keys = new Keys(database);
  }

  /** Begins to listen for changes; returns what ends it. */
  async start(): Promise<() => Promise<void>> {
    const stop = await this.#database.listen('viewer', () => {
      // Another map instead of an emptied one: what is being read at this moment goes into the old.
      this.#remembered = new Map();
      this.#keys.forget();
    });
    return async () => {
      await stop();
      await this.#keys.settle();
    };
  }

  /** The caller that an authorization header means. One that is not good is refused, never taken for
   *  nobody. */
  async callerOf(authorization: string | undefined, address: string): Promise<Caller> {
    const key = keyIn(authorization);
    if (key !== null) return this.#keys.callerOf(key);
    const viewer = await this.of(authorization);
    return viewer ? callerOf(viewer) : nobodyAt(address);
  }

  /** The same, where it can be said without a signature to check and a statement to wait for; else null. */
  known(authorization: string | undefined, address: string): Caller | null {
    if (!authorization) return nobodyAt(address);
    const key = keyIn(authorization);
    if (key !== null) return this.#keys.known(key);
    const token = tokenIn(authorization);
    const subject = token === null ? null : this.#verified.of(token);
    const viewer = subject && fresh(this.#remembered.get(nameOf(subject)))?.viewer;
    return viewer ? callerOf(viewer) : null;
  }

  /** Null for nobody. */
  async of(authorization: string | undefined): Promise<Viewer | null> {
    if (authorization === undefined || authorization === '') return null;
    const token = tokenIn(authorization);
    if (token === null) throw unauthenticated('Write `Authorization: Bearer TOKEN`, or leave it out.');
    const subject = this.#verified.of(token) ?? (await this.#check(token));
    const viewer = await this.#load(subject);
    if (!viewer) throw unauthenticated('This token is good, but stands for nobody known here.');
    return viewer;
  }

  async #check(token: string): Promise<Subject> {
    const at = Date.now();
    const subject = await this.#verify(token).catch((error: unknown) => {
      if (error instanceof Outage) throw error;
      throw unauthenticated('This token is not valid, or no longer. Get a new one, or leave it out.');
    });
    this.#verified.keep(token, subject, at);
    return subject;
  }

  async #load(subject: Subject): Promise<Viewer | null> {
    const name = nameOf(subject);
    const remembered = this.#remembered;
    const known = fresh(remembered.get(name));
    if (known) return known.viewer;
    const at = Date.now();
    let viewer = await this.#read(subject);
    if (!viewer && subject.enter) {
      await subject.enter();
      viewer = await this.#read(subject);
    }
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(name, { viewer, at });
    return viewer;
  }

  async #read({ issuer, subject }: Subject): Promise<Viewer | null> {
    const [row] = await viewerBySubject(this.#database.read, { issuer, subject });
    if (!row) return null;
    const { actorId, organizations, roles } = row;
    return { actorId, organizations, roles, scopes: null, isVerified: isVerifiedAmong(row) };
  }
}

/** What was remembered, unless it is too old. */
const fresh = <T extends { at: number }>(known: T | undefined): T | null =>
  known && Date.now() - known.at < staleMs ? known : null;

const nameOf = ({ issuer, subject }: Subject) => `${issuer}\n${subject}`;

const tokenIn = (authorization: string): string | null =>
  /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1] ?? null;

function callerOf(viewer: Viewer): Caller {
  const accounts = [{ name: `person:${viewer.actorId}`, pointsPerMinute: defaultPoints.PERSON }];
  return { kind: 'PERSON', viewer, scopes: null, accounts };
}

const unauthenticated = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
