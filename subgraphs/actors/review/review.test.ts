import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { type Answer, type Graph, openGraph } from '../../../tests/kit/graph.ts';
import {
  declareReviewPeople,
  eventsOf,
  newOrganization,
  putReview,
  type ReviewPeople,
  reviewsStanding,
  throughKey,
} from '../../../tests/kit/review.ts';

let graph: Graph;
let context: Context;
let people: ReviewPeople;

beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
  people = await declareReviewPeople(graph);
});
afterAll(() => graph[Symbol.asyncDispose]());

interface Said {
  __typename: string;
  code?: string;
  review?: Record<string, unknown> & { id: string };
}
/** Sends a mutation of reviews and gives what it says. */
const send = (name: string, input: object, viewer: Viewer | null) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const shown = 'id state note question answer reason reviewer { id } documents { title url sha256 keptAt }';
  return graph.ask<Record<string, Said | null>>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Refusal { code message }
      ... on ${type}Success { review { ${shown} checklist { item mark reason } } } } }`,
    { viewer, variables: { input } },
  );
};
const saidBy = async (name: string, input: object, viewer: Viewer | null) =>
  (await send(name, input, viewer)).data?.[name];

/** A "no" as an error: nothing but it, and nothing changed. */
async function expectError(asking: () => Promise<Answer<unknown>>, code: string, message: unknown) {
  const before = await reviewsStanding(graph);
  const { data, errors } = await asking();
  expect(Object.values(data ?? {}).every((each) => each === null)).toBe(true);
  expect(errors?.map((error) => [error.extensions?.['code'], error.message])).toEqual([[code, message]]);
  expect(await reviewsStanding(graph)).toEqual(before);
}
/** A "no" as a refusal: its type and code, and nothing changed. */
async function expectRefusal(asking: () => Promise<Said | null | undefined>, type: string, code: string) {
  const before = await reviewsStanding(graph);
  expect(await asking()).toMatchObject({ __typename: type, code });
  expect(await reviewsStanding(graph)).toEqual(before);
}

const licence = { title: ' 营业执照 ', url: 'https://institute.example/licence.pdf' };
const asked = (more: object = {}) => ({
  ...{ actorId: people.institute, platformId: people.platform, kind: 'ORGANIZATION_IDENTITY' },
  ...{ documents: [licence], ...more },
});

describe('qualificationReviewRequest', () => {
  test('keeps what is asked with its documents by reference, and records who asks for whom', async () => {
    const sealed = { title: 'Letter', sha256: 'AB'.repeat(32), keptAt: 'Office, room 3' };
    const { review } = (await saidBy(
      'qualificationReviewRequest',
      asked({ documents: [licence, sealed], note: 'Please.' }),
      people.administrator,
    ))!;
    expect(review).toMatchObject({
      ...{ state: 'REQUESTED', note: 'Please.', reviewer: null },
      documents: [
        { title: '营业执照', url: 'https://institute.example/licence.pdf', sha256: null, keptAt: null },
        { title: 'Letter', url: null, sha256: 'ab'.repeat(32), keptAt: 'Office, room 3' },
      ],
    });
    const data = { actorId: people.institute, platformId: people.platform, kind: 'ORGANIZATION_IDENTITY' };
    expect(await eventsOf(graph, review!.id)).toEqual([
      {
        kind: 'qualificationReview.requested',
        actorId: people.administrator.actorId,
        data: { ...data, renews: null },
      },
    ]);
    await expectRefusal(
      () => saidBy('qualificationReviewRequest', asked(), people.administrator),
      'QualificationReviewOpen',
      'QUALIFICATION_REVIEW_OPEN',
    );
  });

  test.each<[string, object]>([
    ['that is for people', { kind: 'EXPERT' }],
    ['of a platform that is not there', { platformId: newId('Platform') }],
    ['without a document', { documents: [] }],
    ['with 21 documents', { documents: Array(21).fill(licence) }],
    ['with a document without a title', { documents: [{ ...licence, title: ' ' }] }],
    ['with a document not by https', { documents: [{ title: 'x', url: 'http://a.example/' }] }],
    ['with a document nowhere', { documents: [{ title: 'x' }] }],
    ['with a document in two ways', { documents: [{ ...licence, sha256: 'ab'.repeat(32) }] }],
    ['with half a hash', { documents: [{ title: 'x', sha256: 'abcd', keptAt: 'y' }] }],
    ['with a hash that nobody keeps', { documents: [{ title: 'x', sha256: 'ab'.repeat(32) }] }],
    ['with a note of HTML', { note: '<b>x</b>' }],
  ])('refuses a review %s', (_what, more) =>
    expectRefusal(
      () =>
        saidBy(
          'qualificationReviewRequest',
          asked({ kind: 'TESTING_LABORATORY', ...more }),
          people.administrator,
        ),
      'QualificationReviewUnusable',
      'QUALIFICATION_REVIEW_UNUSABLE',
    ),
  );

  test('refuses to renew what is valid for more than 60 days yet, and says from when', async () => {
    const kind = 'PUBLIC_INSTITUTION' as const;
    await putReview(graph, { actorId: people.institute, platformId: people.platform, kind }, 'APPROVED', {
      days: 61,
    });
    const ask = () => saidBy('qualificationReviewRequest', asked({ kind }), people.administrator);
    await expectRefusal(ask, 'RenewalTooEarly', 'RENEWAL_TOO_EARLY');
  });

  const requires = 'the person, or administrator of the organisation, not through a key';
  test.each([
    ['a member', () => people.member],
    ['an operator', () => people.operator],
    ['a stranger', () => people.stranger],
  ])('is not for %s', (_who, who) =>
    expectError(
      () => send('qualificationReviewRequest', asked(), who()),
      'FORBIDDEN',
      `You may not do this. It requires: ${requires}.`,
    ),
  );

  test('is not for nobody, and not through a key', async () => {
    const words = 'signed in, not through a key';
    const ask = (viewer: Viewer | null) => () => send('qualificationReviewRequest', asked(), viewer);
    await expectError(ask(null), 'UNAUTHENTICATED', `Sign in first. This requires: ${words}.`);
    const key = throughKey(people.administrator);
    await expectError(ask(key), 'FORBIDDEN', `You may not do this. It requires: ${words}.`);
  });

  test('answers what is no id, kind or address as malformed', async () => {
    for (const more of [{ actorId: 'x' }, { kind: 'GOOD' }, { documents: [{ title: 'x', url: 'x' }] }])
      await expectError(
        () => send('qualificationReviewRequest', asked(more), people.administrator),
        'BAD_USER_INPUT',
        expect.any(String),
      );
  });
});

/** Each step: from where, with what, and who does it. */
const steps = [
  ['qualificationReviewTake', 'REQUESTED', {}, 'operator'],
  ['qualificationReviewMark', 'IN_REVIEW', { marks: [{ item: 'credit-code', mark: 'MET' }] }, 'operator'],
  ['qualificationReviewAsk', 'IN_REVIEW', { question: 'Which seal?' }, 'operator'],
  ['qualificationReviewAnswer', 'INFORMATION_WANTED', { answer: 'This.' }, 'administrator'],
  ['qualificationReviewApprove', 'IN_REVIEW', {}, 'secondOperator'],
  ['qualificationReviewWithdraw', 'IN_REVIEW', {}, 'administrator'],
  ['qualificationReviewRevoke', 'APPROVED', { reason: 'It was forged.' }, 'operator'],
  ['qualificationReviewRefuse', 'IN_REVIEW', { reason: 'See there.' }, 'operator'],
] as const;

describe.each(steps)('%s', (name, from, more, doer) => {
  const isReviewers = doer !== 'administrator';
  /** A review of the institute that stands there, with no other beside it. */
  const standing = async () => {
    await graph.database.script(
      'delete from actors.qualification_mark; delete from actors.qualification_document; delete from actors.qualification_review',
    );
    const id = await putReview(graph, { actorId: people.institute, platformId: people.platform }, from);
    if (name === 'qualificationReviewRefuse')
      await graph.database.script(
        `update actors.qualification_mark set mark = 'NOT_MET', reason = 'Expired.' where item = 'credit-code'`,
      );
    return id;
  };

  test(`is done by the ${doer}`, async () => {
    const reviewId = await standing();
    const said = await saidBy(name, { reviewId, ...more }, people[doer]);
    expect(said?.__typename).toBe(`${name[0]!.toUpperCase()}${name.slice(1)}Success`);
    const recorded = (await eventsOf(graph, reviewId)).map(({ kind, actorId }) => [kind, actorId]);
    expect(recorded.length).toBe(1);
    expect(recorded[0]![1]).toBe(people[doer].actorId);
  });

  test('tells a review of others from none to nobody else', async () => {
    const reviewId = await standing();
    for (const viewer of [people.stranger, people.member, people.otherOperator])
      await expectRefusal(
        () => saidBy(name, { reviewId, ...more }, viewer),
        'QualificationReviewUnknown',
        'QUALIFICATION_REVIEW_UNKNOWN',
      );
    await expectRefusal(
      () => saidBy(name, { reviewId: newId('QualificationReview'), ...more }, people[doer]),
      'QualificationReviewUnknown',
      'QUALIFICATION_REVIEW_UNKNOWN',
    );
  });

  test('is not for the other side, an auditor, or whoever has a part in both', async () => {
    const reviewId = await standing();
    const requires = isReviewers
      ? 'operator of the platform who has no part in the applicant, not through a key'
      : 'the person, or administrator of the organisation, not through a key';
    const others = [isReviewers ? people.administrator : people.operator, people.auditor, people.involved];
    for (const viewer of others)
      await expectError(
        () => send(name, { reviewId, ...more }, viewer),
        'FORBIDDEN',
        `You may not do this. It requires: ${requires}.`,
      );
  });

  test('is not for nobody and not through a key, and needs an id of a review', async () => {
    const reviewId = await standing();
    const words = 'signed in, not through a key';
    const ask = (viewer: Viewer | null, id: string) => () => send(name, { reviewId: id, ...more }, viewer);
    await expectError(ask(null, reviewId), 'UNAUTHENTICATED', `Sign in first. This requires: ${words}.`);
    const key = throughKey(people[doer]);
    await expectError(ask(key, reviewId), 'FORBIDDEN', `You may not do this. It requires: ${words}.`);
    const person = newId('Person');
    const message = `"${person}" is not a QualificationReview id.`;
    await expectError(ask(people[doer], person), 'BAD_USER_INPUT', message);
  });
});

describe('the words of a reviewer', () => {
  const inReview = async () =>
    putReview(
      graph,
      { actorId: await newOrganization(context, 'Firm'), platformId: people.platform },
      'IN_REVIEW',
      { isMarked: false },
    );
  const met = (item: string) => ({ item, mark: 'MET' });

  test.each<[string, object[]]>([
    ['none', []],
    ['one twice', [met('credit-code'), met('credit-code')]],
    ['one that is not there', [met('gcp-filed')]],
    ['a required one as not applicable', [{ item: 'credit-code', mark: 'NOT_APPLICABLE' }]],
    ['one as not met without a reason', [{ item: 'credit-code', mark: 'NOT_MET', reason: ' ' }]],
  ])('cannot mark %s', async (_what, marks) => {
    const reviewId = await inReview();
    await expectRefusal(
      () => saidBy('qualificationReviewMark', { reviewId, marks }, people.operator),
      'QualificationReviewUnusable',
      'QUALIFICATION_REVIEW_UNUSABLE',
    );
  });

  test('cannot be empty where something is asked', async () => {
    const reviewId = await inReview();
    await expectRefusal(
      () => saidBy('qualificationReviewAsk', { reviewId, question: ' ' }, people.operator),
      'QualificationReviewUnusable',
      'QUALIFICATION_REVIEW_UNUSABLE',
    );
  });

  test('approve nothing before every item is met, and refuse nothing without a reason', async () => {
    const reviewId = await inReview();
    const decide = (name: string) => () => saidBy(name, { reviewId }, people.operator);
    const undecided = ['ChecklistUndecided', 'CHECKLIST_UNDECIDED'] as const;
    await expectRefusal(decide('qualificationReviewApprove'), ...undecided);
    await expectRefusal(decide('qualificationReviewRefuse'), ...undecided);
    const items = ['registered-name', 'credit-code', 'in-good-standing'];
    await saidBy('qualificationReviewMark', { reviewId, marks: items.map(met) }, people.operator);
    await expectRefusal(decide('qualificationReviewApprove'), ...undecided);
    const missing = { item: 'applicant-mandated', mark: 'NOT_MET', reason: 'No seal.' };
    await saidBy('qualificationReviewMark', { reviewId, marks: [missing] }, people.operator);
    await expectRefusal(decide('qualificationReviewApprove'), ...undecided);
    const { review } = (await decide('qualificationReviewRefuse')())!;
    expect(review).toMatchObject({ state: 'REFUSED', reviewer: { id: people.operator.actorId } });
    expect((review!['checklist'] as object[]).at(-1)).toEqual(missing);
    const [, , told] = await eventsOf(graph, reviewId);
    expect(told?.data).toMatchObject({ items: ['applicant-mandated'] });
  });
});
