import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, type Viewer } from '../../../schema/context.ts';
import { type Id, newId, type ResourceId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { governanceOf } from '../../../tests/kit/governance.ts';
import { resourceWish } from '../../../tests/kit/resource.ts';
import { declareResources } from '../../resources/resource.store.ts';
import { addEquipment } from '../../resources/equipment.store.ts';

const tables = ['actors.platform_front_resource'];

let graph: Graph;
let kit: ReturnType<typeof governanceOf>;
let stranger: Viewer;
let providerId: Id<'Organization'>;
beforeAll(async () => {
  graph = await openGraph();
  kit = governanceOf(graph);
  stranger = await kit.enter();
  providerId = await kit.organization('Provider', 'UNIVERSITY', '120000');
});
afterAll(() => graph[Symbol.asyncDispose]());

/** Resources of the provider, in this state. */
const resources = (count: number, state: 'PUBLISHED' | 'DRAFT' = 'PUBLISHED'): Promise<ResourceId[]> =>
  inTransaction(kit.context, async (inside) => {
    const wishes = Array.from({ length: count }, () => resourceWish('EQUIPMENT', { providerId, state }));
    const ids = wishes.map(({ id }) => id);
    await declareResources(inside, wishes);
    const unknown = { place: null, maker: null, model: null, serialNumber: null };
    const cost = { internalCostMinor: null, internalCostCurrency: null };
    await addEquipment(
      inside,
      ids.map((id) => ({ id, kind: 'INSTRUMENT', ...unknown, ...cost })),
    );
    return ids;
  });
const front = async (platformId: string, viewer: Viewer | null = null) => {
  const { platform } = await graph.read<{ platform: { frontResources: ({ id: string } | null)[] } }>(
    `{ platform(id: "${platformId}") { frontResources { id } } }`,
    { viewer },
  );
  return platform.frontResources.map((each) => each?.id ?? null);
};

describe('frontResourcesChoose', () => {
  it('puts resources in front in their order; what is hidden leaves no hole', async () => {
    const { platformId, operator } = await kit.governed();
    const member = await kit.enter('MEMBER', providerId);
    const insider = { ...operator, organizations: [...operator.organizations, ...member.organizations] };
    const [shown, hidden] = [await resources(2), await resources(1, 'DRAFT')];
    const resourceIds = [shown[1]!, hidden[0]!, shown[0]!, shown[1]!];
    const done = await kit.told('frontResourcesChoose', { platformId, resourceIds }, insider);
    expect(done.__typename).toBe('FrontResourcesChooseSuccess');
    expect(await front(platformId)).toEqual([shown[1], shown[0]]);
    expect(await front(platformId, member)).toEqual([shown[1], hidden[0], shown[0]]);
    await kit.told('frontResourcesChoose', { platformId, resourceIds }, insider);
    const chosen = (await kit.eventsOf(platformId)).filter(({ kind }) => kind === 'platform.frontChosen');
    expect(chosen.map(({ data }) => data)).toEqual([{ resourceIds: [shown[1], hidden[0], shown[0]] }]);
    await kit.told('frontResourcesChoose', { platformId, resourceIds: [] }, operator);
    expect(await front(platformId, member)).toEqual([]);
  });

  it('leaves one of twenty choices made at once whole', async () => {
    const { platformId, operator } = await kit.governed();
    const ids = await resources(20);
    const choices = ids.map((_, at) => [...ids.slice(at), ...ids.slice(0, at)]);
    await Promise.all(
      choices.map((resourceIds) => kit.told('frontResourcesChoose', { platformId, resourceIds }, operator)),
    );
    const last = (await kit.eventsOf(platformId)).at(-1)!.data as { resourceIds: string[] };
    expect(await front(platformId)).toEqual(last.resourceIds);
  });

  it('refuses more than twenty, and what the operator may not know of', async () => {
    const { platformId, operator } = await kit.governed();
    const ask =
      (resourceIds: string[], viewer: Viewer | null = operator, id: string = platformId) =>
      () =>
        kit.mutate('frontResourcesChoose', { platformId: id, resourceIds }, viewer);
    const unusable = { refusal: 'FRONT_RESOURCES_UNUSABLE' };
    await kit.expectNo(ask(await resources(21)), unusable, tables);
    await kit.expectNo(ask(await resources(1, 'DRAFT')), unusable, tables);
    await kit.expectNo(ask([newId('Equipment')]), unusable, tables);
    const requires = 'You may not do this. It requires: operator of the platform.';
    await kit.expectNo(ask([], stranger), { error: 'FORBIDDEN', message: requires }, tables);
    const signIn = { error: 'UNAUTHENTICATED', message: 'Sign in first. This requires: signed in.' };
    await kit.expectNo(ask([], null), signIn, tables);
    await kit.expectNo(ask([], operator, newId('Platform')), { refusal: 'PLATFORM_UNKNOWN' }, tables);
    const message = expect.stringMatching(/^"org_1" is not an id of Equipment/) as unknown;
    await kit.expectNo(ask(['org_1']), { error: 'BAD_USER_INPUT', message }, tables);
  });
});

describe('regionalView', () => {
  const shown = `regions { code } languages platforms { id } rules { number } frontResources { id }
    news { totalCount edges { node { title { en } } } } organizationCounts { kind count }`;

  it('tells all that a front page needs, of one platform and of a region, in a bounded number of statements', async () => {
    const region = '330100';
    const operatorOrganization = await kit.organization('Runs it', 'SERVICE_PROVIDER', region);
    const make = async () => {
      const { id } = await kit.platform(operatorOrganization, { regions: [region] });
      const operator = await kit.withRole(await kit.enter(), 'OPERATOR', { platformId: id });
      const [resource] = await resources(1);
      await kit.told('frontResourcesChoose', { platformId: id, resourceIds: [resource!] }, operator);
      const rulesId = await kit.draft(id, operator);
      await kit.told('rulesAdopt', { rulesId }, operator);
      const words = { title: { en: 'News' }, text: { en: 'Text' } };
      const { news } = await kit.told('newsDraft', { platformId: id, ...words }, operator, 'news { id }');
      await kit.told('newsDraft', { platformId: id, ...words }, operator);
      await kit.told('newsPublish', { newsId: (news as { id: string }).id }, operator);
      return { id, resource: resource! };
    };
    await kit.organization('Small', 'SME', '330106');
    await kit.organization('Elsewhere', 'SME', '110000');
    const one = await make();
    const counts = [
      { kind: 'SERVICE_PROVIDER', count: 1 },
      { kind: 'SME', count: 1 },
    ];
    const news = (count: number) => ({
      totalCount: count,
      edges: Array.from({ length: count }, () => ({ node: { title: { en: 'News' } } })),
    });
    const asked = [`platformId: "${one.id}"`, 'region: "330100"', 'region: "330106"', 'region: "330000"'];
    const statements = [];
    for (const by of asked) {
      const answer = await graph.ask<{ regionalView: object }>(`{ regionalView(${by}) { ${shown} } }`);
      expect(answer.errors).toBeUndefined();
      expect(answer.data!.regionalView).toEqual({
        regions: [{ code: /\d{6}/.exec(by.startsWith('region') ? by : region)![0] }],
        ...{ languages: ['zh'], platforms: [{ id: one.id }], rules: [{ number: 1 }] },
        ...{ frontResources: [{ id: one.resource }], news: news(1) },
        organizationCounts: by.includes('330106') ? counts.slice(1) : counts,
      });
      statements.push(answer.statements);
    }
    const two = await make();
    const { data, statements: more } = await graph.ask<{
      regionalView: { platforms: object[]; news: object; frontResources: object[] };
    }>(`{ regionalView(region: "${region}") { ${shown} } }`);
    expect(data!.regionalView.platforms).toEqual([{ id: one.id }, { id: two.id }]);
    expect(data!.regionalView.news).toEqual(news(2));
    expect(data!.regionalView.frontResources).toEqual([{ id: one.resource }, { id: two.resource }]);
    // Twice the platforms, the same statements.
    expect(more).toBe(statements[1]);
  });

  it('shows nothing of a platform that was not admitted', async () => {
    const organizationId = await kit.organization('Waiting');
    const administrator = await kit.enter('ADMINISTRATOR', organizationId);
    const wish = { operatorId: organizationId, name: { en: 'P' }, kind: 'INTERMEDIARY', regions: ['460100'] };
    const { platform } = await kit.told('platformRegister', wish, administrator, 'platform { id }');
    const { id } = platform as { id: string };
    const query = `{ one: regionalView(platformId: "${id}") { platforms { id } }
      all: regionalView(region: "460100") { platforms { id } } }`;
    expect(await graph.read(query)).toEqual({ one: null, all: { platforms: [] } });
    expect(await graph.read(query, { viewer: administrator })).toMatchObject({
      one: { platforms: [{ id }] },
    });
  });

  it('is asked for one thing: a platform or a region', async () => {
    for (const by of ['', `(platformId: "${newId('Platform')}", region: "330100")`]) {
      const { data, errors } = await graph.ask(`{ regionalView${by} { languages } }`);
      expect(data).toEqual({ regionalView: null });
      const said = errors?.map((each) => [each.extensions?.['code'], each.message]);
      expect(said).toEqual([['BAD_USER_INPUT', 'Give either `platformId` or `region`.']]);
    }
  });
});
