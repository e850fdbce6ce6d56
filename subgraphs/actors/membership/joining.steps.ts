import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import type { HowToJoin } from './joining.store.ts';

/** One thing to do on the way to becoming a member. */
export interface JoiningStep {
  code: keyof typeof stepWords;
  text: LocalizedText;
  /** The mutation that does it; null where it is not done here. */
  action: string | null;
}

/** What each step is about, for the schema. */
export const stepWords = {
  SIGN_IN: 'Say who you are.',
  APPLY: 'Ask for a place.',
  WAIT: 'An administrator decides.',
  ASK: 'Ask the organisation, outside of here, for an invitation.',
  ACCEPT: 'Accept the invitation.',
  ASK_OPERATOR: 'Have an operator appoint an administrator.',
  SEE_SUCCESSOR: 'Look at what replaces it.',
  NONE: 'There is no way at present.',
} as const;

/** How long an application waits for its answer. */
export const applicationDays = 60;
/** How long an invitation stands. */
export const invitationDays = 30;
/** In a day a person can found this many organisations. */
export const foundingsMax = 5;

/** Whether an application is taken now. */
export const isOpenToApplications = ({ policy, organization, administratorCount }: HowToJoin): boolean =>
  policy === 'OPEN_TO_APPLICATIONS' && organization.status === 'ACTIVE' && administratorCount > 0;

/** Whether it says how to reach it. */
export const isContactThere = ({ organization }: HowToJoin): boolean =>
  [organization.website, organization.contactEmail, organization.contactTelephone].some(
    (each) => each !== null,
  );

/** The way in, step by step, for whoever is not a member. */
export function stepsToJoin(how: HowToJoin): JoiningStep[] {
  if (how.organization.status !== 'ACTIVE')
    return [step('SEE_SUCCESSOR', '该组织已不存在：请看其继任者。', 'It is no more: see its successor.')];
  if (how.administratorCount === 0)
    return [
      step(
        'ASK_OPERATOR',
        '该组织在此尚无管理员：请其所在地区平台的运营方任命一名。',
        'Nobody administers it here: ask an operator of a platform that serves its region to appoint someone.',
        'administratorAppoint',
      ),
    ];
  if (how.policy === 'CLOSED')
    return [step('NONE', '该组织目前不接纳新成员。', 'It takes no new members at present.')];
  const signIn = step('SIGN_IN', '请以本人身份登录。', 'Sign in as yourself.');
  if (how.policy === 'BY_INVITATION')
    return [
      step('ASK', '请联系该组织，请其邀请您。', 'Get in touch with it, and ask for an invitation.'),
      signIn,
      step(
        'ACCEPT',
        `请在 ${invitationDays} 天内接受邀请，见 viewer.membershipInvitations。`,
        `Accept the invitation within ${invitationDays} days: it stands under viewer.membershipInvitations.`,
        'membershipInvitationAccept',
      ),
    ];
  const { administratorCount: count } = how;
  return [
    signIn,
    step(
      'APPLY',
      '请提交申请，说明您是谁以及为何申请。',
      'Apply, and say who you are and why.',
      'membershipApply',
    ),
    step(
      'WAIT',
      `${count} 名管理员可见您的申请，${applicationDays} 天内由其中一人决定，见 viewer.membershipApplications。`,
      `Of ${count} who administer it one decides within ${applicationDays} days: the answer stands under ` +
        'viewer.membershipApplications.',
    ),
  ];
}

const step = (code: JoiningStep['code'], zh: string, en: string, action: string | null = null) => ({
  code,
  text: { zh, en },
  action,
});
