import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pino, { type Logger } from 'pino';
import { errorFacts } from '../db/error-facts.ts';
import { readOrigins } from '../gateway/cors.ts';
import { type DoorSettings, readDoor } from '../gateway/door.ts';
import { type IssuerSettings, readIssuers } from '../gateway/oidc.settings.ts';
import type { KeyFiles } from '../gateway/remote/gateway-key.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';

/** What the environment may say. Everything has a default, so that nothing needs to be said. */
export interface Settings {
  port: number;
  /** Where figures for the operator answer; null: nowhere. */
  internalPort: number | null;
  /** Folder of the embedded database and of the development issuer's key. */
  dataDir: string;
  /** PostgreSQL; without it the database is embedded. */
  databaseUrl: string | undefined;
  isProduction: boolean;
  /** Outside issuers whose tokens are accepted. */
  oidcIssuers: IssuerSettings[];
  /** Sites whose pages may ask from a browser, besides our own. */
  corsOrigins: string[];
  door: DoorSettings;
  /** With which the gateway signs who asks, for subgraphs in other processes. */
  gatewayKey: KeyFiles;
}

/** How long a statement may take in a process that answers clients: a read as long as the gateway waits for
 *  one; what consumers and jobs change, longer. */
export const servingTimes = { statementTimeoutMs: 2_000, transactionTimeoutMs: 30_000 };

/** Wrong use of the command line or the environment: exit 2 with this sentence. */
export class AskedWrongly extends Error {}

/** Reads the environment; a value that cannot be used is refused with the way out. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const port = readPort(env, 'PORT') ?? 4_000;
  const databaseUrl = env['DATABASE_URL'] || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new AskedWrongly(
      'DATABASE_URL must begin with postgres:// ; leave it out for the embedded database.',
    );
  }
  // Several hosts, with commas, are the driver's own form.
  if (databaseUrl && !databaseUrl.includes(',') && !URL.canParse(databaseUrl)) {
    throw new AskedWrongly('DATABASE_URL cannot be read; write postgres://USER:PASSWORD@HOST:PORT/NAME .');
  }
  const isProduction = env['NODE_ENV'] === 'production';
  const dataDir = resolve(env['DATA_DIR'] || '.data');
  return {
    port,
    internalPort: readPort(env, 'INTERNAL_PORT'),
    dataDir,
    databaseUrl,
    isProduction,
    oidcIssuers: orAskedWrongly(() => readIssuers(issuersText(env['OIDC_ISSUERS']), { isProduction })),
    corsOrigins: orAskedWrongly(() => readOrigins(env['CORS_ORIGINS'] ?? '')),
    door: orAskedWrongly(() => readDoor(env)),
    gatewayKey: {
      privateFile: resolve(env['GATEWAY_KEY'] || join(dataDir, 'gateway-key.json')),
      publicFile: resolve(env['GATEWAY_PUBLIC_KEY'] || join(dataDir, 'gateway-key.public.json')),
    },
  };
}

function readPort(env: NodeJS.ProcessEnv, name: string): number | null {
  if (!env[name]) return null;
  const port = Number(env[name]);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new AskedWrongly(`${name} is "${env[name]}"; it must be a whole number from 0 to 65535.`);
}

/** The list itself, or what stands in the file that is named instead of it. */
function issuersText(value: string | undefined): string {
  const text = value?.trim() || '[]';
  if (/^[[{]/.test(text)) return text;
  try {
    return readFileSync(text, 'utf8');
  } catch {
    throw new WrongValue(`OIDC_ISSUERS is neither a JSON list nor a file that can be read: "${text}".`);
  }
}

function orAskedWrongly<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WrongValue ? new AskedWrongly(error.message) : error;
  }
}

/** Structured logs, one JSON line each, on standard error: what a command answers on standard output stays
 *  clean. */
export function openLog(isProduction: boolean, env: NodeJS.ProcessEnv = process.env): Logger {
  const level = env['LOG_LEVEL'] || (isProduction ? 'info' : 'warn');
  const levels = [...Object.keys(pino.levels.values), 'silent'];
  if (!levels.includes(level)) {
    throw new AskedWrongly(`LOG_LEVEL is "${level}"; it is one of ${levels.join(', ')}.`);
  }
  return pino({ ...logOptions, level }, pino.destination(2));
}

/** How lines are written: an error never with the values that a statement was sent with. */
export const logOptions = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: errorFacts },
};
