import { resolve } from 'node:path';
import pino, { type Logger } from 'pino';

/** What the environment may say. Everything has a default, so that nothing needs to be said. */
export interface Settings {
  port: number;
  /** Folder of the embedded database and of the development issuer's key. */
  dataDir: string;
  /** PostgreSQL; without it the database is embedded. */
  databaseUrl: string | undefined;
  isProduction: boolean;
}

/** Wrong use of the command line or the environment: exit 2 with this sentence. */
export class AskedWrongly extends Error {}

/** Reads the environment; a value that cannot be used is refused with the way out. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(env['PORT'] || 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AskedWrongly(`PORT is "${env['PORT']}"; it must be a whole number from 0 to 65535.`);
  }
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
  return {
    port,
    dataDir: resolve(env['DATA_DIR'] || '.data'),
    databaseUrl,
    isProduction: env['NODE_ENV'] === 'production',
  };
}

/** Structured logs, one JSON line each, on standard error: what a command answers on standard output stays
 *  clean. */
export function openLog(isProduction: boolean, env: NodeJS.ProcessEnv = process.env): Logger {
  const level = env['LOG_LEVEL'] || (isProduction ? 'info' : 'warn');
  const levels = [...Object.keys(pino.levels.values), 'silent'];
  if (!levels.includes(level)) {
    throw new AskedWrongly(`LOG_LEVEL is "${level}"; it is one of ${levels.join(', ')}.`);
  }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
