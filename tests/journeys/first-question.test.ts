import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, newContext, type Viewer } from '../../schema/context.ts';
import { type Id, newId } from '../../schema/ids.ts';
import { declareOrganization } from '../../subgraphs/actors/organization/organization.store.ts';
import { addParticipation } from '../../subgraphs/projects/participation.store.ts';
import { createProject } from '../../subgraphs/projects/project.store.ts';
import { addEquipment } from '../../subgraphs/resources/equipment.store.ts';
import { declareResources } from '../../subgraphs/resources/resource.store.ts';
import { type Graph, openGraph } from '../kit/graph.ts';
import { projectWish } from '../kit/project.ts';
import { resourceWish } from '../kit/resource.ts';

// A project, who takes part, what each provides, and one metric of each: every subgraph answers a part.
const question = `query FirstQuestion($id: ID!, $participants: Int!) {
  project(id: $id) {
    title { en }
    budget { amountMinor currency }
    participations(first: $participants) {
      edges { node {
        role
        contribution
        actor {
          name { en }
          ... on Organization { kind }
          resources(first: 20) {
            edges { node {
              name { en }
              ... on Equipment { serialNumber }
              metric(key: METADATA_COMPLETE_SHARE) { value }
            } }
          }
        }
      } }
    }
  }
}`;

interface Answered {
  project: {
    budget: { amountMinor: string } | null;
    participations: {
      edges: {
        node: {
          contribution: string | null;
          actor: {
            name: { en: string };
            resources: { edges: { node: { serialNumber: string | null; metric: { value: number } } }[] };
          };
        };
      }[];
    };
  } | null;
}

const stranger: Viewer = { actorId: newId('Person'), organizations: [], roles: [], scopes: null };
const projects = new Map<number, Id<'Project'>>();
let graph: Graph;
let participant: Viewer;
let provider: Viewer;

/** A public project in Yichang with so many participants, each of which provides two instruments. */
async function projectOf(count: number): Promise<void> {
  await inTransaction(newContext(graph.database, null), async (context) => {
    const actors = [];
    for (let index = 0; index < count; index += 1) {
      const { id } = await declareOrganization(context, { kind: 'SME', nameEn: `Firm ${count}-${index}` });
      actors.push(id);
    }
    const first = actors[0];
    if (!first) throw new Error('A project needs somebody.');
    const { id: projectId } = await createProject(
      context,
      projectWish({
        titleEn: `Project of ${count}`,
        region: '420500',
        initiatorId: first,
        initiatorRole: 'RESOURCE_PROVIDER',
        budgetMinor: 770_077n,
        budgetCurrency: 'CNY',
      }),
    );
    projects.set(count, projectId);
    for (const actorId of actors.slice(1)) {
      const contribution = `Contribution of ${actorId}`;
      await addParticipation(context, { projectId, actorId, role: 'RESOURCE_PROVIDER', contribution });
    }
    const instruments = actors.flatMap((providerId, index) =>
      [1, 2].map((unit) => ({
        id: newId('Equipment'),
        providerId,
        name: `Instrument ${count}-${index}-${unit}`,
      })),
    );
    await declareResources(
      context,
      instruments.map(({ id, providerId, name }) =>
        resourceWish('EQUIPMENT', {
          id,
          providerId,
          nameEn: name,
          descriptionEn: 'For the first question.',
          region: '420500',
          keywords: ['test'],
          contactUrl: 'https://firm.example/',
        }),
      ),
    );
    await addEquipment(
      context,
      instruments.map(({ id, name }) => ({
        id,
        kind: 'INSTRUMENT',
        maker: null,
        model: null,
        place: null,
        serialNumber: `SERIAL ${name}`,
        internalCostMinor: null,
        internalCostCurrency: null,
      })),
    );
    participant = {
      actorId: newId('Person'),
      organizations: [{ id: actors.at(-1) ?? first, role: 'MEMBER' }],
      roles: [],
      scopes: null,
    };
    provider = {
      actorId: newId('Person'),
      organizations: [{ id: first, role: 'ADMINISTRATOR' }],
      roles: [],
      scopes: null,
    };
  });
}

