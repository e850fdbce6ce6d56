import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { WrongValue } from '../schema/values/wrong-value.ts';
import type { NewDocument } from './documents.store.ts';

/** A document that cannot be registered, with the reason. */
export interface RefusedDocument {
  name: string;
  reason: string;
}

export interface ReadDocuments {
  documents: NewDocument[];
  refused: RefusedDocument[];
}

interface Found {
  name: string;
  /** The id the client's build gave it, where it did. */
  id: string | null;
  text: string;
}

const idForm = /^[\w:.+/=-]{1,200}$/;
const bytesMax = 100_000;

/** The id that any client can compute. */
export const sha256Id = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Reads a `.graphql` file, a folder of them, or a manifest in JSON, and holds each document to the schema
 *  that clients see. One with an id of its own is kept under that, too. Throws a `WrongValue` where there is
 *  nothing to read. */
export function readDocuments(path: string, schema: GraphQLSchema): ReadDocuments {
  const read: ReadDocuments = { documents: [], refused: [] };
  for (const { name, id, text } of foundIn(path)) {
    const reason = reasonAgainst(text, id, schema);
    if (reason) {
      read.refused.push({ name, reason });
      continue;
    }
    const ids = new Set([sha256Id(text), ...(id === null ? [] : [canonicalId(id)])]);
    for (const each of ids) read.documents.push({ id: each, name, text });
  }
  return read;
}

/** A bare SHA-256 is what Apollo's clients send; here it has its prefix. */
export const canonicalId = (id: string) => (/^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id);

function reasonAgainst(text: string, id: string | null, schema: GraphQLSchema): string | null {
  if (Buffer.byteLength(text) > bytesMax) return `It is longer than ${bytesMax} bytes.`;
  if (id !== null && !idForm.test(id))
    return 'Its id has characters that an address cannot carry, or is too long.';
  if (id !== null && canonicalId(id).startsWith('sha256:') && canonicalId(id) !== sha256Id(text))
    return 'Its id is a SHA-256, but not that of its text.';
  try {
    const [fault] = validate(schema, parse(text, { maxTokens: 20_000 }));
    return fault?.message ?? null;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

function foundIn(path: string): Found[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) throw new WrongValue(`There is no file or folder ${path}.`);
  if (!isFolder) return path.endsWith('.json') ? foundInManifest(path) : [foundInFile(path)];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(graphql|gql)$/.test(name),
  );
  if (names.length === 0) throw new WrongValue(`The folder ${path} has no .graphql file.`);
  return names.sort().map((name) => foundInFile(join(path, name)));
}

const foundInFile = (path: string): Found => ({
  name: basename(path).replace(/\.(graphql|gql)$/, ''),
  id: null,
  text: readFileSync(path, 'utf8'),
});

/** `{ id: text }` as Relay writes it, or Apollo's `{ operations: [{ id, name, body }] }`. */
function foundInManifest(path: string): Found[] {
  const json = parsedManifest(path);
  const { operations } = json;
  if (Array.isArray(operations))
    return operations.map((each: unknown, at) => {
      const { id, name, body } = (each ?? {}) as Record<string, unknown>;
      if (typeof id !== 'string' || typeof body !== 'string')
        throw new WrongValue(`Entry ${at + 1} of ${path} lacks an \`id\` or a \`body\`.`);
      return { id, name: typeof name === 'string' ? name : id, text: body };
    });
  return Object.entries(json).map(([id, text]) => {
    if (typeof text !== 'string') throw new WrongValue(`The entry "${id}" of ${path} is not a text.`);
    return { id, name: /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1] ?? id, text };
  });
}

function parsedManifest(path: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new WrongValue(`${path} is not a manifest: a JSON object of ids and texts, or with \`operations\`.`);
}
