import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SupergraphFile } from '../gateway/execute/supergraph-file.ts';
import { openGraph } from './kit/graph.ts';

const supergraphText = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8');
const silent = pino({ level: 'silent' });
const question = '{ organizations { totalCount } resources { totalCount } metricDefinitions { key } }';

afterEach(() => vi.unstubAllEnvs());

describe('a new supergraph', () => {
  it('is taken without a lost request; what cannot be served changes nothing and is reported', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cograph-supergraph-'));
    const path = join(folder, 'supergraph.graphql');
    const renewed = (word: string) =>
      supergraphText
        .replace('type ViewerMay\n', `"""${word}"""\ntype ViewerMay\n`)
        .replace(/"""[^"]*"""\n(?="""\w+"""\ntype ViewerMay\n)/, '');
    vi.stubEnv('NODE_ENV', 'production');
    writeFileSync(path, supergraphText);
    const file = new SupergraphFile(path, silent);
    try {
      await using graph = await openGraph({ supergraph: file });
      const description = async () =>
        (
          await graph.read<{ __type: { description: string } }>(
            '{ __type(name: "ViewerMay") { description } }',
          )
        ).__type.description;
      const first = await description();
      const expected = (await graph.ask(question)).data;
      let asked = 0;
      let isDone = false;
      const load = Array.from({ length: 4 }, async () => {
        while (!isDone) {
          const { data, errors } = await graph.ask(question);
          expect([data, errors]).toEqual([expected, undefined]);
          asked += 1;
          // The embedded database answers without ever giving the turn to timers.
          await nextTurn();
        }
      });
      writeFileSync(path, renewed('Renewed'));
      await expect.poll(description, { timeout: 20_000 }).toBe('Renewed');
      for (const [name, text] of [
        ['empty', ''],
        ['garbage', 'type Query {'],
        ['half', supergraphText.slice(0, supergraphText.length / 2)],
        ['no supergraph', 'type Query { a: Int }'],
        // As in production, where the stock gateway looks no closer.
        [
          'a name that is not allowed',
          supergraphText.replace('  batch: String @join', '  __batch: String @join'),
        ],
        ['a subgraph that does not run', supergraphText.replaceAll('"metrics"', '"elsewhere"')],
      ] as const) {
        writeFileSync(path, text);
        await file.reload();
        expect([name, file.isBehind, await description()]).toEqual([name, true, 'Renewed']);
        // Refused again, not taken for what is served by now.
        await file.reload();
        expect([name, file.isBehind]).toEqual([name, true]);
      }
      writeFileSync(path, supergraphText);
      await file.reload();
      expect([file.isBehind, await description()]).toEqual([false, first]);
      isDone = true;
      await Promise.all(load);
      expect(asked).toBeGreaterThan(load.length);
    } finally {
      file.close();
      rmSync(folder, { recursive: true });
    }
  });
});
