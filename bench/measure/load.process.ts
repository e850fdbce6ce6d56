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

/** As a load balancer does it that knows nothing of anybody's work: each address gets as many connections. */
async function run({ urls, connections, seconds, requests }: LoadOrder): Promise<LoadReport> {
  const times: number[] = [];
  let client = 0;
  const ask = (url: string, connections: number) =>
    new Promise<Omit<LoadReport, 'p50Ms' | 'p99Ms'>>((resolve, reject) => {
      let answered = 0;
      const load = autocannon(
        {
          url,
          connections,
          duration: seconds,
          requests,
          // Each connection begins elsewhere in the list, or all would ask for the same thing at a time.
          setupClient: (each) => {
            const from = Math.floor((client++ * requests.length) / all);
            each.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
          },
          verifyBody: (body) => body.startsWith('{"data":{') && !body.includes('"errors":'),
        },
        (error, { duration, errors, timeouts, mismatches, non2xx }) => {
          if (error) return reject(error);
          // A time-out is among the errors; an answer with a wrong status may be a wrong body as well.
          const wrong = Math.max(mismatches, non2xx);
          const failed = Math.max(errors + wrong, timeouts);
          resolve({ answered: answered - wrong, failed, seconds: duration });
        },
      );
      load.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) => {
        answered += 1;
        times.push(ms);
      });
    });
  const all = connections;
  const shares = urls.map((_url, at) => Math.floor((connections + urls.length - 1 - at) / urls.length));
  const reports = await Promise.all(
    urls.flatMap((url, at) => (shares[at]! > 0 ? [ask(url, shares[at]!)] : [])),
  );
  const sum = (part: 'answered' | 'failed') => reports.reduce((total, each) => total + each[part], 0);
  const sorted = Float64Array.from(times).sort();
  return {
    ...{ answered: sum('answered'), failed: sum('failed') },
    seconds: Math.max(...reports.map((each) => each.seconds)),
    ...{ p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) },
  };
}
