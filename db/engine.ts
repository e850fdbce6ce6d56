/** Runs one statement. Rows come as arrays for `all`, as objects for `execute`. Booleans, small integers
 *  and floats  come as JavaScript has them, lists as arrays of such values, all else as PostgreSQL's text. */
export type Run = (sql: string, params: unknown[], method: 'all' | 'execute') => Promise<{ rows: unknown[] }>;

/** Runs any number of statements sent as one text, and gives the rows of all of them as objects. */
export type RunScript = (sql: string) => Promise<unknown[]>;

/** What an engine must do for `db/client.ts`, which never asks for more at once than there are
 *  connections. */
export interface Engine {
  readonly name: 'pglite' | 'postgres';
  /** How many reads and transactions can run at once. */
  readonly connections: number;
  /** How many statements of jobs can run beside them; 0 means they take one of the connections. */
  readonly jobConnections: number;
  readonly read: Run;
  transaction<T>(work: (run: Run) => Promise<T>, statementTimeoutMs?: number): Promise<T>;
  /** One connection that may write, for as long as the work takes. */
  session<T>(work: (run: RunScript) => Promise<T>): Promise<T>;
  /** With values one statement, without them any number; never leaves a transaction open. */
  job(sql: string, values: unknown[]): Promise<{ rows: unknown[] }>;
  listen(channel: string, wake: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Types whose values both engines hand over as text: int8, json, jsonb, numeric, dates, times and
 *  intervals. */
export const textTypes = [20, 114, 3802, 1700, 1082, 1083, 1114, 1184, 1186, 1266];

/** A parameter as the wire takes it: lists as array literals, moments as ISO 8601, other objects as JSON. */
export function toWire(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return `{${value.map(toElement).join(',')}}`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function toElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return `{${value.map(toElement).join(',')}}`;
  return `"${String(toWire(value)).replace(/(["\\])/g, '\\$1')}"`;
}

/** The types of lists, each with the type of its items. */
export const listTypes: Readonly<Record<number, number>> = {
  ...{ 1000: 16, 1005: 21, 1007: 23, 1016: 20, 1021: 700, 1022: 701, 1231: 1700 },
  ...{ 1002: 18, 1003: 19, 1009: 25, 1014: 1042, 1015: 1043, 2951: 2950, 271: 5069 },
  ...{ 199: 114, 3807: 3802, 1182: 1082, 1183: 1083, 1115: 1114, 1185: 1184, 1187: 1186 },
};

const listTokens = /[{}]|"(?:[^"\\]+|\\.)*"|[^{},"]+/gs;

/** Reads PostgreSQL's text of a list. Our own, because driver and drizzle read a missing item as the word
 *  NULL. */
export function readList(text: string, readItem: (text: string) => unknown): unknown[] {
  const root: unknown[][] = [];
  const open: unknown[][] = [root];
  // Before the first brace stand the bounds of a list that does not begin at 1.
  for (const [token] of text.slice(text.indexOf('{')).matchAll(listTokens)) {
    const list = open.at(-1)!;
    if (token === '{') {
      const inner: unknown[] = [];
      list.push(inner);
      open.push(inner);
    } else if (token === '}') open.pop();
    else if (token.startsWith('"')) list.push(readItem(token.slice(1, -1).replace(/\\(.)/gs, '$1')));
    else list.push(token === 'NULL' ? null : readItem(token));
  }
  return root[0] ?? [];
}
