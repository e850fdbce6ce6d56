import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newContext, type Viewer } from '../../schema/context.ts';
import { type IdName, newId } from '../../schema/ids.ts';
import { type Graph, openGraph } from '../../tests/kit/graph.ts';
import { projectWish } from '../../tests/kit/project.ts';
import { resourceWish } from '../../tests/kit/resource.ts';
import { declareOrganization } from '../actors/organization/organization.store.ts';
import { declarePerson } from '../actors/person/person.store.ts';
import { declarePlatform } from '../actors/platform/platform.store.ts';
import { createProject } from '../projects/project.store.ts';
import { declareResources } from '../resources/resource.store.ts';

const families = ['EQUIPMENT', 'TECHNOLOGY', 'KNOWLEDGE', 'MATERIAL'] as const;
const auditor: Viewer = {
  actorId: newId('Person'),
  organizations: [],
  roles: [{ role: 'AUDITOR', platformId: null, region: null }],
  scopes: null,
};

let graph: Graph;
/** Ids of rows that everybody, and that only auditors and a few, may know of. */
const shown: string[] = [];
const hidden: string[] = [];
beforeAll(async () => {
  graph = await openGraph();
  const context = newContext(graph.database, null);
  const { id: organization } = await declareOrganization(context, { kind: 'SME', nameEn: 'Firm' });
  const { id: person } = await declarePerson(context, { nameEn: 'Someone' });
  const platform = { nameZh: null, nameEn: 'Platform', kind: 'INTERMEDIARY', website: null } as const;
  const { id: platformId } = await declarePlatform(context, {
    ...platform,
    operatorId: organization,
    regions: ['420500'],
  });
  const open = families.map((family) => resourceWish(family));
  const drafts = families.map((family) => resourceWish(family, { state: 'DRAFT' }));
  await declareResources(context, [...open, ...drafts]);
  const begin = (visibility: 'PUBLIC' | 'MEMBERS' | 'PARTICIPANTS') =>
    createProject(context, projectWish({ visibility })).then(({ id }) => id);
  shown.push(organization, person, platformId, ...open.map(({ id }) => id), await begin('PUBLIC'));
  hidden.push(...drafts.map(({ id }) => id), await begin('MEMBERS'), await begin('PARTICIPANTS'));
});
afterAll(() => graph[Symbol.asyncDispose]());

const kinds: IdName[] = [
  ...(['Organization', 'Person', 'Platform', 'Equipment', 'Technology', 'Knowledge', 'Material'] as const),
  'Project',
];
const all = (ids: string[], selection: string, viewer: Viewer | null = null) =>
  graph.ask<{ nodes: unknown[] }>(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${selection} } }`, {
    viewer,
    variables: { ids },
  });

describe('an id', () => {
  test.each(['__typename', 'id', 'id __typename'])(
    'of a row that is absent or hidden gives null without a word in the log, asked for %s',
    async (selection) => {
      for (const id of [...hidden, ...kinds.map((kind) => newId(kind))])
        expect(await graph.read(`{ node(id: "${id}") { ${selection} } }`)).toEqual({ node: null });
      const { data } = await all([...hidden, ...shown], selection);
      expect(data!.nodes.map((node) => node !== null)).toEqual([
        ...hidden.map(() => false),
        ...shown.map(() => true),
      ]);
      expect(graph.logged).toEqual([]);
    },
  );

  test('of a row that the viewer may know of gives the row, by its kind', async () => {
    expect((await all(shown, 'id __typename')).data!.nodes).toEqual(
      shown.map((id, at) => ({ id, __typename: kinds[at] })),
    );
    const found = (await all(hidden, '__typename', auditor)).data!.nodes;
    const project = { __typename: 'Project' };
    expect(found).toEqual([...kinds.slice(3, 7).map((name) => ({ __typename: name })), project, project]);
  });

  test('costs one statement for each sort of thing, however many of it', async () => {
    expect((await all(shown, '__typename')).statements).toBe(4);
    expect((await all(shown.slice(0, 2), '__typename')).statements).toBe(1);
  });

  test('of what is no entity gives null, and a text that is no id is refused', async () => {
    expect(await graph.read(`{ node(id: "${newId('Participation')}") { id } }`)).toEqual({ node: null });
    const { data, errors } = await graph.ask('{ node(id: "prj_1") { id } }');
    expect([data, errors?.map(({ message }) => message)]).toEqual([
      { node: null },
      ['"prj_1" is not an id of ours.'],
    ]);
  });
});
