import type { Figures } from '../gateway/watch/figures.ts';
import { openTraces } from '../gateway/watch/traces.ts';
import type { Settings } from './settings.ts';

/** What an operator sees of a process. */
export interface Watch {
  /** Null where no port to tell them is configured. */
  figures: Figures | null;
  isTracing: boolean;
  stop: () => Promise<void>;
}

/** Begins to count where `INTERNAL_PORT` is set, and to trace where OpenTelemetry's own variables say so.
 *  Figures answer on a port of their own, which stays inside the operator's network. */
export async function openWatch({ internalPort, isProduction }: Settings): Promise<Watch> {
  const endTraces = await openTraces(process.env);
  if (internalPort === null) {
    return { figures: null, isTracing: endTraces !== null, stop: async () => endTraces?.() };
  }
  const [{ openFigures }, { createInternalHttp }] = await Promise.all([
    import('../gateway/watch/figures.ts'),
    import('../gateway/watch/internal.ts'),
  ]);
  const figures = openFigures();
  const app = createInternalHttp(figures.registry);
  await app.listen({ port: internalPort, host: isProduction ? '0.0.0.0' : '127.0.0.1' });
  const stop = async () => {
    await app.close();
    await endTraces?.();
  };
  return { figures, isTracing: endTraces !== null, stop };
}
