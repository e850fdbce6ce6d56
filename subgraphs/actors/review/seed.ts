import type { Context } from '../../../schema/context.ts';
import type { QualificationKind } from '../../../schema/events.ts';
import type { ActorId, Id } from '../../../schema/ids.ts';
import { qualificationKinds } from './review.kinds.ts';
import { approveReview, askApplicant, markReview, requestReview, takeReview } from './review.steps.store.ts';
import { qualificationReviewById } from './review.store.ts';

/** How far the demo takes a review. */
type Stage = 'REQUESTED' | 'INFORMATION_WANTED' | 'APPROVED';

/** By the English name of who asked. Addresses are made up, as the names are. */
const reviews: [name: string, kind: QualificationKind, stage: Stage, documents: [string, string][]][] = [
  [
    'Three Gorges Institute of Drug Analysis',
    'TESTING_LABORATORY',
    'APPROVED',
    [
      ['检验检测机构资质认定证书（CMA）', 'cma-certificate.pdf'],
      ['CNAS 实验室认可证书及认可范围', 'cnas-scope.pdf'],
    ],
  ],
  [
    'Yichang Renji Hospital',
    'CLINICAL_RESEARCH',
    'APPROVED',
    [['药物临床试验机构备案页面', 'gcp-filing.html']],
  ],
  ['Jingchu University', 'PUBLIC_INSTITUTION', 'APPROVED', [['事业单位法人证书', 'certificate.pdf']]],
  ['Zhao Qihang', 'EXPERT', 'APPROVED', [['教授职称证书', 'title.pdf']]],
  ['Xiling Generics', 'ORGANIZATION_IDENTITY', 'REQUESTED', [['营业执照', 'business-licence.pdf']]],
  ['Xiajiang Biotech', 'ORGANIZATION_IDENTITY', 'INFORMATION_WANTED', [['营业执照', 'licence.pdf']]],
];

/** Reviews of the demo region in several states, each asked of this platform and decided by its operator. */
export async function seedReviews(
  context: Context,
  at: { platformId: Id<'Platform'>; reviewerId: Id<'Person'>; idOf: (name: string) => ActorId },
): Promise<void> {
  const { platformId, reviewerId } = at;
  const reviewing: Context = {
    ...context,
    viewer: {
      actorId: reviewerId,
      organizations: [],
      roles: [{ role: 'OPERATOR', platformId, region: null }],
      scopes: null,
    },
  };
  for (const [name, kind, stage, documents] of reviews) {
    const slug = name.toLowerCase().replace(/[^a-z]+/g, '-');
    const id = await requestReview(context, {
      ...{ actorId: at.idOf(name), platformId, kind, note: null },
      documents: documents.map(([title, file]) => ({
        ...{ title, sha256: null, keptAt: null },
        url: `https://${slug}.example/qualification/${file}`,
      })),
    });
    if (stage === 'REQUESTED') continue;
    const row = await qualificationReviewById(reviewing).load(id);
    if (!row) throw new Error('The operator of a platform may know of its reviews.');
    await takeReview(reviewing, row);
    if (stage === 'INFORMATION_WANTED') {
      await askApplicant(reviewing, row, '请补充加盖公章的授权书。');
      continue;
    }
    const marks = qualificationKinds[kind].checklist.map(({ key }) => ({ item: key, mark: 'MET' as const }));
    await markReview(
      reviewing,
      row,
      marks.map((mark) => ({ ...mark, reason: null })),
    );
    await approveReview(reviewing, row);
  }
}
