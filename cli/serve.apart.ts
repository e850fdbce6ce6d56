import { existsSync } from 'node:fs';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from 'pino';
import { type Database, openDatabase } from '../db/client.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { SupergraphFile } from '../gateway/execute/supergraph-file.ts';
import { localSources } from '../gateway/local-source.ts';
import { createGatewayKey, type KeyFiles, readPrivateKey } from '../gateway/remote/gateway-key.ts';
import { openSigner } from '../schema/viewer-token.ts';
import { rooms, schemas } from './rooms.ts';
import { AskedWrongly, servingTimes, type Settings } from './settings.ts';

/** Answers from what the gateway alone knows, so that it always runs in its process. */
const gatewaysOwn = ['door'];

/** A gateway without, or with only some, subgraphs in its own process. */
export interface Apart {
  /** Addresses by the name of the subgraph. */
  remotes: Record<string, string>;
  /** Whether the others run in this process. */
  isLocal: boolean;
}

/** Reads `--remote NAME=URL …`. Every subgraph must be named unless the others may run here. */
export function readRemotes(texts: readonly string[], isLocal: boolean): Apart {
  const remotes = Object.fromEntries(texts.map(readRemote));
  const missing = Object.keys(rooms).filter((name) => !(name in remotes) && !gatewaysOwn.includes(name));
  if (missing.length > 0 && !isLocal) {
    throw new AskedWrongly(
      `Say with --remote NAME=URL where to find ${missing.join(', ')}, or with --local that they run here.`,
    );
  }
  return { remotes, isLocal };
}

function readRemote(text: string): [string, string] {
  const [, name = '', url = ''] = /^([a-z]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (!URL.canParse(url))
    throw new AskedWrongly(`"${text}" is not NAME=URL, such as actors=http://HOST:4101 .`);
  if (!(name in rooms) || gatewaysOwn.includes(name)) {
    throw new AskedWrongly(`"${name}" is no subgraph that can run apart.`);
  }
  return [name, url];
}

/** The names of the subgraphs that run in this process. */
export const localNames = (apart: Apart | null): string[] =>
  Object.keys(rooms).filter((name) => !apart || !(name in apart.remotes));

/** Where each subgraph is asked, and what ends the connections to those elsewhere. */
export async function openSources(
  settings: Settings,
  apart: Apart | null,
  database: Database,
  log: Logger,
): Promise<{ sources: Record<string, GraphQLDataSource>; close: () => Promise<void> }> {
  const local = Object.fromEntries(localNames(apart).map((name) => [name, schemas[name]!]));
  const sources = localSources(local, database, log);
  if (!apart) return { sources, close: () => Promise.resolve() };
  await ensureKey(settings);
  // What it speaks HTTP with need not be read where nothing is apart.
  const { remoteSource } = await import('../gateway/remote/remote-source.ts');
  const sign = await openSigner(readPrivateKey(settings.gatewayKey.privateFile));
  const remotes = Object.entries(apart.remotes).map(
    ([name, url]) => [name, remoteSource({ name, url, sign, log })] as const,
  );
  return {
    sources: { ...sources, ...Object.fromEntries(remotes) },
    close: async () => void (await Promise.all(remotes.map(([, source]) => source.close()))),
  };
}

/** In development whoever starts first makes the key; in production a person does. */
export async function ensureKey({ gatewayKey, isProduction }: Settings): Promise<void> {
  if (!isProduction && !existsSync(gatewayKey.privateFile)) await createGatewayKey(gatewayKey);
}

/** Opens the database that several processes share. None of them migrates: that is done once, before. */
export async function openShared(
  { databaseUrl: url }: Settings,
  opening?: Promise<Database>,
): Promise<Database> {
  if (!url) {
    throw new AskedWrongly('Apart needs DATABASE_URL: an embedded database belongs to one process.');
  }
  const database = await (opening ?? openDatabase({ url, ...servingTimes }));
  const pending = await pendingMigrations(database).catch(() => []);
  if (pending.length === 0) return database;
  await database.close();
  throw new Error(`The database lacks ${pending.length} migrations. Run \`cograph migrate\` first.`);
}

/** A supergraph that is taken again when its file changes, and on SIGHUP where nothing can be watched. */
export function watchSupergraph(
  path: string,
  log: Logger,
): { file: SupergraphFile; stop: () => Promise<void> } {
  const file = new SupergraphFile(path, log);
  const takeAgain = () => void file.reload();
  process.on('SIGHUP', takeAgain);
  const stop = () => {
    process.off('SIGHUP', takeAgain);
    file.close();
    return Promise.resolve();
  };
  return { file, stop };
}

/** `cograph gateway-key create`: prints where both halves are, then the new key's id. */
export async function gatewayKeyCommand(files: KeyFiles, { dryRun = false }): Promise<void> {
  const kid = dryRun ? null : await createGatewayKey(files);
  process.stdout.write(`for the gateway alone   ${files.privateFile}\n`);
  process.stdout.write(`for the subgraphs       ${files.publicFile}\n`);
  process.stdout.write(`${JSON.stringify({ created: kid })}\n`);
}
