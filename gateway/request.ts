import { AsyncLocalStorage } from 'node:async_hooks';
import type { Denials, Locale, Points, Viewer } from '../schema/context.ts';
import type { Scope } from '../schema/scopes.ts';
import { networkOf } from './address.ts';

/** Who sent a request: decided once, before its body is read. */
export interface Caller {
  kind: 'NOBODY' | 'PERSON' | 'KEY';
  /** As whom the graph is read; null sees what nobody sees, also for a key that may only read in public. */
  viewer: Viewer | null;
  /** What a key may be used for; null where no key limits what the viewer may. */
  scopes: readonly Scope[] | null;
  /** Whose points a request takes: the address, the person or key, and the platform a key belongs to. */
  accounts: readonly Account[];
}

/** A budget of points that requests draw on. */
export interface Account {
  /** Such as `address:192.0.2.7`, `person:per_…`, `key:key_…`, `platform:plt_…`. */
  name: string;
  pointsPerMinute: number;
}

/** What an operation may cost, and where its answer is not counted. */
export interface Price {
  /** The most rows it may return. */
  estimate: number;
  /** Names at the root of the answer under which the schema itself answers. */
  introspected: readonly string[];
}

/** One request as the gateway knows it: every fetch it causes in a subgraph derives its own context from
 *  this. */
export interface GraphRequest {
  id: string;
  caller: Caller;
  viewer: Viewer | null;
  locale: Locale;
  now: Date;
  denied: Denials;
  /** Null or left out where no operation was measured. */
  price?: Price | null;
  /** Null or left out where no points are counted. */
  points?: Points | null;
}

/** The HTTP request under way, for errors that are told before a `GraphRequest` exists. */
export const currentRequest = new AsyncLocalStorage<Pick<GraphRequest, 'id' | 'locale'>>();

/** Points a minute where nothing else is agreed. */
export const defaultPoints = { NOBODY: 2_000, PERSON: 10_000, KEY: 20_000 };

/** Somebody who did not say who they are, at this address. */
export function nobodyAt(address: string): Caller {
  const accounts = [{ name: `address:${networkOf(address)}`, pointsPerMinute: defaultPoints.NOBODY }];
  return { kind: 'NOBODY', viewer: null, scopes: null, accounts };
}
