import type { QualificationKind } from '../../../schema/events.ts';
import type { ActorId } from '../../../schema/ids.ts';
import { nameOfId } from '../../../schema/ids.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';

/** One thing a reviewer looks at. */
export interface ChecklistItem {
  key: string;
  title: LocalizedText;
  /** What shows it. */
  needs: LocalizedText;
  /** Whether it must be met: others may be marked as not applicable. */
  isRequired: boolean;
}

/** What a platform reviews of an actor, and for how long the answer holds. */
export interface KindOfQualification {
  title: LocalizedText;
  applicant: 'Organization' | 'Person';
  checklist: readonly ChecklistItem[];
  validMonths: number;
  /** How many days a platform has for each step that waits for it. After twice as many the review lapses. */
  reviewDays: number;
}

const item = (
  key: string,
  [zh, en]: [string, string],
  [needsZh, needsEn]: [string, string],
  isRequired = true,
): ChecklistItem => ({
  key,
  title: { zh, en },
  needs: { zh: needsZh, en: needsEn },
  isRequired,
});

const registeredName = item(
  'registered-name',
  ['名称与登记一致', 'The name is the registered one'],
  ['登记证书或官方公示页面', 'The certificate of registration, or its page in the public register'],
);
const stillExists = item(
  'in-good-standing',
  ['存续且未被列入严重失信名单', 'It exists and is not listed for grave breaches of trust'],
  ['国家企业信用信息公示系统或同等公示的链接', 'A link to the public credit register, or to its equal'],
);
const mandate = item(
  'applicant-mandated',
  ['申请人有权代表机构', 'The applicant may act for it'],
  [
    '加盖公章的授权书，或法定代表人本人申请',
    'A sealed letter of authority, or the legal representative in person',
  ],
);

/** Every kind, with what a reviewer looks at. A key of an item is never given another meaning: marks refer to
 *  it. */
export const qualificationKinds: Readonly<Record<QualificationKind, KindOfQualification>> = {
  ORGANIZATION_IDENTITY: {
    title: { zh: '机构身份（营业执照）', en: 'Identity of an organisation (business licence)' },
    applicant: 'Organization',
    checklist: [
      registeredName,
      item(
        'credit-code',
        ['统一社会信用代码有效', 'The unified social credit code is valid'],
        ['营业执照，代码符合 GB 32100', 'The business licence, with a code after GB 32100'],
      ),
      stillExists,
      mandate,
    ],
    validMonths: 36,
    reviewDays: 10,
  },
  PUBLIC_INSTITUTION: {
    title: { zh: '事业单位与公共机构', en: 'Public institution' },
    applicant: 'Organization',
    checklist: [
      registeredName,
      item(
        'legal-person-certificate',
        ['事业单位法人证书有效', 'The certificate of a public institution is valid'],
        ['事业单位法人证书或批准设立文件', 'The certificate, or the act that founded it'],
      ),
      item(
        'supervising-body',
        ['主管部门明确', 'It is known who supervises it'],
        ['主管或举办单位的名称与文件', 'The supervising or founding body, by name and document'],
        false,
      ),
      mandate,
    ],
    validMonths: 60,
    reviewDays: 10,
  },
  TESTING_LABORATORY: {
    title: { zh: '检验检测机构（CNAS、CMA）', en: 'Testing laboratory (CNAS, CMA)' },
    applicant: 'Organization',
    checklist: [
      registeredName,
      item(
        'cma',
        ['资质认定（CMA）证书有效', 'The CMA certificate is valid'],
        ['证书编号、有效期与能力附表', 'Its number, term and schedule of abilities'],
      ),
      item(
        'cnas',
        ['CNAS 认可（ISO/IEC 17025）有效', 'The CNAS accreditation (ISO/IEC 17025) is valid'],
        ['认可证书与认可范围', 'The certificate and its scope'],
        false,
      ),
      item(
        'scope-matches',
        ['所提供的检测在批准范围内', 'What it offers lies within the approved scope'],
        ['检测项目与能力附表的对照', 'Its tests beside the schedule of abilities'],
      ),
      mandate,
    ],
    validMonths: 24,
    reviewDays: 15,
  },
  CLINICAL_RESEARCH: {
    title: { zh: '药物临床试验机构（GCP）', en: 'Clinical research (GCP)' },
    applicant: 'Organization',
    checklist: [
      registeredName,
      item(
        'gcp-filed',
        ['药物临床试验机构已备案', 'It is filed as an institution for clinical trials'],
        ['国家药监局备案号与专业', 'The number and specialties filed with the authority'],
      ),
      item(
        'ethics-committee',
        ['伦理委员会已备案', 'Its ethics committee is filed'],
        ['备案页面与成员单位', 'The page of the filing'],
      ),
      item(
        'investigators-trained',
        ['研究者经 GCP 培训', 'Its investigators are trained in GCP'],
        ['培训证书，三年以内', 'Certificates, not older than three years'],
      ),
      mandate,
    ],
    validMonths: 24,
    reviewDays: 15,
  },
  EXPERT: {
    title: { zh: '专家', en: 'Expert' },
    applicant: 'Person',
    checklist: [
      item(
        'identity',
        ['本人身份确认', 'The person is who they say'],
        ['单位人事证明或实名认证记录', 'A letter of the employer, or a record of identification'],
      ),
      item(
        'orcid',
        ['ORCID 或同等标识属本人', 'The ORCID, or its equal, is theirs'],
        ['ORCID 页面及其中的任职', 'The ORCID page with the affiliation on it'],
        false,
      ),
      item(
        'title',
        ['职称或学位真实', 'The title or degree is true'],
        ['职称证书或学位证书', 'The certificate of the title or degree'],
      ),
      item(
        'affiliation',
        ['任职单位确认', 'The affiliation is confirmed'],
        ['单位在此图中的成员记录，或任职证明', 'A membership in this graph, or a letter of the employer'],
        false,
      ),
    ],
    validMonths: 36,
    reviewDays: 10,
  },
};

export const allQualificationKinds = Object.keys(qualificationKinds) as QualificationKind[];

/** The items that stand between these marks and an approval: not marked, not met, or passed over though
 *  required. */
export function inTheWay(
  kind: QualificationKind,
  marks: readonly { item: string; mark: string }[],
): string[] {
  const markOf = new Map(marks.map(({ item: key, mark }) => [key, mark]));
  return qualificationKinds[kind].checklist
    .filter(({ key, isRequired }) => {
      const mark = markOf.get(key);
      return mark !== 'MET' && (isRequired || mark !== 'NOT_APPLICABLE');
    })
    .map(({ key }) => key);
}

/** Whether the actor is of the sort that this kind is for. */
export const isFor = (kind: QualificationKind, actorId: ActorId): boolean =>
  nameOfId(actorId) === qualificationKinds[kind].applicant;
