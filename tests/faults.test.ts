import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemas } from '../cli/rooms.ts';
import { defaultLine } from '../gateway/remote/line.ts';
import { remoteSource } from '../gateway/remote/remote-source.ts';
import { defaultTimes } from '../gateway/times.ts';
import { type Apart, openApart } from './kit/apart.ts';
import { type Faulty, faults, openFaulty, secrets } from './kit/faulty.ts';
import { type Answer, type Graph, openGraph } from './kit/graph.ts';
import { freePort } from './kit/postgres.ts';
import { size } from './kit/size.ts';

const isProof = size(0, 1) === 1;
/** Shortened while working, so that a hang costs a moment; the proof waits as long as a client would. */
const times = isProof ? defaultTimes : { readMs: 400, writeMs: 800, requestMs: 1_000 };
const waitMsMax = isProof ? 6_500 : 1_500;
const silent = pino({ level: 'silent' });

const first = '01 first question';
/** What the public asks most; `beside` names the root field of a subgraph that stays healthy. */
const operations: Record<string, string> = {
  [first]: `{
    projects(first: 1) { edges { node { title { en } participations(first: 2) { edges { node { role actor {
      name { en }
      resources(first: 2) { edges { node { name { en } metric(key: METADATA_COMPLETE_SHARE) { value } } } }
    } } } } } } }
    beside: metricDefinitions { key }
  }`,
  '02 list': `{ resources(first: 5) { totalCount edges { node { name { zh en } provider { name { en } } } } }
    beside: metricDefinitions { key } }`,
  '03 search': `{ resources(filter: { text: "色谱", region: "420500" }, orderBy: NAME) {
    edges { node { ... on Equipment { serialNumber } sharing } } } beside: metricDefinitions { key } }`,
  '04 by id': `query ($id: ID!) { resource(id: $id) { name { en } provider { name { en } } } beside: metricDefinitions { key } }`,
  '05 node': `query ($id: ID!) { node(id: $id) { id ... on Resource { name { en } } } beside: metricDefinitions { key } }`,
};

let graph: Graph;
let healthy: Apart;
let faulty: Faulty;
let variables: { id: string };
beforeAll(async () => {
  graph = await openGraph({ isApart: false });
  await graph.seedRegion();
  healthy = await openApart(schemas, graph.database, silent);
  faulty = await openFaulty(healthy.urls['resources']!);
  const { resources } = await graph.read<{ resources: { edges: { node: { id: string } }[] } }>(
    '{ resources(first: 1) { edges { node { id } } } }',
  );
  variables = { id: resources.edges[0]!.node.id };
});
afterAll(async () => {
  await faulty?.[Symbol.asyncDispose]();
  await healthy?.[Symbol.asyncDispose]();
  await graph?.[Symbol.asyncDispose]();
});

/** A graph whose `resources` is asked through the faulty server, or at a port where nothing listens. */
async function openSpoilt(url = faulty.url, line = defaultLine) {
  const source = remoteSource({ name: 'resources', url, sign: healthy.sign, log: silent, times, line });
  const spoilt = await openGraph({ sources: { ...healthy.sources, resources: source }, beside: graph });
  return {
    ask: (query: string) => spoilt.ask<Record<string, unknown>>(query, { variables, mayBlank: true }),
    logged: spoilt.logged,
    async [Symbol.asyncDispose]() {
      await spoilt[Symbol.asyncDispose]();
      await source.close();
    },
  };
}

/** Whether it is an answer as GraphQL defines one. */
function assertIsGraphql({ data, errors, body }: Answer): void {
  expect(
    Object.keys(JSON.parse(body) as object).every((key) => ['data', 'errors', 'extensions'].includes(key)),
  ).toBe(true);
  if (data === null) expect(errors).not.toHaveLength(0);
  for (const { message, extensions } of errors ?? []) {
    expect(message).toEqual(expect.any(String));
    expect(['UNAVAILABLE', 'INTERNAL']).toContain(extensions?.['code']);
    expect(Object.keys(extensions ?? {}).sort()).toEqual(['code', 'requestId']);
  }
}

