/** What people are told of organisations, people and teams as they describe themselves. */
export const ofProfiles: Readonly<Record<string, string>> = {
  'administrator of the organisation': '该组织的管理员',
  'administrator of the organisation that stands below': '下级组织的管理员',
  'administrator of the organisation that stands above': '上级组织的管理员',
  'administrator of one of the two organisations': '两个组织之一的管理员',
  'consent of the organisation': '该组织同意公开',
  '{} is not an industry: write its GB/T 4754 code, a letter from A to T and up to four digits, as C2720.':
    '{1} 不是行业：请写 GB/T 4754 代码，A 至 T 的一个字母加至多四位数字，如 C2720。',
  '{} is not a language: write its BCP 47 tag, as zh, en or zh-Hant.':
    '{1} 不是语言：请写 BCP 47 标签，如 zh、en 或 zh-Hant。',
  'Its unified social credit code was reviewed: ask for a review to change it.':
    '其统一社会信用代码已经审核：如需更改请重新申请审核。',
  'There is no such organisation.': '没有此组织。',
  'Another organisation has one of these identifiers: look for a mistyped one, or ask its administrator.':
    '这些标识之一属于另一组织：请检查是否输错，或询问其管理员。',
  'There is no such relation between organisations.': '组织之间没有此关系。',
  'The two organisations already stand in this relation: end that one first to state it anew.':
    '两个组织已有此关系：如需重新声明请先结束原关系。',
  'The relation would lead back to where it begins: nobody is above or before themselves.':
    '该关系会绕回起点：任何组织都不能位于自身之上或之前。',
  'A local number is of a registry: name it in `registry`.':
    '本地编号属于某个登记处：请在 `registry` 中写明。',
  'An organisation has one seat: mark one of its places.': '一个组织只有一个所在地：请只标记一处。',
  'The number of employees is from 0 to {}.': '员工人数为 0 至 {1}。',
  'A sub-field that is another is named: give its name.': '其他细分领域须写明名称。',
  'An organisation has one {}: give one.': '一个组织只有一个 {1}：请只给一个。',
  'A place says where it is: give its label, region, address or point.':
    '地点须说明在哪里：请给出名称、地区、地址或坐标。',
  'An industry has a code of GB/T 4754, or a name: give one.': '行业须有 GB/T 4754 代码或名称：请给出其一。',
  'A qualification that is another is named: give its name.': '其他资质须写明名称。',
  'A qualification ends on the day it began, or later.': '资质的截止日不得早于起始日。',
  'The {} is empty: give it, or leave the item out.': '{1} 为空：请填写，或去掉该项。',
  'The list of {} has {} items: give at most {}.': '{1} 列表有 {2} 项：最多 {3} 项。',
  'A relation begins and ends today at the latest.': '关系的起止日不得晚于今天。',
  'A relation ends on the day it began, or later.': '关系的结束日不得早于开始日。',
  'One organisation states at most {} relations: end one first.':
    '一个组织最多声明 {1} 个关系：请先结束一个。',
  'leave of the person': '本人同意公开',
  'There is no such person.': '没有此人。',
  'Another person has this ORCID: look for a mistyped digit, or sign in with ORCID to prove it is yours.':
    '此 ORCID 属于另一人：请检查是否输错，或通过 ORCID 登录以证明归属。',
  '{} is not a field: write a three-digit code of GB/T 13745, as 350.':
    '{1} 不是学科：请写 GB/T 13745 的三位代码，如 350。',
  'The hours a month are from 1 to {}.': '每月小时数为 1 至 {1}。',
  'A keyword is empty: give it, or leave it out.': '关键词为空：请填写或去掉。',
};
