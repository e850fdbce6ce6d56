import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newContext, type Viewer } from '../../schema/context.ts';
import type { Id } from '../../schema/ids.ts';
import { newId } from '../../schema/ids.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { projectWish } from '../../tests/kit/project.ts';
import { resourceWish } from '../../tests/kit/resource.ts';
import { declareOrganization } from '../actors/organization/organization.store.ts';
import { createProject } from '../projects/project.store.ts';
import { useResource } from '../projects/resource-use.store.ts';
import { addMaterial } from '../resources/material.store.ts';
import { declareResources } from '../resources/resource.store.ts';
import { figuresByResource } from './figure.store.ts';

let graph: Graph;
let providerId: Id<'Organization'>;
let idleId: Id<'Organization'>;
let projectId: Id<'Project'>;
const materialIds = Array.from({ length: 3 }, () => newId('Material'));
beforeAll(async () => {
  graph = await openGraph();
  const context = newContext(graph.database, null);
  ({ id: providerId } = await declareOrganization(context, { kind: 'SME', nameEn: 'Firm' }));
  ({ id: idleId } = await declareOrganization(context, { kind: 'SME', nameEn: 'Idle' }));
  // One of three is complete.
  const rows = materialIds.map((id, index) =>
    resourceWish('MATERIAL', {
      id,
      descriptionEn: 'Words',
      providerId,
      region: index === 0 ? '420500' : null,
      keywords: ['word'],
      contactUrl: 'https://resource.example/',
    }),
  );
  await graph.database.write(async (db) => {
    const inside = { ...context, db, isWriting: true };
    await declareResources(inside, rows);
    await addMaterial(
      inside,
      materialIds.map((id) => ({ id, kind: 'SPECIMEN', batch: null, certificate: null })),
    );
  });
  ({ id: projectId } = await createProject(context, projectWish({ initiatorId: providerId })));
  for (const id of materialIds.slice(0, 2)) {
    await useResource(context, { projectId, resourceId: id });
  }
  await graph.catchUp();
});
afterAll(() => graph[Symbol.asyncDispose]());

const figure = 'dimension key value numerator denominator';

describe('a metric of a resource', () => {
  test('is planned and answered around kinds, from a project that uses it', async () => {
    const metric = 'metric(key: METADATA_COMPLETE_SHARE) { numerator }';
    const data = await graph.read(
      `query ($id: ID!) { project(id: $id) { resources(first: 3) { edges { node {
        ... on Equipment { maker ${metric} projects(first: 1) { totalCount } }
        ... on Material { batch ${metric} }
      } } } } }`,
      { variables: { id: projectId } },
    );
    const node = (numerator: string) => ({ node: { batch: null, metric: { numerator } } });
    expect(data).toEqual({ project: { resources: { edges: [node('1'), node('0')] } } });
  });

  test('is not there where the viewer may not know of the resource, though a reference names it', async () => {
    const draft = newId('Material');
    const context = newContext(graph.database, null);
    await graph.database.write(async (db) => {
      const inside = { ...context, db, isWriting: true };
      await declareResources(inside, [resourceWish('MATERIAL', { id: draft, providerId, state: 'DRAFT' })]);
    });
    const figureOf = async (viewer: Viewer | null, id: string) => {
      const [row] = await figuresByResource(newContext(graph.database, viewer), 'PARTICIPATIONS').load(id);
      return row?.numerator ?? null;
    };
    const member: Viewer = {
      actorId: newId('Person'),
      organizations: [{ id: providerId, role: 'MEMBER' }],
      roles: [],
      scopes: null,
    };
    expect(await figureOf(null, materialIds[0]!)).toBe(0n);
    expect(await figureOf(null, draft)).toBe(null);
    expect(await figureOf({ ...member, organizations: [] }, draft)).toBe(null);
    expect(await figureOf(member, draft)).toBe(0n);
  });
});

