/** What people are told of organisations, people and teams as they describe themselves. */
export const ofProfiles: Readonly<Record<string, string>> = {
  'administrator of the organisation': '该组织的管理员',
};
