import { sizesMax } from '../../schema/page.ts';
import type { Caller } from '../request.ts';

/** How much one request may ask. docs/limits.md says what each figure counts. */
export interface Figures {
  bodyBytes: number;
  tokens: number;
  directives: number;
  nesting: number;
  selections: number;
  depth: number;
  introspectionDepth: number;
  introspections: number;
  rootFields: number;
  aliases: number;
  repeats: number;
  pageSize: number;
  cost: number;
}
export type LimitName = keyof Figures;

const nobody: Figures = {
  bodyBytes: 32_000,
  tokens: 1_000,
  directives: 5,
  nesting: 60,
  selections: 1_000,
  depth: 8,
  introspectionDepth: 15,
  introspections: 2,
  rootFields: 10,
  aliases: 15,
  repeats: 50,
  pageSize: sizesMax.nobody,
  cost: 5_000,
};

/** What somebody known may ask: the largest figures there are, but for a catalogue that is pushed. */
export const signedIn: Figures = {
  ...nobody,
  bodyBytes: 100_000,
  tokens: 2_000,
  selections: 2_000,
  depth: 10,
  rootFields: 20,
  pageSize: sizesMax.signedIn,
  cost: 20_000,
};

/** The largest body anybody may send: a part of a catalogue, with a key for it. */
export const bodyBytesMax = 2_000_000;

/** The figures this caller is held to. */
export function figuresOf({ kind, viewer, scopes }: Caller): Figures {
  if (kind === 'NOBODY') return nobody;
  return {
    ...signedIn,
    bodyBytes: scopes?.includes('push-catalogue') ? bodyBytesMax : signedIn.bodyBytes,
    // A key that only reads what everybody may read is nobody to the stores, which bound their pages too.
    pageSize: viewer ? signedIn.pageSize : nobody.pageSize,
  };
}
