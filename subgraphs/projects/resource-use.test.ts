import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Context, newContext, type Viewer } from '../../schema/context.ts';
import { type Id, newId, type ResourceId } from '../../schema/ids.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { projectWish } from '../../tests/kit/project.ts';
import { resourceWish } from '../../tests/kit/resource.ts';
import { declareResources } from '../resources/resource.store.ts';
import { createProject } from './project.store.ts';
import { projectCountByResource, projectRowsByResource, useResource } from './resource-use.store.ts';

const provider = newId('Organization');
const platformId = newId('Platform');
const role = { platformId: null, region: null };
const viewer = (own: Partial<Viewer> = {}): Viewer => ({
  actorId: newId('Person'),
  organizations: [],
  roles: [],
  scopes: null,
  ...own,
});

let graph: Graph;
let projectId: Id<'Project'>;
/** In the order of the list, by id: shown, hidden, shown, hidden … */
const ids: ResourceId[] = [];
beforeAll(async () => {
  graph = await openGraph();
  const context = newContext(graph.database, null);
  ({ id: projectId } = await createProject(context, projectWish()));
  const states = ['PUBLISHED', 'DRAFT', 'PUBLISHED', 'CHECKED', 'PUBLISHED', 'WITHDRAWN'] as const;
  const wishes = states.map((state) =>
    resourceWish('EQUIPMENT', { state, providerId: provider, platformId }),
  );
  ids.push(...wishes.map(({ id }) => id));
  await declareResources(context, wishes);
  for (const resourceId of ids) await useResource(context, { projectId, resourceId });
});
afterAll(() => graph[Symbol.asyncDispose]());

interface List {
  totalCount: number;
  edges: { cursor: string; node: { id: ResourceId } | null }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}
const page = (args: string, as: Viewer | null = null) =>
  graph.ask<{ project: { resources: List } }>(
    `{ project(id: "${projectId}") { resources(${args}) {
      totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }
    } } }`,
    { viewer: as },
  );
/** Everything a client can read in an answer, cursors opened. */
const legible = (body: string) =>
  body.replace(/"([\w-]{24,})"/g, (_all, cursor: string) => Buffer.from(cursor, 'base64url').toString());

describe('what a project uses', () => {
  const [isShown, isHidden] = [(_: unknown, at: number) => at % 2 === 0, (_: unknown, at: number) => at % 2];
  test.each<[string, () => Viewer | null, boolean]>([
    ['nobody', () => null, false],
    ['a stranger', () => viewer(), false],
    ['a regulator', () => viewer({ roles: [{ ...role, role: 'REGULATOR', region: '420000' }] }), false],
    ['a partner', () => viewer({ roles: [{ ...role, role: 'PARTNER', platformId }] }), false],
    ['a member of the provider', () => viewer({ organizations: [{ id: provider, role: 'MEMBER' }] }), true],
    ['the operator', () => viewer({ roles: [{ ...role, role: 'OPERATOR', platformId }] }), true],
    ['an auditor', () => viewer({ roles: [{ ...role, role: 'AUDITOR' }] }), true],
  ])('is listed, counted and told of in cursors to %s as far as they may know', async (_who, as, isAll) => {
    const { data, body } = await page('first: 50', as());
    const known = isAll ? ids : ids.filter(isShown);
    const { edges, totalCount } = data!.project.resources;
    expect(edges.map(({ node }) => node?.id)).toEqual(known);
    expect(totalCount).toBe(known.length);
    const told = ids.filter(isHidden).filter((id) => legible(body).includes(id));
    expect(told).toEqual(isAll ? ids.filter(isHidden) : []);
  });

  test('fills its pages with what the viewer may know of, forwards and backwards', async () => {
    const [first, second, third] = ids.filter(isShown);
    const shape = ({ data }: Awaited<ReturnType<typeof page>>) => {
      const { edges, pageInfo } = data!.project.resources;
      return [edges.map(({ node }) => node?.id), pageInfo.hasPreviousPage, pageInfo.hasNextPage];
    };
    const begin = await page('first: 2');
    expect(shape(begin)).toEqual([[first, second], false, true]);
    const { endCursor } = begin.data!.project.resources.pageInfo;
    expect(shape(await page(`first: 1, after: "${endCursor}"`))).toEqual([[third], true, false]);
    expect(shape(await page(`last: 2, before: "${endCursor}"`))).toEqual([[first], false, true]);
    expect(shape(await page('last: 3'))).toEqual([[first, second, third], false, false]);
  });

  test('takes as many statements for six projects as for one', async () => {
    const context: Context = newContext(graph.database, null);
    for (let made = 0; made < 5; made += 1) {
      const { id } = await createProject(context, projectWish());
      for (const resourceId of ids) await useResource(context, { projectId: id, resourceId });
    }
    const ask = (first: number) =>
      graph.ask<{ projects: { edges: { node: { resources: List } }[] } }>(
        `{ projects(first: ${first}) { edges { node {
          resources(first: 50) { totalCount edges { node { id name { en } } } }
        } } } }`,
      );
    const [one, six] = [await ask(1), await ask(6)];
    expect(six.data!.projects.edges.map(({ node }) => node.resources.totalCount)).toEqual(Array(6).fill(3));
    // The projects, a page and a count of what they use, and the resources from their owner.
    expect([one.statements, six.statements]).toEqual([4, 4]);
  });
});

const wholePage = { size: 10, isBackwards: false, beyond: null };

describe('the projects of a resource', () => {
  test('are listed and counted only where the viewer may know of the resource', async () => {
    const context = (as: Viewer | null) => newContext(graph.database, as);
    const listed = async (as: Viewer | null, resourceId: ResourceId) => {
      const rows = await projectRowsByResource(context(as), wholePage).load(resourceId);
      return [rows.length, await projectCountByResource(context(as), null).load(resourceId)];
    };
    const { id } = await createProject(context(null), projectWish());
    const [shown, hidden] = [resourceWish('EQUIPMENT'), resourceWish('EQUIPMENT', { state: 'DRAFT' })];
    await declareResources(context(null), [shown, { ...hidden, providerId: provider }]);
    for (const { id: resourceId } of [shown, hidden])
      await useResource(context(null), { projectId: id, resourceId });
    const member = viewer({ organizations: [{ id: provider, role: 'MEMBER' }] });
    expect(await listed(null, shown.id)).toEqual([1, 1]);
    expect(await listed(null, hidden.id)).toEqual([0, 0]);
    expect(await listed(member, hidden.id)).toEqual([1, 1]);
  });
});