describe('a metric', () => {
  test.each([
    ['RESOURCES_PUBLISHED', 'ALL', 'all', 3, '3', '3'],
    ['METADATA_COMPLETE_SHARE', 'ALL', 'all', 1 / 3, '1', '3'],
    ['METADATA_COMPLETE_SHARE', 'REGION', '420000', 1, '1', '1'],
    ['METADATA_COMPLETE_SHARE', 'REGION', 'unknown', 0, '0', '2'],
    ['METADATA_COMPLETE_SHARE', 'FAMILY', 'EQUIPMENT', null, '0', '0'],
    ['EQUIPMENT_BY_REGION', 'REGION', '420000', 0, '0', '0'],
    ['RESOURCES_PUBLISHED', 'ACTOR', 'nobody of that id', 0, '0', '0'],
    ['PARTICIPATIONS', 'ROLE', 'FINAL_CONSUMER', 1, '1', '1'],
    ['PROJECTS_BY_VISIBILITY', 'VISIBILITY', 'PARTICIPANTS', 0, '0', '0'],
  ])('%s by %s of %s is %s', async (metric, dimension, key, value, numerator, denominator) => {
    const answer = await graph.read(
      `query ($of: String!) { metric(key: ${metric}, dimension: ${dimension}, of: $of) { ${figure} } }`,
      { variables: { of: key } },
    );
    expect(answer).toEqual({ metric: { dimension, key, value, numerator, denominator } });
  });

  test('is null where it is not kept by that kind of subject, and a figure where it is', async () => {
    const keys = ['RESOURCES_PUBLISHED', 'EQUIPMENT_BY_REGION', 'PARTICIPATIONS', 'METADATA_COMPLETE_SHARE'];
    const asked = keys.map((key) => `${key}: metric(key: ${key}) { value }`).join(' ');
    const answer = await graph.read(`{
      provider: actor(id: "${providerId}") { ${asked} }
      idle: actor(id: "${idleId}") { ${asked} }
      complete: resource(id: "${materialIds[0]}") { ${asked} }
      incomplete: resource(id: "${materialIds[1]}") { ${asked} }
      project(id: "${projectId}") { ${asked} }
    }`);
    const row = (...values: (number | null | undefined)[]) =>
      Object.fromEntries(
        keys.map((key, at) => [key, values[at] === undefined ? null : { value: values[at] }]),
      );
    const none = undefined;
    expect(answer).toEqual({
      provider: row(3, none, 1, 1 / 3),
      idle: row(0, none, 0, null),
      complete: row(none, none, none, 1),
      incomplete: row(none, none, none, 0),
      project: row(none, none, 1, none),
    });
  });

  test.each([
    ['metric(key: EQUIPMENT_BY_REGION, dimension: ACTOR, of: "x") { value }', 'ACTOR'],
    ['metricValues(key: EQUIPMENT_BY_REGION, dimension: ROLE) { totalCount }', 'ROLE'],
  ])('says by which dimensions it is kept: %s', async (selection, dimension) => {
    const { data, errors } = await graph.ask(`{ ${selection} }`);
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(errors?.map(({ message, extensions }) => [extensions?.['code'], message])).toEqual([
      ['BAD_USER_INPUT', `EQUIPMENT_BY_REGION is not kept by ${dimension}, but by ALL, REGION.`],
    ]);
  });

  test('holds no key that the database would refuse', async () => {
    const { data, errors } = await graph.ask(
      `query ($of: String!) { metric(key: RESOURCES_PUBLISHED, dimension: ACTOR, of: $of) { value } }`,
      { variables: { of: 'a\u0000b' } },
    );
    const codes = errors?.map(({ extensions }) => extensions?.['code']);
    expect([data, codes]).toEqual([{ metric: null }, ['BAD_USER_INPUT']]);
  });

  test('lists its figures by key, page by page, and counts them', async () => {
    const page = (after = '') =>
      graph.read<{
        metricValues: { edges: unknown[]; totalCount: number; pageInfo: { endCursor: string } };
      }>(`{ metricValues(key: RESOURCES_PUBLISHED, dimension: REGION, first: 2${after}) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { key value } }
      } }`);
    const { metricValues: first } = await page();
    expect(first.totalCount).toBe(3);
    const { metricValues: second } = await page(`, after: "${first.pageInfo.endCursor}"`);
    expect([...first.edges, ...second.edges]).toEqual([
      { node: { key: '420000', value: 1 } },
      { node: { key: '420500', value: 1 } },
      { node: { key: 'unknown', value: 2 } },
    ]);
    expect(second.pageInfo).toEqual({ hasNextPage: false, endCursor: expect.any(String) as string });
  });
});