beforeAll(async () => {
  graph = await openGraph();
  for (const count of [100, 50, 20, 2]) await projectOf(count);
  await graph.catchUp();
});
afterAll(() => graph[Symbol.asyncDispose]());

const askAbout = (count: number, viewer: Viewer | null) =>
  graph.ask<Answered>(question, { viewer, variables: { id: projects.get(count), participants: count } });

describe('the first question', () => {
  it('takes as many statements for two participants as for fifty, and for a hundred when signed in', async () => {
    const counts: Record<string, number> = {};
    for (const count of [2, 20, 50]) counts[count] = (await askAbout(count, null)).statements;
    counts['100 (signed in)'] = (await askAbout(100, stranger)).statements;
    console.log(`first question: ${JSON.stringify(counts)} statements by participants`);
    expect(new Set(Object.values(counts)).size).toBe(1);
    expect(counts[2]).toBe(5);
  });

  it('answers every participant with all they provide and a metric of each', async () => {
    const { data, errors } = await askAbout(50, null);
    expect(errors).toBeUndefined();
    const edges = data?.project?.participations.edges ?? [];
    expect(edges).toHaveLength(50);
    expect(edges.flatMap(({ node }) => node.actor.resources.edges)).toHaveLength(100);
    expect(
      edges.every(({ node }) => node.actor.resources.edges.every((each) => each.node.metric.value === 1)),
    ).toBe(true);
  });

  it('tells nobody the budget, the contributions and the serial numbers, and says so once for each', async () => {
    const { data, extensions, body } = await askAbout(2, null);
    expect(data?.project?.budget).toBeNull();
    expect(extensions.denied).toEqual([
      { coordinate: 'Equipment.serialNumber', requires: 'member of the provider, or auditor', count: 4 },
      {
        coordinate: 'Participation.contribution',
        requires: 'fellow participant, or regulator of its region, or auditor',
        count: 2,
      },
      {
        coordinate: 'Project.budget',
        requires: 'participant, or regulator of the region, or auditor',
        count: 1,
      },
    ]);
    expect(body).not.toMatch(/770077|SERIAL|Contribution of/);
  });

  it('tells a stranger who is signed in no more than nobody', async () => {
    const [nobody, signedIn] = [await askAbout(2, null), await askAbout(2, stranger)];
    expect(signedIn.data).toEqual(nobody.data);
    expect(signedIn.extensions).toEqual(nobody.extensions);
  });

  it('tells a participant the budget and what each brings, and the serial numbers of its own instruments', async () => {
    const { data, extensions } = await askAbout(2, participant);
    expect(data?.project?.budget).toEqual({ amountMinor: '770077', currency: 'CNY' });
    expect(data?.project?.participations.edges[1]?.node.contribution).toMatch(/^Contribution of org_/);
    expect(serialsOf(data)).toEqual([null, null, 'SERIAL Instrument 2-1-2', 'SERIAL Instrument 2-1-1']);
    expect(extensions.denied?.map(({ coordinate, count }) => [coordinate, count])).toEqual([
      ['Equipment.serialNumber', 2],
    ]);
  });

  it('tells a provider the serial numbers of its own instruments and no others', async () => {
    const { data } = await askAbout(2, provider);
    expect(serialsOf(data)).toEqual(['SERIAL Instrument 2-0-2', 'SERIAL Instrument 2-0-1', null, null]);
  });

  it('tells the regulator of the region the money and the contributions, a regulator elsewhere nothing more', async () => {
    const regulator = (region: string): Viewer => ({
      actorId: newId('Person'),
      organizations: [],
      roles: [{ role: 'REGULATOR', platformId: null, region }],
      scopes: null,
    });
    const here = await askAbout(2, regulator('420000'));
    expect(here.data?.project?.budget).toEqual({ amountMinor: '770077', currency: 'CNY' });
    expect(here.extensions.denied?.map(({ coordinate }) => coordinate)).toEqual(['Equipment.serialNumber']);
    const elsewhere = await askAbout(2, regulator('330000'));
    expect(elsewhere.data).toEqual((await askAbout(2, stranger)).data);
  });
});

const serialsOf = (data: Answered | null) =>
  data?.project?.participations.edges.flatMap(({ node }) =>
    node.actor.resources.edges.map((each) => each.node.serialNumber),
  );
