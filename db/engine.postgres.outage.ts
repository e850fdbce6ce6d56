import { Outage } from '../schema/errors.ts';

const lostCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH'],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED'],
  // Ended by an administrator or a crash, starting up, too many connections, idle for too long in a
  // transaction.
  ...['57P01', '57P02', '57P03', '53300', '25P03'],
]);
const tookTooLong = '57014';

/** The connection of this transaction is gone, and with it all that was not committed. */
export const lost = (cause?: unknown) =>
  new Outage('UNAVAILABLE', 'The database does not answer. Try again in a moment.', cause);

/** Whether the error says that the connection was lost or never made. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? lostCodes.has(code) || code.startsWith('08') : isDriverCrash(error);
}

/** Does the work; an error that says the database is away or too slow becomes an `Outage`. */
export async function outageOrSame<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Outage) throw error;
    if (isLost(error)) throw lost(error);
    if ((error as { code?: unknown }).code === tookTooLong) {
      throw new Outage('OVERLOADED', 'The database took too long. Try again in a moment.', error);
    }
    throw error;
  }
}

/** The driver writes to a socket it has just dropped when a backend dies while the connection is idle. */
const isDriverCrash = (error: unknown) =>
  error instanceof TypeError &&
  /of null \(reading 'write'\)/.test(error.message) &&
  /postgres[\\/].*connection\.js/.test(error.stack ?? '');

let survives = false;

/** Keeps that one crash of the driver from ending the process. Installed once, at the first connection. */
export function surviveDriverCrash(): void {
  if (survives) return;
  survives = true;
  process.on('uncaughtException', (error) => {
    // Any other is a bug of ours: the process ends as it would have, unless someone else listens too.
    if (isDriverCrash(error) || process.listenerCount('uncaughtException') > 1) return;
    console.error(error);
    process.exit(1);
  });
}
