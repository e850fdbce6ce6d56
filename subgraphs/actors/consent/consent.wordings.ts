import type { ConsentPurpose } from '../../../schema/events.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';

/** What a person reads before they consent. A wording is never edited: who consented has read it. */
export interface Wording {
  purpose: ConsentPurpose;
  version: number;
  /** A calendar day. */
  since: string;
  text: LocalizedText;
}

const since = '2026-11-21';

/** Every wording there ever was, by purpose, oldest first. The last of a purpose is what is asked today. */
export const wordings: readonly Wording[] = [
  {
    purpose: 'SUGGESTIONS',
    version: 1,
    since,
    text: {
      zh: '可根据我的单位、领域和参与的项目，为我推荐资源、需求与合作方。不同意也可使用全部功能，只是看不到个性化推荐。',
      en:
        'Resources, demands and partners may be suggested to me by my organisations, fields and projects. Without ' +
        'this everything works the same, but nothing is suggested to me personally.',
    },
  },
  {
    purpose: 'EXPERT_LISTING',
    version: 1,
    since,
    text: {
      zh: '可将我列为可提供咨询的专家，所有人都能看到我的姓名、单位、领域和可服务时间。撤回后立即不再列出。',
      en:
        'I may be listed as an expert who can be asked, with my name, organisations, fields and availability for ' +
        'everybody to see. Once I withdraw this I am no longer listed.',
    },
  },
  {
    purpose: 'EMPLOYMENT_STATISTICS',
    version: 1,
    since,
    text: {
      zh: '可在就业与人才统计中计入我；只公布汇总数字，不公布能识别出我的数据。',
      en:
        'I may be counted in statistics on employment and talent. Only sums are published, nothing by which I ' +
        'could be recognised.',
    },
  },
  {
    purpose: 'NEWSLETTER',
    version: 1,
    since,
    text: {
      zh: '可向我的电子邮箱发送平台通讯，包括活动、新资源和政策。',
      en: 'News of events, new resources and policies may be sent to my e-mail address.',
    },
  },
];

/** The wording that is asked today. */
export function currentWording(purpose: ConsentPurpose): Wording {
  const found = wordings.findLast((each) => each.purpose === purpose);
  if (!found) throw new Error(`There is no wording for ${purpose}.`);
  return found;
}

/** The purposes, in the order in which they are asked. */
export const purposes: readonly ConsentPurpose[] = [...new Set(wordings.map(({ purpose }) => purpose))];
