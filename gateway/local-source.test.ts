import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type * as Graphql from 'graphql';
import {
  type GraphQLError,
  GraphQLID,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Context, Denials, type Viewer } from '../schema/context.ts';
import { newId } from '../schema/ids.ts';
import { oneByKey } from '../schema/loader.ts';
import { type FreshDatabase, freshDatabase } from '../tests/kit/database.ts';
import { localSource } from './local-source.ts';
import { type GraphRequest, nobodyAt } from './request.ts';

const parsed = vi.hoisted(() => ({ texts: [] as string[] }));
vi.mock('graphql', async (original) => {
  const graphql = await original<typeof Graphql>();
  const parse: typeof Graphql.parse = (source, options) => {
    parsed.texts.push(typeof source === 'string' ? source : source.body);
    return graphql.parse(source, options);
  };
  return { ...graphql, parse };
});

const reads: string[][] = [];
const contexts: Context[] = [];
const rowById = oneByKey(
  (_db: unknown, { ids }: { ids?: string[] } = {}) => {
    reads.push(ids ?? []);
    return Promise.resolve((ids ?? []).map((id) => ({ id, name: `${id}, read ${reads.length}` })));
  },
  (row) => row.id,
);
const schema = new GraphQLSchema({
  query: new GraphQLObjectType<unknown, Context>({
    name: 'Query',
    fields: {
      name: {
        type: GraphQLString,
        args: { id: { type: new GraphQLNonNull(GraphQLID) } },
        async resolve(_root, { id }: { id: string }, context) {
          contexts.push(context);
          return (await rowById(context).load(id))?.name;
        },
      },
      hangs: { type: GraphQLString, resolve: () => new Promise(() => {}) },
      breaks: { type: GraphQLString, resolve: () => Promise.reject(new Error('secret text')) },
    },
  }),
});

let fresh: FreshDatabase;
beforeAll(async () => void (fresh = await freshDatabase()));
afterAll(() => fresh[Symbol.asyncDispose]());

const viewer: Viewer = { actorId: newId('Person'), organizations: [], roles: [], scopes: null };
const newRequest = (): GraphRequest => ({
  id: 'the request',
  caller: { ...nobodyAt('127.0.0.1'), kind: 'PERSON', viewer },
  viewer,
  locale: 'zh',
  now: new Date('2026-01-02T03:04:05Z'),
  denied: new Denials(),
});
const newSource = () => {
  const source = localSource(schema, fresh.database, pino({ level: 'silent' }));
  return (request: GraphRequest, query: string) =>
    source.process({ request: { query }, context: request } as unknown as GraphQLDataSourceProcessOptions);
};

describe('a subgraph in this process', () => {
  it('parses a document once', async () => {
    const fetch = newSource();
    parsed.texts.length = 0;
    for (let turn = 0; turn < 5; turn += 1) await fetch(newRequest(), '{ name(id: "once") }');
    await fetch(newRequest(), '{ other: name(id: "once") }');
    expect(parsed.texts).toEqual(['{ name(id: "once") }', '{ other: name(id: "once") }']);
  });

  it('reads a row once for all fields of one fetch, and anew in every other fetch, of the same request too', async () => {
    const fetch = newSource();
    const request = newRequest();
    reads.length = contexts.length = 0;
    const query = '{ first: name(id: "a") second: name(id: "a") third: name(id: "b") }';
    const answers = [await fetch(request, query), await fetch(request, query)];
    expect(reads).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(answers.map(({ data }) => ({ ...(data as object) }))).toEqual([
      { first: 'a, read 1', second: 'a, read 1', third: 'b, read 1' },
      { first: 'a, read 2', second: 'a, read 2', third: 'b, read 2' },
    ]);
    expect(new Set(contexts).size).toBe(2);
  });

  it('never lets two fetches at the same moment share a read', async () => {
    const fetch = newSource();
    reads.length = 0;
    const query = '{ name(id: "same") }';
    await Promise.all(Array.from({ length: 20 }, () => fetch(newRequest(), query)));
    expect(reads).toEqual(Array.from({ length: 20 }, () => ['same']));
  });

  it('hands on who asks, when, in which language, and where denials are noted', async () => {
    const request = newRequest();
    contexts.length = 0;
    await newSource()(request, '{ name(id: "a") }');
    expect(contexts.map(({ viewer: who, locale, now }) => ({ who, locale, now }))).toEqual([
      { who: viewer, locale: 'zh', now: request.now },
    ]);
    expect(contexts[0]?.denied).toBe(request.denied);
  });

  it('is waited for so long and no longer, and all fetches of a request share its time', async () => {
    const times = { readMs: 120, writeMs: 60_000, requestMs: 200 };
    const source = localSource(schema, fresh.database, pino({ level: 'silent' }), times);
    const request = newRequest();
    const fetch = async () => {
      const startedMs = performance.now();
      const told = await source
        .process({
          request: { query: '{ hangs }' },
          context: request,
        } as unknown as GraphQLDataSourceProcessOptions)
        .catch((error: GraphQLError) => [error.message, error.extensions['code']]);
      expect(told).toEqual(['A part of the graph does not answer. Try again in a moment.', 'UNAVAILABLE']);
      return performance.now() - startedMs;
    };
    const tookMs = [await fetch(), await fetch(), await fetch()];
    expect(tookMs[0]).toBeGreaterThan(110);
    expect(tookMs.reduce((sum, ms) => sum + ms)).toBeGreaterThan(190);
    // The third is not begun.
    expect(tookMs[2]).toBeLessThan(50);
  });

  it('masks what a resolver throws', async () => {
    const { errors } = await newSource()(newRequest(), '{ breaks }');
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['INTERNAL']);
  });
});
