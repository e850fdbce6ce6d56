/** Consent, and what is held about a person. */
export const privacyInChinese: Readonly<Record<string, string>> = {
  'The wording that is asked today has version {}: read it in consentPurposes, then consent.':
    '现行同意书为第 {1} 版：请先在 consentPurposes 中阅读，再表示同意。',
  'Erasing cannot be undone: say with isConfirmed that it is meant.': '注销不可撤销：请用 isConfirmed 确认。',
  'There is no such person.': '没有此人。',
};
