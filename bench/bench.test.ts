import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultIn } from './agreement.ts';
import type { ContenderName } from './contenders.ts';
import { databaseName } from './dataset/database.ts';
import { cpuBetween, readCpuMs } from './measure/cpu.ts';
import { median, percentile, type Stretch, summarize } from './measure/figures.ts';
import { placeOf, summarizeProfile } from './measure/self-time.ts';
import { messageReader } from './measure/statements.ts';
import { ratio, type Result, type Run, toJson, toMarkdown } from './report.ts';

const stretch = (changes: Partial<Stretch>): Stretch => ({
  ...{ answered: 100, failed: 0, seconds: 1, p50Ms: 5, p99Ms: 9, ownCpuMs: 200, databaseCpuMs: 50 },
  ...changes,
});

describe('figures', () => {
  it('take the value in the middle, whatever the order', () => {
    expect([median([9, 1, 5]), median([4, 1, 2, 100]), median([7])]).toEqual([5, 3, 7]);
    expect(median([])).toBeNaN();
  });

  it('take the percentile by nearest rank', () => {
    const sorted = Array.from({ length: 200 }, (_each, at) => at + 1);
    expect([0.5, 0.99, 0.991, 1].map((share) => percentile(sorted, share))).toEqual([100, 198, 199, 200]);
    expect([percentile([3], 0.99), percentile([], 0.5)]).toEqual([3, NaN]);
  });

  it('are medians of the rounds, with processor time per answer and failures added up', () => {
    const rounds = [
      stretch({ answered: 100, p99Ms: 30, failed: 2 }),
      stretch({ answered: 400, seconds: 2, ownCpuMs: 400, p99Ms: 10 }),
      stretch({ answered: 150, ownCpuMs: 450, failed: 1, p99Ms: 20 }),
    ];
    expect(summarize(rounds)).toEqual({
      requestsPerSecond: 150,
      range: [100, 200],
      p50Ms: 5,
      p99Ms: 20,
      ownCpuMs: 2,
      databaseCpuMs: 1 / 3,
      answered: 650,
      failed: 3,
    });
  });

  it('say nothing of a database that runs elsewhere', () => {
    expect(summarize([stretch({}), stretch({ databaseCpuMs: null })]).databaseCpuMs).toBeNull();
  });
});

describe('processor time', () => {
  it('is read behind a name that holds spaces and brackets', () => {
    const line = '4242 (postgres: a) (b) S 1 4242 4242 0 -1 4194304 900 0 3 0 150 25 0 0 20 0 1 0 99';
    expect(readCpuMs(line, 100)).toBe(1_750);
  });

  it('counts a process that came meanwhile from its beginning, and one that went not at all', () => {
    const before = new Map([...([[1, 100]] as const), ...([[2, 500]] as const)]);
    expect(cpuBetween(before, new Map([...([[1, 130]] as const), ...([[3, 20]] as const)]))).toBe(50);
  });
});

describe('statements', () => {
  it('are told message by message, however the bytes are cut', () => {
    const message = (type: string, body: string) => {
      const size = Buffer.alloc(4);
      size.writeInt32BE(body.length + 4);
      return Buffer.concat([Buffer.from(type), size, Buffer.from(body)]);
    };
    const sent = Buffer.concat([
      message('', 'startup: E and Q in it are no statements'),
      ...[message('P', 'select 1'), message('B', ''), message('E', 'x'), message('S', '')],
      message('Q', 'begin'),
    ]);
    for (const size of [1, 3, 7, sent.length]) {
      const told: string[] = [];
      const read = messageReader((type) => told.push(type));
      for (let at = 0; at < sent.length; at += size) read(sent.subarray(at, at + size));
      expect(told.join('')).toBe('PBESQ');
    }
  });
});

describe('agreement', () => {
  const page = { resources: { edges: [{ node: { id: 'eqp_1', name: { zh: '显微镜', en: null } } }] } };

  it('finds no fault where all say the same in another order of names', () => {
    const other = { resources: { edges: [{ node: { name: { en: null, zh: '显微镜' }, id: 'eqp_1' } }] } };
    expect(faultIn([page, other, structuredClone(page)])).toBeNull();
  });

  it('names the first who differs, and where', () => {
    const other = structuredClone(page);
    other.resources.edges[0]!.node.name.zh = '望远镜';
    expect(faultIn([page, page, other])).toEqual({
      at: 2,
      says: 'says resources.edges.0.node.name.zh = "望远镜", not resources.edges.0.node.name.zh = "显微镜"',
    });
  });

  it('names what one leaves out, and what one says beyond the others', () => {
    const more = { resources: { ...page.resources, pageInfo: { hasNextPage: true } } };
    const at = 'resources.pageInfo.hasNextPage = true';
    expect(faultIn([more, page])).toEqual({ at: 1, says: `says nothing, not ${at}` });
    expect(faultIn([page, more])).toEqual({ at: 1, says: `says more: ${at}` });
  });

  it('refuses an answer that is empty for all', () => {
    const empty = { resources: { edges: [] } };
    expect(faultIn([empty, empty])).toEqual({ at: 0, says: 'finds nothing: {"resources":{"edges":[]}}' });
  });
});

