import { expect, test } from 'vitest';
import { organizationKinds } from '../organization/organization.kinds.ts';
import { countGroups, groupOfKind } from './alliance.groups.ts';

test('counts every kind of organisation in one group', () => {
  expect(Object.keys(groupOfKind).sort()).toEqual(Object.keys(organizationKinds).sort());
});

test('tells every group once, with nought where there is nobody', () => {
  const counts = [
    { kind: 'UNIVERSITY', count: 17 },
    { kind: 'INDUSTRY_COLLEGE', count: 1 },
    { kind: 'RESEARCH_INSTITUTE', count: 49 },
    { kind: 'SME', count: 80 },
    { kind: 'LEADING_ENTERPRISE', count: 7 },
    { kind: 'GOVERNMENT_DEPARTMENT', count: 20 },
  ];
  expect(countGroups(counts)).toEqual([
    { kind: 'UNIVERSITY', count: 18 },
    { kind: 'INSTITUTE', count: 49 },
    { kind: 'ENTERPRISE', count: 87 },
    { kind: 'PUBLIC_BODY', count: 20 },
    { kind: 'OTHER', count: 0 },
  ]);
});
