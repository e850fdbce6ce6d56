import { readdirSync, readFileSync } from 'node:fs';
import { type GraphQLFormattedError, type GraphQLObjectType, isNonNullType, isObjectType } from 'graphql';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { rooms, schemas } from '../cli/rooms.ts';
import { readRemotes } from '../cli/serve.apart.ts';
import { AskedWrongly } from '../cli/settings.ts';
import { defaultLine } from '../gateway/remote/line.ts';
import { personas as allPersonas, type PersonaName } from '../schema/personas.ts';
import type { Viewer } from '../schema/context.ts';
import { openSigner } from '../schema/viewer-token.ts';
import { type Apart, newKeys, openApart } from './kit/apart.ts';
import { type Graph, openGraph } from './kit/graph.ts';
import { freePort } from './kit/postgres.ts';
import { newHome, runCograph, type Server, startServer } from './kit/server.ts';
import { size } from './kit/size.ts';

const examplesFolder = new URL('../gateway/pages/examples/', import.meta.url);
const silent = pino({ level: 'silent' });

/** What the playground shows first: every subgraph takes part in one of them. */
const examples = readdirSync(examplesFolder)
  .sort()
  .map((name) => [name, readFileSync(new URL(name, examplesFolder), 'utf8')] as const);

const withoutId = (error: GraphQLFormattedError) => ({
  ...error,
  extensions: { ...error.extensions, requestId: null },
});

let together: Graph;
let viewers: Record<PersonaName, Viewer>;
beforeAll(async () => {
  together = await openGraph({ isApart: false });
  await together.seedRegion();
  viewers = await together.personas();
});
afterAll(() => together?.[Symbol.asyncDispose]());

