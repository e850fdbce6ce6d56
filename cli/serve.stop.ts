import type { Logger } from 'pino';

const stopMsMax = 10_000;

/** Ends well on SIGTERM and SIGINT: what is in flight is finished, within bounds. */
export function stopOnSignals(stop: () => Promise<void>, log: Logger): void {
  let isStopping = false;
  const end = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'Stopping.');
    const timer = setTimeout(() => process.exit(1), stopMsMax);
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'Stopping failed.');
        clearTimeout(timer);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