describe('the report', () => {
  const result = (requestsPerSecond: number, failed = 0): Result => ({
    ...{ requestsPerSecond, failed, answered: 1_000, range: [requestsPerSecond, requestsPerSecond] },
    ...{ p50Ms: 1, p99Ms: 2, ownCpuMs: 1, databaseCpuMs: null, statements: 3 },
  });
  const results = (stock: Result): Record<ContenderName, Result> => ({
    ...{ cograph: result(300), perCore: result(390), stock, postgraphile: result(600), bare: result(3_000) },
  });
  const run = (stock: Result): Run => ({
    ...{ command: 'npm run bench', date: 'today', machine: 'one', versions: {}, scale: 'small' },
    ...{ rows: 'few', conditions: 'quiet', compared: 9 },
    operations: [{ name: 'page', title: 'A page', results: results(stock) }],
  });

  it('divides the answers of Cograph by those of another, and gives no ratio where one failed', () => {
    expect([ratio(results(result(150)), 'stock'), ratio(results(result(150, 1)), 'stock')]).toEqual([
      2,
      null,
    ]);
  });

  it('says which target was missed, and who failed', () => {
    const lineOf = (stock: number) => /\| A page \| (.*) \|/.exec(toMarkdown(run(result(stock))))?.[1];
    expect(lineOf(150)).toBe('2.00 × | 2.60 × | yes | 0.50 × | 0.10 × | 1.00 ×');
    expect(lineOf(250)).toBe('1.20 × | 1.56 × | by a process per core | 0.50 × | 0.10 × | 1.00 ×');
    expect(lineOf(300)).toBe('1.00 × | 1.30 × | **no** | 0.50 × | 0.10 × | 1.00 ×');
    expect(toMarkdown(run(result(150, 7)))).toContain('; **7 of 1007 failed** |');
    expect(JSON.parse(toJson(run(result(250)), 'f'))).toMatchObject({
      ...{ ratios: { page: 1.2 }, perCore: { page: 1.56 }, below: ['page'], failed: [] },
    });
    expect(JSON.parse(toJson(run(result(150, 7)), 'f'))).toMatchObject({
      ...{ ratios: { page: null }, below: [], failed: ['stock page'] },
    });
  });
});

describe('the profile', () => {
  it('adds up what was sampled between two moments, without waiting', () => {
    const node = (id: number, functionName: string, url: string) => ({
      id,
      callFrame: { functionName, url },
    });
    const profile = {
      nodes: [
        node(1, '(idle)', ''),
        node(2, 'execute', 'file:///x/node_modules/graphql/execution/execute.mjs'),
        node(3, 'process', 'file:///x/gateway/local-source.ts'),
      ],
      startTime: 1_000,
      samples: [2, 2, 1, 3, 2],
      timeDeltas: [0, 1_000, 4_000, 2_000, 9_000],
    };
    expect(summarizeProfile(profile, 1_500, 9_000)).toEqual({
      busyMs: 3,
      places: [
        ['gateway/local-source.ts', 2],
        ['graphql', 1],
      ],
      functions: [
        ['process, gateway/local-source.ts', 2],
        ['execute, graphql', 1],
      ],
    });
  });

  it('knows packages with a scope, packages within packages, and the parts of Node', () => {
    expect([
      placeOf('file:///x/node_modules/@apollo/gateway/dist/index.js', 'run'),
      placeOf('file:///x/node_modules/a/node_modules/b/index.js', 'run'),
      placeOf('node:internal/streams/writable', 'write'),
      placeOf('', '(garbage collector)'),
      placeOf('', 'writev'),
    ]).toEqual(['@apollo/gateway', 'b', 'node:streams', '(garbage collector)', '(native)']);
  });
});

describe('the data set', () => {
  it('has a database name of its own for each scale, the same at each run', () => {
    expect(databaseName('small')).toMatch(/^cograph_bench_small_[0-9a-f]{8}$/);
    expect(databaseName('small')).toBe(databaseName('small'));
    expect(databaseName('seed').slice(-8)).toBe(databaseName('small').slice(-8));
  });
});

describe('the command', () => {
  it('explains itself without a database, and refuses a scale it does not know', { timeout: 30_000 }, () => {
    const ask = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), ...args], {
        env: { ...process.env, DATABASE_URL: 'postgres://127.0.0.1:1/none' },
        encoding: 'utf8',
      });
    const help = ask('--help');
    expect([help.status, help.stdout.includes('--scale <scale>')]).toEqual([0, true]);
    const wrong = ask('--scale', 'huge');
    expect([wrong.status, wrong.stderr.includes('small, default, seed')]).toEqual([2, true]);
  });
});
