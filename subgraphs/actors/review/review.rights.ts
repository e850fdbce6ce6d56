import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import { roleGuides, rolesForVerified } from '../role/role.guide.ts';

/** Something that only a verified actor may, by the mutation that holds it. */
export interface RightOfVerified {
  action: string;
  title: LocalizedText;
  /** Whether only an organisation has it. */
  isForOrganizations: boolean;
}

const toBeGranted = rolesForVerified.map((role): RightOfVerified => {
  const { zh, en } = roleGuides[role].title;
  return {
    action: 'coCreationRoleGrant',
    title: { zh: `被授予角色：${zh}`, en: `Be granted the role: ${en}` },
    isForOrganizations: false,
  };
});

/** What a valid qualification is good for: what no rule asks it for is not promised here. */
export const rightsOfVerified: readonly RightOfVerified[] = [
  ...toBeGranted,
  {
    action: 'allianceFound',
    title: { zh: '发起或共同发起联盟', en: 'Found an alliance, or join in founding one' },
    isForOrganizations: true,
  },
];
