import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newContext, type Viewer } from '../../../schema/context.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import {
  declareReviewPeople,
  newOrganization,
  putReview,
  type ReviewPeople,
  throughKey,
} from '../../../tests/kit/review.ts';
import { asId } from '../../../schema/ids.ts';
import { beginMembership } from '../membership/membership.store.ts';

let graph: Graph;
let people: ReviewPeople;
beforeAll(async () => {
  graph = await openGraph();
  people = await declareReviewPeople(graph);
});
afterAll(() => graph[Symbol.asyncDispose]());

interface Listed {
  totalCount: number;
  edges: { node: { id: string; state: string; isOverdue: boolean } }[];
}
const page = '{ totalCount edges { node { id state isOverdue } } }';
const idsOf = (list: Listed | null | undefined) => list && list.edges.map(({ node }) => node.id);

async function ofPlatform(viewer: Viewer | null, filter = ''): Promise<Listed | null> {
  const { data } = await graph.ask<{ node: { qualificationReviews: Listed | null } }>(
    `{ node(id: "${people.platform}") { ... on Platform { qualificationReviews${filter} ${page} } } }`,
    { viewer },
  );
  return data!.node.qualificationReviews;
}
async function ofActor(id: string, viewer: Viewer | null): Promise<Listed | null> {
  const { data } = await graph.ask<{ actor: { qualificationReviews: Listed | null } }>(
    `{ actor(id: "${id}") { ... on Organization { qualificationReviews ${page} }
      ... on Person { qualificationReviews ${page} } } }`,
    { viewer },
  );
  return data!.actor.qualificationReviews;
}

describe('reviews are listed', () => {
  test('to who asked, to the operators of the platform and to auditors, and to nobody else', async () => {
    const facts = { actorId: people.institute, platformId: people.platform };
    const first = await putReview(graph, facts, 'REQUESTED');
    const late = await putReview(graph, { ...facts, kind: 'PUBLIC_INSTITUTION' }, 'IN_REVIEW');
    await graph.database.script(
      `update actors.qualification_review set due_at = now() - interval '1 hour' where id = '${late}'`,
    );
    const elsewhere = await putReview(graph, { ...facts, platformId: people.otherPlatform }, 'REFUSED');
    for (const viewer of [people.operator, people.auditor])
      expect(idsOf(await ofPlatform(viewer))).toEqual([late, first]);
    for (const viewer of [people.otherOperator, people.administrator, people.stranger, null])
      expect(await ofPlatform(viewer)).toBeNull();
    expect(idsOf(await ofPlatform(people.operator, '(filter: { isOverdue: true })'))).toEqual([late]);
    expect(idsOf(await ofPlatform(people.operator, '(filter: { state: REQUESTED })'))).toEqual([first]);

    const own = [elsewhere, late, first];
    for (const viewer of [people.administrator, throughKey(people.administrator), people.auditor])
      expect(idsOf(await ofActor(people.institute, viewer))).toEqual(own);
    for (const viewer of [people.member, people.operator, people.stranger, null])
      expect(await ofActor(people.institute, viewer)).toBeNull();

    const of = (id: string, viewer: Viewer | null) =>
      graph.read<{ qualificationReview: { id: string } | null }>(
        `{ qualificationReview(id: "${id}") { id } }`,
        { viewer },
      );
    expect((await of(elsewhere, people.operator)).qualificationReview).toBeNull();
    expect((await of(elsewhere, people.otherOperator)).qualificationReview).toEqual({ id: elsewhere });
    expect((await of(elsewhere, null)).qualificationReview).toBeNull();
  });

  test('to an expert in person, whose colleague at the platform may read but not decide', async () => {
    const facts = { actorId: people.expert.actorId, platformId: people.platform, kind: 'EXPERT' as const };
    const id = await putReview(graph, facts, 'REQUESTED');
    expect(idsOf(await ofActor(people.expert.actorId, people.expert))).toEqual([id]);
    expect(await ofActor(people.expert.actorId, people.administrator)).toBeNull();
    const may = async (viewer: Viewer) => {
      const query = `{ qualificationReview(id: "${id}") { viewerMay { action allowed } } }`;
      type Told = { qualificationReview: { viewerMay: { action: string; allowed: boolean }[] } };
      const { qualificationReview } = await graph.read<Told>(query, { viewer });
      return qualificationReview.viewerMay.filter(({ allowed }) => allowed).map(({ action }) => action);
    };
    const reviewers = ['Take', 'Mark', 'Ask', 'Approve', 'Refuse', 'Revoke'];
    expect(await may(people.operator)).toEqual(reviewers.map((act) => `qualificationReview${act}`));
    expect(await may(people.involved)).toEqual([]);
    expect(await may(people.expert)).toEqual(['qualificationReviewAnswer', 'qualificationReviewWithdraw']);
  });

  test('in as many statements for twelve as for one', async () => {
    const context = newContext(graph.database, null);
    const [few, many] = await Promise.all([
      newOrganization(context, 'Few'),
      newOrganization(context, 'Many'),
    ]);
    await putReview(graph, { actorId: few, platformId: people.platform }, 'REFUSED');
    for (let made = 0; made < 12; made += 1)
      await putReview(graph, { actorId: many, platformId: people.platform }, 'REFUSED');
    const statements = async (id: string) => {
      const query = `{ actor(id: "${id}") { ... on Organization { qualificationReviews { edges { node {
        id state actor { id } platform { id } requestedBy { id } reviewer { id } documents { title }
        checklist { item mark } viewerMay { action allowed } } } } } } }`;
      return (await graph.ask(query, { viewer: people.auditor })).statements;
    };
    expect(await statements(many)).toBe(await statements(few));
  });
});

test('everybody reads what is valid now, and nobody by whom or with what it was shown', async () => {
  const context = newContext(graph.database, null);
  const firm = await newOrganization(context, 'Verified');
  const personId = asId('Person', people.stranger.actorId);
  await beginMembership(context, { organizationId: firm, personId, role: 'MEMBER' });
  await putReview(graph, { actorId: firm, platformId: people.platform }, 'APPROVED');
  await putReview(graph, { actorId: firm, platformId: people.otherPlatform }, 'REVOKED');
  const query = (id: string) =>
    `{ actor(id: "${id}") { verification { isVerified qualifications { kind platform { id } } } } }`;
  type Told = { actor: { verification: object } };
  expect((await graph.read<Told>(query(firm))).actor.verification).toEqual({
    isVerified: true,
    qualifications: [{ kind: 'ORGANIZATION_IDENTITY', platform: { id: people.platform } }],
  });
  expect((await graph.read<Told>(query(personId))).actor.verification).toEqual({
    isVerified: false,
    qualifications: [],
  });
  type Guide = { qualificationKinds: { key: string; checklist: { title: { zh: string } }[] }[] };
  const guide = await graph.read<Guide>('{ qualificationKinds { key checklist { title { zh en } } } }');
  expect(guide.qualificationKinds.map(({ key, checklist }) => [key, checklist.length])).toEqual([
    ['ORGANIZATION_IDENTITY', 4],
    ['PUBLIC_INSTITUTION', 4],
    ['TESTING_LABORATORY', 5],
    ['CLINICAL_RESEARCH', 5],
    ['EXPERT', 4],
  ]);
});
