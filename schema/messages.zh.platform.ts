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
  'auditor, for regions beyond those the platform was admitted for': '审计员（地区超出该平台准入范围时）',
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

  // Governance.
  'operator of the platform, or holder of a seat in its committee': '该平台的运营方，或其委员会席位的持有人',
  'operator of the platform, not through a key': '该平台的运营方且不使用密钥',
  'author of the rules who may still draft, or operator of the platform where an operator wrote them':
    '规则的起草人（须仍可起草），或由运营方起草时该平台的运营方',
  'holder of a seat since the vote opened, not through a key': '自表决开始即持有席位者且不使用密钥',
  'administrator of the organisation of the seat, not through a key': '席位所属组织的管理员且不使用密钥',
  'holder of the seat, or administrator of its organisation, not through a key':
    '席位的持有人，或其组织的管理员，且不使用密钥',
  'There are no such rules that you may know of.': '没有您可知晓的此规则。',
  'The rules are no draft, or no longer: what was proposed stays as it is.':
    '该规则不是草案，或已不再是草案：已提交表决的内容保持不变。',
  'The rules were decided on, or withdrawn.': '该规则已有决定，或已撤回。',
  'Another proposal of the platform is being voted on: wait until it was decided.':
    '该平台另有提案正在表决：请等其有结果。',
  'The committee lacks suppliers, demanders or supporters: fill a seat of each side first.':
    '委员会缺少供给方、需求方或支持方：请先为每一方填补席位。',
  'The committee is complete, so that it decides: propose the rules to it.':
    '委员会已齐备，由其决定：请将规则提交委员会表决。',
  'The vote is over, or has not begun.': '表决已结束，或尚未开始。',
  'There is no such seat that you may know of.': '没有您可知晓的此席位。',
  'The person is no present member of the organisation that holds the seat.':
    '该人员不是持有席位的组织的现任成员。',
  'The organisation or the person has a seat in this committee, or is nominated for one.':
    '该组织或该人员在此委员会已有席位，或已获提名。',
  'This side has {} seats, as many as one may have.': '这一方已有 {1} 个席位，达到上限。',
  'The nomination was answered, or the seat given up or expired.': '提名已答复，或席位已放弃或到期。',
  'The term ends after it begins, and in the future.': '任期的结束须晚于开始，且在将来。',
  'A term is at most three years.': '任期最长三年。',

  // The regional view.
  'There is no such news that you may know of.': '没有您可知晓的此资讯。',
  'The news was published or withdrawn before.': '该资讯此前已发布或撤回。',
  'News ends in the future, in at most {} days.': '资讯须在将来到期，最长 {1} 天。',
  'One of them is no resource that you may know of.': '其中之一不是您可知晓的资源。',
  'A platform puts at most {} resources in front.': '平台最多展示 {1} 项首页资源。',
  'Give either `platformId` or `region`.': '请给出 `platformId` 或 `region` 其中之一。',
};
