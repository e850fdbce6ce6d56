import { sql } from 'drizzle-orm';
import { qualificationDocument, qualificationMark } from '../../../db/tables/actors/review.ts';
import type { Context } from '../../../schema/context.ts';
import type { QualificationReviewState } from '../../../schema/events.ts';
import { newId } from '../../../schema/ids.ts';
import { writeReview } from '../../kit/review.ts';
import type { Base } from '../base/base.ts';
import { type Deed, place } from '../place.ts';

const note = 'MARKREVIEWNOTE4H1';
const title = 'MARKDOCUMENT9P3';

/** What each step begins from, and what is written for it. */
const steps: [name: string, from: QualificationReviewState, more: string][] = [
  ['qualificationReviewTake', 'REQUESTED', ''],
  ['qualificationReviewMark', 'IN_REVIEW', 'marks: [{ item: "registered-name", mark: MET }]'],
  ['qualificationReviewAsk', 'IN_REVIEW', 'question: "Which?"'],
  ['qualificationReviewAnswer', 'INFORMATION_WANTED', 'answer: "This."'],
  ['qualificationReviewApprove', 'IN_REVIEW', ''],
  ['qualificationReviewWithdraw', 'REQUESTED', ''],
  ['qualificationReviewRevoke', 'APPROVED', 'reason: "Forged."'],
];

/** The institute is valid by one review of the platform; another was revoked, and a third is under way. */
export const qualificationReview = place({
  markers: { 'QualificationReview.note': [note], 'QualificationDocument.title': [title] },
  write: async ({ db }, { organization, platform, person }) => {
    const facts = { actorId: organization.provider, platformId: platform };
    const people = { requestedBy: person.provider, reviewerId: person.operator };
    const words = { note, question: 'Which?', answer: 'This.', reason: 'Forged.' };
    const revoked = await writeReview(
      db,
      { ...facts, ...people, ...words, kind: 'TESTING_LABORATORY', decidedAt: new Date() },
      'REVOKED',
    );
    await db.update(qualificationMark).set({ reason: 'As shown.' });
    const at = { reviewId: revoked, title };
    await db.insert(qualificationDocument).values([
      { ...at, place: 1, url: 'https://document.example/' },
      { ...at, place: 2, sha256: 'ab'.repeat(32), keptAt: 'An office.' },
    ]);
    const open = await writeReview(db, { ...facts, kind: 'CLINICAL_RESEARCH' }, 'IN_REVIEW');
    await writeReview(db, { ...facts, kind: 'ORGANIZATION_IDENTITY' }, 'APPROVED', { days: 300 });
    await writeReview(db, { ...facts, actorId: organization.verified }, 'APPROVED', { days: 300 });
    return { revoked, open };
  },
  meet: ({ revoked, open }, base) => {
    const root = { entity: 'Query', id: '' };
    const of = (id: string, inside: string, ...only: string[]) => ({
      ...{ ...root, isHidden: true as const, inside: `qualificationReview(id: "${id}") { ${inside} }` },
      ...(only.length > 0 ? { only } : {}),
    });
    const always = ['id', 'actor', 'platform', 'kind', 'state', 'requestedAt', 'isOverdue', 'viewerMay'];
    const ended = [
      'requestedBy',
      'reviewer',
      'note',
      'documents',
      'checklist',
      'question',
      'answer',
      'reason',
    ];
    const provider = { entity: 'Organization', id: base.organization.provider };
    return {
      anchors: {
        QualificationReview: [
          of(revoked, '%', ...always, ...ended, 'decidedAt', 'validUntil'),
          of(open, '%', 'dueAt', 'endsAt'),
        ],
        QualificationDocument: [of(revoked, 'documents { % }')],
        QualificationCheck: [of(revoked, 'checklist { % }')],
        Verification: [{ ...provider, inside: 'verification { % }' }],
        HeldQualification: [{ ...provider, inside: 'verification { qualifications { % } }' }],
        QualificationGuide: [{ ...root, inside: 'qualificationKinds { % }' }],
        QualificationChecklistItem: [{ ...root, inside: 'qualificationKinds { checklist { % } }' }],
        QualificationRight: [{ ...root, inside: 'qualificationKinds { rights { % } }' }],
      },
      arguments: { 'Query.qualificationReview': `(id: "${revoked}")` },
      deeds: deeds(base),
    };
  },
});