describe('subgraphs apart', () => {
  let apart: Graph;
  beforeAll(async () => void (apart = await openGraph({ isApart: true, beside: together })));
  afterAll(() => apart?.[Symbol.asyncDispose]());

  it.each(examples)('answer %s as together: data, denials and number of statements', async (_name, query) => {
    for (const viewer of [null, ...allPersonas.slice(-size(2, 7)).map(({ name }) => viewers[name])]) {
      const here = await together.ask(query, { viewer });
      const there = await apart.ask(query, { viewer });
      expect(here.errors).toBeUndefined();
      expect(Object.values(here.data ?? {})).not.toContain(null);
      expect(there).toEqual(here);
    }
  });

  it('change what is theirs, for those who may and for nobody else, and say why not in the same words', async () => {
    const change = `mutation ($region: RegionCode!) { projectCreate(input: {
      title: { en: "Begun apart" }, visibility: PUBLIC, region: $region, role: FINAL_CONSUMER
    }) { ... on ProjectCreateSuccess { project { id title { en } } } } }`;
    const counting = '{ projects { totalCount } }';
    const before = await together.ask(counting);
    const asking = (viewer: Viewer | null, region: string) =>
      [together, apart].map((graph) => graph.ask(change, { viewer, variables: { region } }));
    const [nobodyHere, nobodyThere] = await Promise.all(asking(null, '420500'));
    expect(nobodyThere?.errors?.map(withoutId)).toEqual(nobodyHere?.errors?.map(withoutId));
    expect(nobodyThere?.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAUTHENTICATED']);
    const [malformedHere, malformedThere] = await Promise.all(asking(viewers.participant, 'Yichang'));
    expect(malformedThere?.errors?.map(withoutId)).toEqual(malformedHere?.errors?.map(withoutId));
    expect(malformedThere?.errors).toHaveLength(1);
    expect(await together.ask(counting)).toEqual(before);
    const made = await apart.read<{ projectCreate: { project: { id: string } } }>(change, {
      viewer: viewers.participant,
      variables: { region: '420500' },
    });
    const query = `{ project(id: "${made.projectCreate.project.id}") { title { en } } }`;
    expect((await together.ask(query)).data).toEqual({ project: { title: { en: 'Begun apart' } } });
  });
});

describe('a subgraph', () => {
  let apart: Apart;
  beforeAll(async () => void (apart = await openApart(schemas, together.database, silent)));
  afterAll(() => apart?.[Symbol.asyncDispose]());

  const told = (deadline = Date.now() + 2_000) => ({
    requestId: 'r1',
    viewer: viewers.auditor,
    locale: 'en' as const,
    now: new Date(),
    deadline,
  });
  const send = async (body: string, authorization?: string) => {
    const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
    const answer = await fetch(apart.urls['actors']!, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  };
  const questions = [
    '{ _service { sdl } }',
    '{ _entities(representations: [{ __typename: "Person", id: "per_x" }]) { __typename } }',
    '{ organizations { totalCount } }',
    '{ __schema { queryType { name } } }',
  ].map((query) => JSON.stringify({ query }));

  /** A token in every way but one as the gateway signs it. */
  const forged = async (change: {
    key?: 'other';
    claims?: object;
    aud?: string;
    typ?: string;
    ages?: number;
  }) => {
    const keys = change.key ? await newKeys() : apart.keys;
    const at = Math.floor(Date.now() / 1000) - (change.ages ?? 0);
    const { requestId: rid, viewer, locale, now, deadline } = told();
    const claims = { rid, viewer, locale, now: now.toISOString(), deadline, ...change.claims };
    return new SignJWT({
      iss: 'cograph-gateway',
      aud: change.aud ?? 'actors',
      iat: at,
      exp: at + 30,
      ...claims,
    })
      .setProtectedHeader({
        alg: 'EdDSA',
        typ: change.typ ?? 'viewer+jwt',
        kid: apart.keys.publicKeys.keys[0]!.kid,
      })
      .sign(await importJWK(keys.privateKey, 'EdDSA'));
  };

  it('answers what the gateway signed for it', async () => {
    const { organizations } = await together.read<{ organizations: { totalCount: number } }>(
      '{ organizations { totalCount } }',
      { viewer: viewers.auditor },
    );
    const { totalCount } = organizations;
    for (const token of [await apart.sign('actors', told()), await forged({})]) {
      const { status, text } = await send(questions[2]!, `Bearer ${token}`);
      expect([status, JSON.parse(text)]).toEqual([200, { data: { organizations: { totalCount } } }]);
    }
  });

  it('refuses everything else before it reads a word, `_service` and `_entities` included', async () => {
    const good = await apart.sign('actors', told());
    const [head, claims, signature] = good.split('.') as [string, string, string];
    const wider = Buffer.from(
      JSON.stringify({
        ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object),
        viewer: null,
      }),
    ).toString('base64url');
    const hour = Math.floor(Date.now() / 1000) + 3_600;
    const refused: Record<string, string | undefined> = {
      'no token': undefined,
      'another scheme': `Basic ${good}`,
      'for another subgraph': `Bearer ${await apart.sign('resources', told())}`,
      expired: `Bearer ${await forged({ ages: 36 })}`,
      'with a longer life of its own': `Bearer ${await forged({ ages: 36, claims: { exp: hour } })}`,
      'signed by another key': `Bearer ${await forged({ key: 'other' })}`,
      'signed by another gateway': `Bearer ${await (
        await openSigner((await newKeys()).privateKey)
      )('actors', told())}`,
      'from another issuer': `Bearer ${await forged({ claims: { iss: 'cograph-development' } })}`,
      'of another kind': `Bearer ${await forged({ typ: 'JWT' })}`,
      'without a viewer': `Bearer ${await forged({ claims: { viewer: undefined } })}`,
      'changed after it was signed': `Bearer ${head}.${wider}.${signature}`,
      'without a signature': `Bearer ${head}.${claims}.`,
      'alg none': `Bearer ${new UnsecuredJWT({ viewer: viewers.auditor }).setAudience('actors').encode()}`,
    };
    for (const [name, authorization] of Object.entries(refused)) {
      for (const body of [...questions, 'not even JSON']) {
        const { status, text } = await send(body, authorization);
        expect([name, status, text]).toEqual([
          name,
          401,
          '{"errors":[{"message":"Ask the gateway.","extensions":{"code":"UNAUTHENTICATED"}}]}',
        ]);
      }
    }
    const origin = new URL(apart.urls['actors']!).origin;
    expect((await fetch(`${origin}/anything`)).status).toBe(401);
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
  });

  it('does nothing that nobody waits for any more', async () => {
    const before = together.statements.length;
    const late = await apart.sign('actors', told(Date.now() - 1));
    expect((await send(questions[2]!, `Bearer ${late}`)).status).toBe(503);
    expect(together.statements.length).toBe(before);
  });
});

describe('a subgraph that is down', () => {
  it('costs its own fields and nothing else, from the start, and answers when it is there', async () => {
    const line = { ...defaultLine, failuresMax: 3, restMs: 200 };
    await using apart = await openApart(schemas, together.database, silent, { line });
    await apart.apps['metrics']!.close();
    await using graph = await openGraph({ sources: apart.sources, beside: together });
    const query = '{ organizations(first: 1) { totalCount } metricDefinitions { key } }';
    const { data: whole } = await together.ask<{ metricDefinitions: object[] }>(query);
    for (let turn = 0; turn < 5; turn += 1) {
      const { data, errors, status } = await graph.ask(query);
      expect([status, data]).toEqual([200, { ...whole, metricDefinitions: null }]);
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAVAILABLE']);
    }
    const { port } = new URL(apart.urls['metrics']!);
    await using again = await openApart({ metrics: schemas['metrics']! }, together.database, silent, {
      keys: apart.keys,
      port: Number(port),
    });
    expect(again.urls['metrics']).toBe(apart.urls['metrics']);
    await expect.poll(async () => (await graph.ask(query)).data, { timeout: 5_000 }).toEqual(whole);
  });

  it('can: no subgraph promises a value beside fields of others', () => {
    const promises = Object.values(schemas).flatMap((schema) =>
      Object.values(schema.getTypeMap())
        .filter(
          (type) => isObjectType(type) && (type.name === 'Query' || type.extensions['foreign'] === true),
        )
        .flatMap((type) => Object.values((type as GraphQLObjectType).getFields()))
        .filter(({ name, type }) => isNonNullType(type) && !machineFields.includes(name))
        .map(({ name }) => name),
    );
    expect(promises).toEqual([]);
  });
});

const machineFields = ['id', 'ref', '_service', '_entities'];

describe('processes of their own', () => {
  it('answer as one, and the gateway needs none of them to begin', async (context) => {
    if (!inject('template')) {
      console.log('Skipped: subgraphs in processes of their own, which need DATABASE_URL.');
      return context.skip();
    }
    await using home = await newHome();
    const question = examples[2]![1];
    const whole = await startServer(home.environment);
    const token = whole.tokenOf('auditor');
    const expected = (await whole.ask(question, { token })).data;
    expect(await whole.stop()).toBe(0);
    const names = Object.keys(rooms)
      .filter((name) => name !== 'door')
      .slice(-size(2, 5));
    const ports = await Promise.all(names.map(freePort));
    const remotes = names.flatMap((name, index) => ['--remote', `${name}=http://127.0.0.1:${ports[index]}`]);
    const serve = [process.execPath, 'cli/cograph.js', 'serve'];
    await using gateway = await startServer(home.environment, {
      command: [...serve, '--gateway', '--local', ...remotes],
    });
    const early = await gateway.ask('{ metricDefinitions { key } }');
    expect([early.status, early.errors?.map(({ extensions }) => extensions.code)]).toEqual([
      503,
      ['UNAVAILABLE'],
    ]);
    const started: Server[] = [];
    try {
      for (const [index, name] of names.entries())
        started.push(
          await startServer(home.environment, {
            command: [...serve, '--subgraph', name],
            port: ports[index],
          }),
        );
      await expect
        .poll(async () => (await gateway.ask(question, { token })).data, { timeout: 10_000 })
        .toEqual(expected);
      expect(await gateway.stop()).toBe(0);
      for (const server of started) expect(await server.stop()).toBe(0);
    } finally {
      await Promise.all(started.map((server) => server[Symbol.asyncDispose]()));
    }
  }, 180_000);

  it('are refused with the way out when something is missing', async () => {
    await using home = await newHome({ isEmbedded: true });
    const environment = { ...home.environment, PORT: '0' };
    const { code, stderr } = await runCograph(['serve', '--subgraph', 'actors'], environment);
    expect([code, stderr]).toEqual([
      2,
      'Apart needs DATABASE_URL: an embedded database belongs to one process.\n',
    ]);
    const some = ['actors=http://127.0.0.1:1'];
    expect(() => readRemotes(some, false)).toThrow(
      'Say with --remote NAME=URL where to find resources, projects, metrics, node, or with --local that they run here.',
    );
    expect(readRemotes(some, true)).toEqual({ remotes: { actors: 'http://127.0.0.1:1' }, isLocal: true });
    for (const wrong of [
      'actors',
      'actors=127.0.0.1:1',
      'nobody=http://127.0.0.1:1',
      'door=http://127.0.0.1:1',
    ]) {
      expect(() => readRemotes([wrong], true)).toThrow(AskedWrongly);
    }
  });
});
