import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Viewers } from '../../../gateway/viewer.ts';
import { type Context, newContext } from '../../../schema/context.ts';
import { developmentIssuer } from '../../../schema/personas.ts';
import { asId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import {
  declareReviewPeople,
  eventsOf,
  newOrganization,
  putReview,
  type ReviewPeople,
} from '../../../tests/kit/review.ts';
import { beginMembership } from '../membership/membership.store.ts';
import { linkSignIn } from '../person/person.store.ts';
import {
  approveReview,
  refuseReview,
  requestReview,
  revokeReview,
  takeReview,
  withdrawReview,
} from './review.steps.store.ts';
import { qualificationReviewById } from './review.store.ts';

let graph: Graph;
let people: ReviewPeople;
beforeAll(async () => {
  graph = await openGraph();
  people = await declareReviewPeople(graph);
});
afterAll(() => graph[Symbol.asyncDispose]());

const newFirm = () => newOrganization(newContext(graph.database, null), 'Firm');
const as = (who: 'operator' | 'secondOperator' | 'administrator'): Context =>
  newContext(graph.database, people[who]);
const inReview = async (state: 'REQUESTED' | 'IN_REVIEW') => {
  const id = await putReview(graph, { actorId: await newFirm(), platformId: people.platform }, state);
  return (await qualificationReviewById(as('operator')).load(id))!;
};
/** How many were done, and what the others were told. */
const outcomes = async (all: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(all);
  const refused = settled.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
  );
  return [settled.length - refused.length, ...new Set(refused)];
};

describe('twenty at once', () => {
  test('who ask for the same review get one', async () => {
    const facts = { actorId: await newFirm(), platformId: people.platform, kind: 'EXPERT' as const };
    const ask = () => requestReview(as('administrator'), { ...facts, note: null, documents: [] });
    expect(await outcomes(Array.from({ length: 20 }, ask))).toEqual([1, 'QUALIFICATION_REVIEW_OPEN']);
  });

  test('who take one review: one has it', async () => {
    const row = await inReview('REQUESTED');
    const take = (_: unknown, at: number) => takeReview(as(at % 2 ? 'operator' : 'secondOperator'), row);
    expect(await outcomes(Array.from({ length: 20 }, take))).toEqual([1, 'QUALIFICATION_REVIEW_MOVED_ON']);
  });

  test('of whom operators approve or refuse and the applicant withdraws: one decides, one event', async () => {
    const row = await inReview('IN_REVIEW');
    await graph.database.script(
      `insert into actors.qualification_mark values ('${row.id}', 'old-item', 'NOT_MET', 'x')`,
    );
    const decide = [
      () => approveReview(as('operator'), row),
      () => refuseReview(as('secondOperator'), row, null),
      () => withdrawReview(as('administrator'), row),
      () => approveReview(as('secondOperator'), row),
    ];
    const all = Array.from({ length: 20 }, (_, at) => decide[at % decide.length]!());
    expect(await outcomes(all)).toEqual([1, 'QUALIFICATION_REVIEW_MOVED_ON']);
    expect((await eventsOf(graph, row.id)).length).toBe(1);
  });
});

test('a member is verified no longer within five seconds of a revocation, by two gateways', async () => {
  const row = await inReview('IN_REVIEW');
  await approveReview(as('operator'), row);
  const firm = asId('Organization', row.actorId);
  const context = newContext(graph.database, null);
  const personId = asId('Person', people.stranger.actorId);
  await beginMembership(context, { organizationId: firm, personId, role: 'MEMBER' });
  await linkSignIn(context, { issuer: developmentIssuer, subject: 'firm-member', personId });
  const open = () =>
    new Viewers(graph.database, (subject) => Promise.resolve({ issuer: developmentIssuer, subject }));
  const gateways = [open(), open()];
  const stops = await Promise.all(gateways.map((each) => each.start()));
  const seen = async (viewers: Viewers) => {
    const viewer = await viewers.of('Bearer firm-member');
    const query = '{ viewer { isVerified organizations { isVerified } } }';
    const { viewer: told } = await graph.read<{ viewer: object }>(query, { viewer });
    return told;
  };
  try {
    const verified = { isVerified: true, organizations: [{ isVerified: true }] };
    const notVerified = { isVerified: false, organizations: [{ isVerified: false }] };
    expect(await Promise.all(gateways.map(seen))).toEqual([verified, verified]);
    const revokedMs = performance.now();
    await revokeReview(as('operator'), row, 'Forged.');
    for (const gateway of gateways)
      await expect.poll(() => seen(gateway), { timeout: 5_000, interval: 10 }).toEqual(notVerified);
    const tookMs = performance.now() - revokedMs;
    console.log(`a revocation was in effect in both after ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(5_000);
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
});
