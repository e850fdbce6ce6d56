import { createHash } from 'node:crypto';
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Context } from './context.ts';
import { malformed } from './errors.ts';

/** What a client writes to ask for a page. */
export interface PageArgs {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** Which list a page is of. A cursor of one list, filter, order or parent is refused in every other. */
export interface ListIdentity {
  list: string;
  parent?: string;
  filter?: unknown;
  order: string;
}

/** A page as a store reads it: plain values, so that siblings under a list share one statement. */
export interface PageRequest {
  size: number;
  isBackwards: boolean;
  /** The sort key of the row beyond which the page begins, or null for the first page. */
  beyond: string[] | null;
}

/** How a list is sorted: columns that together are unique, all in one direction, and their values in a
 *  row. */
export interface Order<Row> {
  columns: readonly SQLWrapper[];
  isDescending: boolean;
  keyOf: (row: Row) => string[];
}

/** One page of rows with what a connection tells about it. */
export interface Page<Row> {
  rows: Row[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  cursorOf: (row: Row) => string;
  /** Counted only when a client asks. */
  count: () => Promise<number>;
}

/** How many rows come where a client does not say. */
export const sizeDefault = 20;
/** The largest page: nobody, and signed in. */
export const sizesMax = { nobody: 50, signedIn: 100 } as const;

/** Reads one page: checks the arguments, lets the store fetch by keyset, and counts only when a client
 *  asks. */
export async function readPage<Row>(
  context: Context,
  args: PageArgs,
  identity: ListIdentity,
  order: Order<Row>,
  read: { rows: (request: PageRequest) => Promise<Row[]>; count: () => Promise<number> },
): Promise<Page<Row>> {
  const request = readPageArgs(context, args, identity, order.columns.length);
  return toPage(await read.rows(request), request, order, identity, read.count);
}

/** Checks the paging arguments; everything wrong with them is a malformed request that says the way out. */
function readPageArgs(
  context: Context,
  args: PageArgs,
  identity: ListIdentity,
  keyParts: number,
): PageRequest {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw malformed('Ask for `first` or for `last`, not for both.');
  const isBackwards = last != null;
  if (isBackwards && after != null) throw malformed('`after` goes with `first`; with `last` use `before`.');
  if (!isBackwards && before != null) throw malformed('`before` goes with `last`; with `first` use `after`.');
  const size = last ?? first ?? sizeDefault;
  const [word, most] = [isBackwards ? 'last' : 'first', context.viewer ? sizesMax.signedIn : sizesMax.nobody];
  if (size < 0) throw malformed(`\`${word}\` is ${size}; it must be 0 or more.`);
  if (size > most) {
    const wayOut = context.viewer
      ? 'Ask for pages.'
      : `Ask for pages, or sign in for up to ${sizesMax.signedIn}.`;
    throw malformed(`\`${word}\` is ${size}; at most ${most} rows come at once. ${wayOut}`);
  }
  const cursor = isBackwards ? before : after;
  return { size, isBackwards, beyond: cursor == null ? null : readCursor(cursor, identity, keyParts) };
}

/** The keyset part of a statement: start beyond the cursor, in order, one row more than asked to know what
 *  follows. */
export function keyset<Row>({ size, isBackwards, beyond }: PageRequest, order: Order<Row>) {
  const values = beyond && beyond.map((value) => sql`${value}`);
  return { ...beyondInOrder(order, isBackwards, values), limit: size + 1 };
}

/** What the text of a page's statement depends on. */
export interface PageShape {
  isBackwards: boolean;
  isFirst: boolean;
}
export const pageShape = ({ isBackwards, beyond }: PageRequest): PageShape => ({
  isBackwards,
  isFirst: beyond === null,
});

/** The keyset part of a statement that is prepared by shape; `pageValues` fills its places. */
export function keysetPlaces<Row>({ isBackwards, isFirst }: PageShape, order: Order<Row>) {
  const values = order.columns.map((_column, at) => sql`${sql.placeholder(`beyond${at}`)}`);
  return {
    ...beyondInOrder(order, isBackwards, isFirst ? null : values),
    limit: sql.placeholder('pageLimit'),
  };
}

export const pageValues = ({ size, beyond }: PageRequest): Record<string, unknown> => ({
  pageLimit: size + 1,
  ...Object.fromEntries((beyond ?? []).map((value, at) => [`beyond${at}`, value])),
});

function beyondInOrder<Row>(order: Order<Row>, isBackwards: boolean, beyond: SQL[] | null) {
  const isDescending = order.isDescending !== isBackwards;
  const columns = sql.join([...order.columns], sql`, `);
  const values = beyond && sql.join(beyond, sql`, `);
  const where: SQL | undefined = values
    ? isDescending
      ? sql`(${columns}) < (${values})`
      : sql`(${columns}) > (${values})`
    : undefined;
  const orderBy = order.columns.map((column) => (isDescending ? sql`${column} desc` : sql`${column} asc`));
  return { where, orderBy };
}

function toPage<Row>(
  found: Row[],
  { size, isBackwards, beyond }: PageRequest,
  order: Order<Row>,
  identity: ListIdentity,
  count: () => Promise<number>,
): Page<Row> {
  const rows = found.slice(0, size);
  const [hasMore, cameFrom] = [found.length > size, beyond !== null];
  if (isBackwards) rows.reverse();
  return {
    rows,
    hasNextPage: isBackwards ? cameFrom : hasMore,
    hasPreviousPage: isBackwards ? hasMore : cameFrom,
    cursorOf: (row) => writeCursor(identity, order.keyOf(row)),
    count,
  };
}

function writeCursor(identity: ListIdentity, key: string[]): string {
  return Buffer.from(JSON.stringify([markOf(identity), ...key])).toString('base64url');
}

function readCursor(cursor: string, identity: ListIdentity, keyParts: number): string[] {
  const parts = parsed(cursor);
  const notOurs = 'This cursor is not one of ours. Take it from `pageInfo` or an edge of this list.';
  if (!parts) throw malformed(notOurs);
  const [mark, ...key] = parts;
  if (mark !== markOf(identity)) {
    throw malformed('This cursor belongs to another list, filter or order. Start again without it.');
  }
  if (key.length !== keyParts) throw malformed(notOurs);
  return key;
}

function parsed(cursor: string): string[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // A text with a zero character would be refused by the database, as a fault of ours.
    const isText = (part: unknown) => typeof part === 'string' && !part.includes('\0');
    return Array.isArray(parts) && parts.length > 1 && parts.every(isText) ? (parts as string[]) : null;
  } catch {
    return null;
  }
}

const markOf = ({ list, parent = '', filter = null, order }: ListIdentity) =>
  createHash('sha256')
    .update(JSON.stringify([list, parent, filter, order]))
    .digest('base64url')
    .slice(0, 12);
