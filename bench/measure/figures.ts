/** The value in the middle; of an even number the mean of the two. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return sorted.length === 0 ? NaN : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that this share of all do not exceed (nearest rank). Takes a sorted list; NaN of
 *  nothing. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/** What one contender did in one stretch of load. */
export interface Stretch {
  /** Answers that were good. */
  answered: number;
  /** Requests that got an error, an answer with errors, or none. */
  failed: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  /** Processor time of the contender's own processes. */
  ownCpuMs: number;
  /** Of the database's processes that served it; null where the database runs elsewhere. */
  databaseCpuMs: number | null;
}

/** What is told of a contender at one operation: medians over the rounds. */
export interface Summary {
  requestsPerSecond: number;
  /** The slowest and the fastest round. */
  range: [number, number];
  p50Ms: number;
  p99Ms: number;
  ownCpuMs: number;
  databaseCpuMs: number | null;
  /** Over all rounds. */
  answered: number;
  failed: number;
}

/** Sums up the rounds of one contender at one operation; processor time is per answer. */
export function summarize(stretches: readonly Stretch[]): Summary {
  const rates = stretches.map(({ answered, seconds }) => answered / seconds);
  const per = (figure: (stretch: Stretch) => number) =>
    median(stretches.map((stretch) => figure(stretch) / stretch.answered));
  const isLocal = stretches.every(({ databaseCpuMs }) => databaseCpuMs !== null);
  return {
    requestsPerSecond: median(rates),
    range: [Math.min(...rates), Math.max(...rates)],
    p50Ms: median(stretches.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(stretches.map(({ p99Ms }) => p99Ms)),
    ownCpuMs: per(({ ownCpuMs }) => ownCpuMs),
    databaseCpuMs: isLocal ? per(({ databaseCpuMs }) => databaseCpuMs ?? 0) : null,
    answered: stretches.reduce((sum, { answered }) => sum + answered, 0),
    failed: stretches.reduce((sum, { failed }) => sum + failed, 0),
  };
}
