import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLDataSource } from '@apollo/gateway';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFigures } from './figures.ts';
import { createInternalHttp } from './internal.ts';
import { openTraces, traceRequests } from './traces.ts';

const dashboard: unknown = JSON.parse(
  readFileSync(new URL('../../docs/dashboard.json', import.meta.url), 'utf8'),
);

/** The lines of the figure, without its explanation. */
const linesOf = async (name: string, figures: ReturnType<typeof openFigures>) =>
  (await figures.registry.getSingleMetricAsString(name)).split('\n').filter((line) => /^\w/.test(line));

describe('figures', () => {
  it('count requests by the path as declared and by status, and those under way', async () => {
    const figures = openFigures();
    const app = Fastify();
    figures.watchHttp(app);
    app.get('/r/:id', async () => {
      expect(await linesOf('cograph_http_requests_in_flight', figures)).toEqual([
        'cograph_http_requests_in_flight 1',
      ]);
      return 'found';
    });
    await app.inject('/r/eqp_1');
    await app.inject('/r/eqp_2');
    await app.inject('/secret-path');
    const counts = (await linesOf('cograph_http_request_seconds', figures)).filter((line) =>
      /_count/.test(line),
    );
    expect(counts).toEqual([
      'cograph_http_request_seconds_count{path="/r/:id",status="200"} 2',
      'cograph_http_request_seconds_count{path="none",status="404"} 1',
    ]);
    expect(await linesOf('cograph_http_requests_in_flight', figures)).toEqual([
      'cograph_http_requests_in_flight 0',
    ]);
    await app.close();
  });

  it('time each fetch under its subgraph and outcome, and change nothing of it', async () => {
    const figures = openFigures();
    const failure = new Error('down');
    const answers: Record<string, () => Promise<object>> = {
      good: () => Promise.resolve({ data: {} }),
      partly: () => Promise.resolve({ data: {}, errors: [] }),
      down: () => Promise.reject(failure),
    };
    const sources = Object.fromEntries(
      Object.entries(answers).map(([name, process]) => [name, { process } as GraphQLDataSource]),
    );
    const timed = figures.timed(sources);
    const ask = (name: string) => timed[name]!.process({} as never);
    expect(await ask('good')).toEqual({ data: {} });
    expect(await ask('partly')).toEqual({ data: {}, errors: [] });
    await expect(ask('down')).rejects.toBe(failure);
    const counts = (await linesOf('cograph_fetch_seconds', figures)).filter((line) => /_count/.test(line));
    expect(counts).toEqual([
      'cograph_fetch_seconds_count{subgraph="good",outcome="ok"} 1',
      'cograph_fetch_seconds_count{subgraph="partly",outcome="errors"} 1',
      'cograph_fetch_seconds_count{subgraph="down",outcome="failed"} 1',
    ]);
  });

  it('are told at /internal/metrics and nowhere else', async () => {
    const app = createInternalHttp(openFigures().registry);
    const told = await app.inject('/internal/metrics');
    expect([told.statusCode, told.headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(told.body).toContain('cograph_nodejs_eventloop_lag_seconds');
    expect((await app.inject('/graphql')).statusCode).toBe(404);
    await app.close();
  });
});

describe('the dashboard', () => {
  it('asks only for figures that exist', async () => {
    const told = await openFigures().registry.getMetricsAsJSON();
    const names = told.map(({ name }) => name);
    const asked = JSON.stringify(dashboard).match(/cograph_[a-z0-9_]+/g) ?? [];
    expect(asked.length).toBe(10);
    expect(asked.filter((name) => !names.includes(name.replace(/_(count|bucket|sum)$/, '')))).toEqual([]);
  });
});

describe('traces', () => {
  const received: string[] = [];
  let collector: Server;
  beforeAll(async () => {
    collector = createServer((request, response) => {
      let body = '';
      request.on('data', (bytes: Buffer) => (body += bytes.toString('latin1')));
      request.on('end', () => {
        received.push(`${request.url} ${body}`);
        response.end();
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => collector.close());

  it('are not recorded unless an address is configured', async () => {
    expect(await openTraces({})).toBe(null);
  });

  it('reach the collector in the trace the sender began, without what was asked', async () => {
    const { port } = collector.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}`;
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = address;
    const end = await openTraces(process.env);
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    const app = Fastify();
    traceRequests(app);
    app.post('/graphql', () => 'answered');
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { traceparent },
      payload: { query: 'secret' },
    });
    await app.close();
    await end?.();
    expect(received).toHaveLength(1);
    const [sent] = received;
    expect(sent).toMatch(/^\/v1\/traces /);
    expect(sent).toContain('POST /graphql');
    expect(sent).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(sent).not.toContain('secret');
  });
});