describe('a subgraph that fails', () => {
  const asked = Object.entries(operations).slice(0, size(2, 9));
  it.each(['down', ...Object.keys(faults)])(
    'by %s costs its own fields, and tells nothing',
    async (fault) => {
      faulty.fault = fault;
      const url = fault === 'down' ? `http://127.0.0.1:${await freePort()}` : faulty.url;
      await using spoilt = await openSpoilt(url);
      for (const [name, query] of asked) {
        const { data: whole } = await graph.ask<Record<string, unknown>>(query, { variables });
        const startedMs = performance.now();
        const answer = await spoilt.ask(query);
        const tookMs = performance.now() - startedMs;
        assertIsGraphql(answer);
        expect([name, answer.data?.['beside']]).toEqual([name, whole?.['beside']]);
        expect([name, answer.errors?.length ?? 0]).not.toEqual([name, 0]);
        expect(answer.body).not.toMatch(secrets);
        expect(tookMs).toBeLessThan(waitMsMax);
        if (name === first) expect(titlesOf(answer.data)).toEqual(titlesOf(whole));
      }
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      faulty.fault = null;
    },
  );

  it('and recovers answers whole again, as soon as its rest is over', async () => {
    faulty.fault = 'reset';
    await using spoilt = await openSpoilt(faulty.url, { ...defaultLine, failuresMax: 3, restMs: 100 });
    const query = operations['02 list']!;
    const { data: whole } = await graph.ask(query);
    for (let turn = 0; turn < 5; turn += 1) await spoilt.ask(query);
    faulty.fault = null;
    await expect.poll(async () => (await spoilt.ask(query)).data, { timeout: 5_000 }).toEqual(whole);
  });

  it('is left alone after some failures, and asked at most 1.1 times as often as it is needed', async () => {
    faulty.fault = 'reset';
    const query = '{ resources(first: 1) { totalCount } }';
    const rounds = size(60, 400);
    await using patient = await openSpoilt(faulty.url, { ...defaultLine, failuresMax: 10_000 });
    faulty.calls = 0;
    for (let turn = 0; turn < rounds; turn += 1) await patient.ask(query);
    expect(faulty.calls).toBeGreaterThan(rounds);
    expect(faulty.calls).toBeLessThanOrEqual(rounds * 1.1);
    await using careful = await openSpoilt(faulty.url, { ...defaultLine, failuresMax: 10, restMs: 60_000 });
    faulty.calls = 0;
    for (let turn = 0; turn < rounds; turn += 1) await careful.ask(query);
    expect(faulty.calls).toBeLessThanOrEqual(11);
    faulty.fault = null;
  });

  it('hears a read that was reset twice, and a mutation once', async () => {
    const line = { ...defaultLine, failuresMax: 1_000 };
    const { sign } = healthy;
    const source = remoteSource({ name: 'resources', url: faulty.url, sign, log: silent, times, line });
    const calls = async (query: string) => {
      const before = faulty.calls;
      // A request of its own each, with all its time.
      const context = { id: 'r', viewer: null, locale: 'en', now: new Date() };
      const told = await source.process({ request: { query }, context } as never).catch(String);
      return [faulty.calls - before, told];
    };
    const read = 'A part of the graph does not answer. Try again in a moment.';
    const change =
      'A part of the graph did not answer. The change may have been made or not: look before you repeat it.';
    faulty.fault = 'html';
    for (let turn = 0; turn < 30; turn += 1) expect(await calls('{ a }')).toEqual([1, read]);
    faulty.fault = 'reset';
    expect(await calls('mutation { a }')).toEqual([1, change]);
    expect(await calls('{ a }')).toEqual([2, read]);
    expect(await calls('mutation { a }')).toEqual([1, change]);
    faulty.fault = null;
    await source.close();
  });

  it('with huge answers costs at most 50 MB', async () => {
    faulty.fault = 'huge';
    await using spoilt = await openSpoilt();
    const query = '{ resources(first: 1) { totalCount } }';
    await spoilt.ask(query);
    const before = process.memoryUsage().rss;
    for (let turn = 0; turn < size(3, 9); turn += 1) await spoilt.ask(query);
    const grownMb = (process.memoryUsage().rss - before) / 1_000_000;
    console.log(`huge answers: ${Math.round(grownMb)} MB more`);
    expect(grownMb).toBeLessThan(50);
    faulty.fault = null;
  });
});

function titlesOf(data: Record<string, unknown> | null): unknown {
  const { projects } = data as { projects: { edges: { node: { title: unknown } }[] } | null };
  return projects?.edges.map(({ node }) => node.title);
}
