import type { CoCreationRole } from '../../../schema/events.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';

/** One of the six stages a demand passes on its way to value. */
export interface Stage {
  number: number;
  title: LocalizedText;
}

/** What a role of value co-creation is about, for people. */
export interface RoleGuide {
  title: LocalizedText;
  gives: LocalizedText;
  rights: readonly LocalizedText[];
  duties: readonly LocalizedText[];
  stages: readonly Stage[];
  /** Whether an actor must be verified to be granted it. */
  needsVerification: boolean;
}

const text = (zh: string, en: string): LocalizedText => ({ zh, en });

const stages = [
  text('需求诊断', 'Diagnosis'),
  text('诉求契合', 'Engagement'),
  text('资源整合', 'Integration'),
  text('价值匹配', 'Value matching'),
  text('服务互动', 'Service interaction'),
  text('价值共创', 'Co-creation'),
].map((title, at): Stage => ({ number: at + 1, title }));
const inStages = (...numbers: number[]) => stages.filter(({ number }) => numbers.includes(number));

/** The four roles. An actor holds them in general by grant, and one in each project by taking part in it;
 *  what stands here is true of both. */
export const roleGuides: Readonly<Record<CoCreationRole, RoleGuide>> = {
  NORM_GUIDE: {
    title: text('规范引导者', 'Norm guide'),
    gives: text(
      '政策、激励、法律保障，对公平共享的监督，有序运行',
      'Policy, incentives, legal protection, supervision of fair sharing, orderly running',
    ),
    rights: [
      text(
        '监督价值匹配，审查利益分配是否公平',
        'Supervises value matching and judges whether shares are fair',
      ),
      text('提出各方须遵守的规范', 'Proposes norms that all parties keep'),
    ],
    duties: [
      text(
        '对各方一视同仁，不参与所监督项目的收益',
        'Treats all alike, and takes no share of what it supervises',
      ),
      text('公开其规则与理由', 'Publishes its rules and its reasons'),
    ],
    stages: inStages(4, 6),
    needsVerification: true,
  },
  RESOURCE_PROVIDER: {
    title: text('资源提供者', 'Resource provider'),
    gives: text('设备、材料、技术、专有知识', 'Equipment, materials, technology, know-how'),
    rights: [
      text('决定其资源的共享方式与条件', 'Decides how and on which terms its resources are shared'),
      text('按协议分享收益', 'Shares in the benefit as agreed'),
    ],
    duties: [
      text('如实描述资源并保持可用', 'Describes its resources truly and keeps them usable'),
      text('参与需求诊断，确认诊断结果', 'Helps to diagnose a demand and confirms the diagnosis'),
      text('履行所承诺的资源投入', 'Gives what it committed'),
    ],
    stages: inStages(1, 2, 3, 4, 5, 6),
    needsVerification: true,
  },
  SERVICE_SUPPORTER: {
    title: text('服务支持者', 'Service supporter'),
    gives: text(
      '资金、法律与知识产权服务、人才、技术、咨询',
      'Money, legal and IP advice, talent, technology, consulting',
    ),
    rights: [
      text('参与方案的协商与修订', 'Takes part in agreeing and revising the solution'),
      text('按协议分享收益或收取费用', 'Shares in the benefit, or is paid, as agreed'),
    ],
    duties: [
      text('参与需求诊断，确认诊断结果', 'Helps to diagnose a demand and confirms the diagnosis'),
      text('以其专业为项目各方保守秘密', 'Keeps the secrets of the parties, by its profession'),
      text('按时交付所承诺的服务', 'Delivers the services it promised, in time'),
    ],
    stages: inStages(1, 2, 3, 5, 6),
    needsVerification: true,
  },
  FINAL_CONSUMER: {
    title: text('最终消费者', 'Final consumer'),
    gives: text('需求、应用、市场反馈', 'Demand, application, market feedback'),
    rights: [
      text('提出需求，确认诊断与方案', 'States the demand, confirms diagnosis and solution'),
      text('验收成果', 'Accepts what is delivered'),
    ],
    duties: [
      text('如实说明需求与预算', 'States need and budget truly'),
      text('按约付款并反馈使用情况', 'Pays as agreed and tells how it served'),
    ],
    stages: inStages(1, 2, 4, 5, 6),
    needsVerification: false,
  },
};

export const allRoles = Object.keys(roleGuides) as CoCreationRole[];

/** What only a verified actor is granted: read by the grant itself, and by the guide of qualifications. */
export const rolesForVerified = allRoles.filter((role) => roleGuides[role].needsVerification);