/** Deeds are done to reviews of a kind that no other row has. */
const kind = 'PUBLIC_INSTITUTION' as const;
const undo = async ({ db }: Context) => {
  await db.execute(sql`delete from actors.qualification_mark where review_id in
    (select id from actors.qualification_review where kind = ${kind})`);
  await db.execute(sql`delete from actors.qualification_document where review_id in
    (select id from actors.qualification_review where kind = ${kind})`);
  await db.execute(sql`delete from actors.qualification_review where kind = ${kind}`);
};

function deeds({ organization, platform }: Base): Deed[] {
  const facts = { actorId: organization.provider, platformId: platform, kind };
  const put =
    (state: QualificationReviewState, options = {}) =>
    async (context: Context) => {
      // One at a time: what another asker left would stand in the way.
      await undo(context);
      return writeReview(context.db, facts, state, options);
    };
  const absent = newId('QualificationReview');
  const request = (more: string) =>
    `qualificationReviewRequest(input: { actorId: "${organization.provider}", platformId: "${platform}", ` +
    `kind: ${kind}, documents: [${more}] })`;
  const document = '{ title: "Licence", url: "https://document.example/" }';
  const unknownAs = { refusal: 'QualificationReviewUnknown', row: 'REVIEW', absent };
  const input = (id: string, more: string) => `(input: { reviewId: "${id}" ${more} })`;
  return [
    {
      meets: 'Mutation.qualificationReviewRequest',
      query: () => request(document),
      mayAt: () => `{ node(id: "${organization.provider}") { ... on Organization { % } } }`,
      succeedsAs: 'QualificationReviewRequestSuccess',
      undo,
    },
    ...steps.map(([name, from, more]): Deed => ({
      meets: `Mutation.${name}`,
      prepare: put(from),
      query: (id) => `${name}${input(id, more)}`,
      succeedsAs: `${name[0]!.toUpperCase()}${name.slice(1)}Success`,
      ...{ unknownAs, undo },
    })),
    {
      meets: 'Mutation.qualificationReviewRefuse',
      prepare: async (context) => {
        const id = await put('IN_REVIEW')(context);
        const mark = { mark: 'NOT_MET' as const, reason: 'Missing.' };
        await context.db
          .update(qualificationMark)
          .set(mark)
          .where(sql`review_id = ${id}`);
        return id;
      },
      query: (id) => `qualificationReviewRefuse${input(id, '')}`,
      succeedsAs: 'QualificationReviewRefuseSuccess',
      ...{ unknownAs, undo },
    },
    {
      meets: 'QualificationReviewUnknown',
      query: () => `qualificationReviewTake${input(absent, '')}`,
    },
    { meets: 'QualificationReviewUnusable', query: () => request('') },
    { meets: 'QualificationReviewOpen', prepare: put('REQUESTED'), query: () => request(document), undo },
    {
      meets: 'RenewalTooEarly',
      prepare: put('APPROVED', { days: 90 }),
      query: () => request(document),
      undo,
    },
    {
      meets: 'QualificationReviewMovedOn',
      prepare: put('REFUSED'),
      query: (id) => `qualificationReviewTake${input(id, '')}`,
      undo,
    },
    {
      meets: 'ChecklistUndecided',
      prepare: put('IN_REVIEW', { isMarked: false }),
      query: (id) => `qualificationReviewApprove${input(id, '')}`,
      undo,
    },
  ];
}
