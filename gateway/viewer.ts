import { and, eq, sql } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import { type Database, prepared } from '../db/client.ts';
import { publishedViewer } from '../db/tables/actors.ts';
import type { Viewer } from '../schema/context.ts';
import { type Caller, defaultPoints, nobodyAt } from './request.ts';

/** Who issued a token and whom it stands for, after its signature was checked. */
export interface Subject {
  issuer: string;
  subject: string;
}

/** Checks a bearer token. Throws when it is not to be trusted. */
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
  #remembered = new Map<string, { viewer: Viewer | null; at: number }>();

  constructor(database: Database, verify: Verify) {
    this.#database = database;
    this.#verify = verify;
  }

  /** Begins to listen for changes; returns what ends it. */
  start(): Promise<() => Promise<void>> {
    // Another map instead of an emptied one: what is being read at this moment goes into the old.
    return this.#database.listen('viewer', () => (this.#remembered = new Map()));
  }

  /** The caller that an authorization header means. One that is not good is refused, never taken for nobody. */
  async callerOf(authorization: string | undefined, address: string): Promise<Caller> {
    const viewer = await this.of(authorization);
    if (!viewer) return nobodyAt(address);
    const accounts = [{ name: `person:${viewer.actorId}`, pointsPerMinute: defaultPoints.PERSON }];
    return { kind: 'PERSON', viewer, scopes: null, accounts };
  }

  /** Null for nobody. */
  async of(authorization: string | undefined): Promise<Viewer | null> {
    if (authorization === undefined || authorization === '') return null;
    const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw unauthenticated('Write `Authorization: Bearer TOKEN`, or leave it out.');
    const subject = await this.#verify(token).catch(() => {
      throw unauthenticated('This token is not valid, or no longer. Get a new one, or leave it out.');
    });
    const viewer = await this.#load(subject);
    if (!viewer) throw unauthenticated('This token is good, but stands for nobody known here.');
    return viewer;
  }

  async #load(subject: Subject): Promise<Viewer | null> {
    const name = `${subject.issuer}\n${subject.subject}`;
    const remembered = this.#remembered;
    const known = remembered.get(name);
    if (known && Date.now() - known.at < staleMs) return known.viewer;
    const at = Date.now();
    const [row] = await viewerBySubject(this.#database.read, { ...subject });
    const viewer = row ? { actorId: row.actorId, organizations: row.organizations, roles: row.roles } : null;
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(name, { viewer, at });
    return viewer;
  }
}

const unauthenticated = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
