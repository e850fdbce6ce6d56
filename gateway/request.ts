import { AsyncLocalStorage } from 'node:async_hooks';
import type { Denials, Locale, Viewer } from '../schema/context.ts';

/** One request as the gateway knows it: every fetch it causes in a subgraph derives its own context from
 *  this. */
export interface GraphRequest {
  id: string;
  viewer: Viewer | null;
  locale: Locale;
  now: Date;
  denied: Denials;
}

/** The id of the HTTP request under way, for errors that are told before a `GraphRequest` exists. */
export const currentRequestId = new AsyncLocalStorage<string>();
