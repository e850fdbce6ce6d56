// Asks, in a process of its own: what it costs to ask must not be taken from whoever answers.
import autocannon from 'autocannon';
import { percentile } from './figures.ts';
import type { LoadOrder, LoadReport } from './load.ts';

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(3);
    },
  );
});

function run({ url, connections, seconds, requests }: LoadOrder): Promise<LoadReport> {
  const times: number[] = [];
  let client = 0;
  return new Promise((resolve, reject) => {
    const load = autocannon(
      {
        url,
        connections,
        duration: seconds,
        requests,
        // Each connection begins elsewhere in the list, or all would ask for the same thing at a time.
        setupClient: (each) => {
          const from = Math.floor((client++ * requests.length) / connections);
          each.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
        },
        verifyBody: (body) => body.startsWith('{"data":{') && !body.includes('"errors":'),
      },
      (error, { duration, errors, timeouts, mismatches, non2xx }) => {
        if (error) return reject(error);
        const sorted = Float64Array.from(times).sort();
        // A time-out is among the errors; an answer with a wrong status may be a wrong body as well.
        const failed = errors + Math.max(mismatches, non2xx);
        resolve({
          answered: times.length - Math.max(mismatches, non2xx),
          failed: Math.max(failed, timeouts),
          seconds: duration,
          p50Ms: percentile(sorted, 0.5),
          p99Ms: percentile(sorted, 0.99),
        });
      },
    );
    load.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) => times.push(ms));
  });
}
