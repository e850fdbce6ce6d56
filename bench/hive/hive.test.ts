import { existsSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { schemas } from '../../cli/rooms.ts';
import type { Viewer } from '../../schema/context.ts';
import { openApart } from '../../tests/kit/apart.ts';
import { openGraph } from '../../tests/kit/graph.ts';
import { signingViewers } from './viewer-token.ts';

const supergraphText = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const question = readFileSync(
  new URL('../../gateway/pages/examples/03-proof-question.graphql', import.meta.url),
  'utf8',
);
const fileOf = (name: string) =>
  new URL(`./node_modules/@graphql-hive/${name}/dist/index.js`, import.meta.url);

/** As much of Hive's gateway as is used here; its own types are there only where it is installed. */
interface Hive {
  createGatewayRuntime: (options: object) => {
    fetch: (url: string, init: RequestInit) => Promise<Response>;
    [Symbol.asyncDispose]: () => Promise<void>;
  };
}

interface Planner {
  unifiedGraphHandler: unknown;
}

const isInstalled = existsSync(fileOf('router-runtime'));
if (!isInstalled) console.log("Skipped: Hive's gateway, which `npm ci` in bench/hive installs.");

describe.skipIf(!isInstalled)("Hive's gateway in the place of ours", () => {
  it('gives the same data for the proof question, to nobody and to an auditor', async () => {
    const { createGatewayRuntime } = (await import(fileOf('gateway-runtime').href)) as Hive;
    const { unifiedGraphHandler } = (await import(fileOf('router-runtime').href)) as Planner;
    await using graph = await openGraph({ isApart: false });
    await graph.seedRegion();
    const { auditor } = await graph.personas();
    await using apart = await openApart(schemas, graph.database, pino({ level: 'silent' }));
    const supergraph = supergraphText.replace(
      /http:\/\/(\w+)\.subgraph/g,
      (whole, name: string) => apart.urls[name] ?? whole,
    );
    let viewer: Viewer | null = null;
    const tell = () => ({
      requestId: 'hive',
      viewer,
      locale: 'en' as const,
      now: new Date(),
      deadline: Date.now() + 5_000,
    });
    await using hive = createGatewayRuntime({
      supergraph,
      logging: false,
      // Its other engine never asks for fields of an interface object inside a list.
      unifiedGraphHandler,
      plugins: () => [signingViewers(apart.sign, tell)],
    });
    for (const who of [null, auditor]) {
      viewer = who;
      const { data: ours } = await graph.ask(question, { viewer });
      const answer = await hive.fetch('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: question }),
      });
      expect(await answer.json()).toEqual({ data: ours });
      expect(Object.values(ours ?? {})).not.toContain(null);
    }
  });
});
