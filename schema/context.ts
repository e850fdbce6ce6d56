import type { Database, Db } from '../db/client.ts';
import type { MembershipRole, PlatformRole } from './events.ts';
import type { ActorId, Id } from './ids.ts';
import type { Scope } from './scopes.ts';

export type Locale = 'zh' | 'en';

/** The actor making this request, as the gateway has established it. Never read from an argument. */
export interface Viewer {
  actorId: ActorId;
  /** `isVerified` says whether a qualification of the organisation is valid now; absent, it is not. */
  organizations: readonly { id: Id<'Organization'>; role: MembershipRole; isVerified?: boolean }[];
  /** `platformId` says which platform (operator, partner), `region` which GB/T 2260 region (regulator). */
  roles: readonly { role: PlatformRole; platformId: Id<'Platform'> | null; region: string | null }[];
  /** What the key that asks may be used for; null for a person, whom no key limits. */
  scopes: readonly Scope[] | null;
  /** Whether a qualification of the person, or of one of the organisations here, is valid now; absent, it is
   *  not. */
  isVerified?: boolean;
}

/** What a request took of its caller's points, and what is left of their minute. */
export interface Points {
  cost: number;
  limit: number;
  remaining: number;
  resetAt: Date;
  /** Set when the answer says so: then it is for this caller alone. */
  isTold: boolean;
}

/** Everything one fetch of one subgraph may know. Fresh for each fetch; loaders keep their caches on it. */
export interface Context {
  database: Database;
  /** Reads; inside `inTransaction` it is the transaction. */
  db: Db;
  viewer: Viewer | null;
  /** The instant the request arrived; what is stored takes this clock. */
  now: Date;
  locale: Locale;
  denied: Denials;
  /** Known in the process of the gateway alone, where points are counted. */
  points: Points | null;
  isWriting: boolean;
}

/** Where the context of one request begins; loaders and transactions derive from it. */
export function newContext(
  database: Database,
  viewer: Viewer | null,
  options: { now?: Date; locale?: Locale; denied?: Denials; points?: Points | null } = {},
): Context {
  const { now = new Date(), locale = 'en', denied = new Denials(), points = null } = options;
  return { database, db: database.read, viewer, now, locale, denied, points, isWriting: false };
}

/** Runs the work in one read-write transaction, or joins the one that is open. Nothing stays when it
 *  throws. */
export function inTransaction<T>(context: Context, work: (context: Context) => Promise<T>): Promise<T> {
  if (context.isWriting) return work(context);
  return context.database.write((db) => work({ ...context, db, isWriting: true }));
}

/** What was withheld from this viewer: one line per coordinate, however many rows it happened on. */
export class Denials {
  readonly #counts = new Map<string, { coordinate: string; requires: string; count: number }>();

  add(coordinate: string, requires: string, count = 1): void {
    const key = `${coordinate}\n${requires}`;
    const known = this.#counts.get(key);
    if (known) known.count += count;
    else this.#counts.set(key, { coordinate, requires, count });
  }

  list(): { coordinate: string; requires: string; count: number }[] {
    return [...this.#counts.values()].sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
  }
}

/** The viewer as statement values: which rows exist for someone is decided in a `where` with these
 *  placeholders. */
export function viewerValues(viewer: Viewer | null) {
  const roles = viewer?.roles ?? [];
  const organizations = viewer?.organizations.map(({ id }) => id) ?? [];
  return {
    viewerIsSignedIn: viewer !== null,
    /** A person themselves, not through a key. */
    viewerIsInPerson: isInPerson(viewer),
    viewerActor: viewer?.actorId ?? null,
    viewerActors: viewer ? [viewer.actorId, ...organizations] : [],
    viewerAdministers: administered(viewer),
    viewerIsAuditor: roles.some(({ role }) => role === 'AUDITOR'),
    viewerPlatforms: roles.flatMap(({ role, platformId }) =>
      role === 'OPERATOR' && platformId ? [platformId] : [],
    ),
    viewerRegions: regulatedRegions(viewer).map((region) => `${regionPrefix(region)}%`),
  };
}

/** Whether somebody asks who is signed in themselves: a key stands for its owner, but gives out no keys. */
export const isInPerson = (viewer: Viewer | null): boolean => viewer !== null && viewer.scopes === null;

/** Whether the person themselves, or one of these organisations of theirs, is verified. */
export const isVerifiedAmong = ({
  isVerified,
  organizations,
}: Pick<Viewer, 'isVerified' | 'organizations'>) =>
  isVerified === true || organizations.some((each) => each.isVerified === true);

/** The organisations this viewer administers. */
export function administered(viewer: Viewer | null): Id<'Organization'>[] {
  const own = viewer?.organizations.filter(({ role }) => role === 'ADMINISTRATOR') ?? [];
  return own.map(({ id }) => id);
}

/** The regions this viewer supervises, by code. */
export function regulatedRegions(viewer: Viewer | null): string[] {
  return viewer?.roles.flatMap(({ role, region }) => (role === 'REGULATOR' && region ? [region] : [])) ?? [];
}

/** A region lies within another when its code starts with the other's code less its trailing pairs of
 *  zeros. */
export function isInRegion(region: string | null, container: string): boolean {
  return region !== null && region.startsWith(regionPrefix(container));
}

const regionPrefix = (code: string) => code.replace(/(00){1,2}$/, '');
