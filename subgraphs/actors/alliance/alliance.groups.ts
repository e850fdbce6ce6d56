import type { OrganizationKindName } from '../organization/organization.kinds.ts';

/** The groups in which members are counted, with the words a client reads. */
export const memberGroups = {
  UNIVERSITY: 'Universities and industry colleges.',
  INSTITUTE:
    'Research and S&T information institutes, laboratories, joint non-profit institutions, medical institutions.',
  ENTERPRISE:
    'Enterprises of any size, start-ups, service and logistics providers, venture capital, banks, law firms, ' +
    'publishers, and operators of platforms.',
  PUBLIC_BODY: 'Government departments, public review bodies, IP centres, incubators and parks.',
  OTHER: 'Associations, learned societies, alliances, agencies, and what is none of the others.',
} as const;
export type MemberGroup = keyof typeof memberGroups;

/** In which group each kind of organisation is counted. */
export const groupOfKind: Readonly<Record<OrganizationKindName, MemberGroup>> = {
  LEADING_ENTERPRISE: 'ENTERPRISE',
  ENTERPRISE: 'ENTERPRISE',
  SME: 'ENTERPRISE',
  START_UP: 'ENTERPRISE',
  UNIVERSITY: 'UNIVERSITY',
  RESEARCH_INSTITUTE: 'INSTITUTE',
  LABORATORY: 'INSTITUTE',
  MEDICAL_INSTITUTION: 'INSTITUTE',
  TECHNOLOGY_TRANSFER_AGENCY: 'OTHER',
  VENTURE_CAPITAL: 'ENTERPRISE',
  FINANCIAL_INSTITUTION: 'ENTERPRISE',
  LAW_FIRM: 'ENTERPRISE',
  IP_CENTRE: 'PUBLIC_BODY',
  INCUBATOR: 'PUBLIC_BODY',
  INDUSTRY_ASSOCIATION: 'OTHER',
  LEARNED_SOCIETY: 'OTHER',
  ALLIANCE: 'OTHER',
  JOINT_INSTITUTION: 'INSTITUTE',
  INDUSTRY_COLLEGE: 'UNIVERSITY',
  SERVICE_PROVIDER: 'ENTERPRISE',
  INFORMATION_INSTITUTE: 'INSTITUTE',
  GOVERNMENT_DEPARTMENT: 'PUBLIC_BODY',
  PUBLIC_REVIEW_BODY: 'PUBLIC_BODY',
  ASSESSMENT_AGENCY: 'OTHER',
  PLATFORM_OPERATOR: 'ENTERPRISE',
  PUBLISHER: 'ENTERPRISE',
  LOGISTICS_PROVIDER: 'ENTERPRISE',
  PUBLIC: 'OTHER',
  OTHER: 'OTHER',
};

/** How many organisations stand in each group, every group once, from how many there are of each kind. */
export function countGroups(
  counts: readonly { kind: string; count: number }[],
): { kind: MemberGroup; count: number }[] {
  const found = new Map<MemberGroup, number>();
  for (const { kind, count } of counts) {
    const group = groupOfKind[kind as OrganizationKindName] ?? 'OTHER';
    found.set(group, (found.get(group) ?? 0) + count);
  }
  return (Object.keys(memberGroups) as MemberGroup[]).map((kind) => ({ kind, count: found.get(kind) ?? 0 }));
}
