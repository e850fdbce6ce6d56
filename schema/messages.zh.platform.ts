/** Platforms and their governance, as in `messages.zh.ts`. */
export const platformChinese: Readonly<Record<string, string>> = {
  'operator of the platform': '该平台的运营方',
  'auditor, not through a key': '审计员且不使用密钥',
  'administrator of the organisation in the lead, not through a key': '牵头组织的管理员且不使用密钥',
  'operator of the platform, or administrator of the organisation in the lead, or auditor':
    '该平台的运营方，或牵头组织的管理员，或审计员',
  'There is no such platform that you may know of.': '没有您可知晓的此平台。',
  'The organisation has another platform that waits for admission: wait until it was decided.':
    '该组织另有平台正在等待准入：请等其有结果后再登记。',
  'The platform does not wait for admission, or no longer.': '该平台不在等待准入，或已不再等待。',
  'The platform was not admitted, so that nobody can operate it yet.': '该平台尚未准入，暂不能由任何人运营。',
  'Regions outside those the platform was admitted for are added by an auditor.':
    '超出该平台准入范围的地区由审计员添加。',
  'The person is no present member of an organisation that operates the platform.':
    '该人员不是运营该平台的任何组织的现任成员。',
  'The platform has {} operators, as many as one may have: dismiss one first.':
    '该平台已有 {1} 名运营人员，达到上限：请先免去一名。',
  'The person is the last operator of the platform: appoint another first.':
    '该人员是该平台最后一名运营人员：请先任命另一名。',
  'A platform serves at least one region.': '平台至少服务一个地区。',
  'A platform serves at most {} regions.': '平台最多服务 {1} 个地区。',
  'A platform is kept in at least one language.': '平台至少使用一种语言。',
  'A platform is kept in at most {} languages.': '平台最多使用 {1} 种语言。',
  'A language is written as its ISO 639 code, such as zh or en.': '语言请写 ISO 639 代码，例如 zh 或 en。',
  'A platform has at most {} partners.': '平台最多有 {1} 个合作运营方。',
  'A partner is no organisation known here.': '某个合作运营方不是这里已知的组织。',
  'A list in an input has at most 100 items.': '输入中的列表最多 100 项。',
};
