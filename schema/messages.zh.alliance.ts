/** What alliances, partnerships and industry chains tell people, in Chinese. */
export const ofAlliances: Readonly<Record<string, string>> = {
  'administrator of the secretariat of the alliance': '该联盟秘书处单位的管理员',
  'administrator of an organisation': '某个组织的管理员',
  'administrator of the organisation': '该组织的管理员',
  'administrator of the organisation, which is verified': '已通过资质审核的该组织的管理员',
  'administrator of a verified founder that has not confirmed': '已通过资质审核且尚未确认的发起单位的管理员',
  'administrator of the secretariat or of the organisation that named, or the one who sits':
    '秘书处单位或提名组织的管理员，或任职者本人',
  'member of the organisation or of the secretariat': '该组织或秘书处单位的成员',
  'Say where it is: give a place, an address, or both.': '请说明在哪里：给出地点、网址或两者。',
  'The activity began in the past: announce what is ahead.': '活动的开始时间已过：请发布将要举行的活动。',
  'The activity ends before it begins, or lasts longer than 30 days.':
    '活动的结束早于开始，或持续超过 30 天。',
  'An alliance has at least two founders: name one beside your own organisation.':
    '联盟至少有两个发起单位：请在本组织之外再列一个。',
  'An alliance has at most {} founders: the others join once it is founded.':
    '联盟最多有 {1} 个发起单位：其余组织可在成立后加入。',
  'A field is empty: leave it out.': '有一个领域为空：请去掉。',
  'An alliance names at most {} fields.': '联盟最多列出 {1} 个领域。',
  'Say what joining opens to full members: every founder becomes one.':
    '请说明加入对正式成员开放什么：每个发起单位都将成为正式成员。',
  'Name each kind of member once.': '每种成员请只列一次。',
  'There is no such alliance, or nothing like it in one, that you may know of.':
    '没有您可知晓的此联盟或其中的此项内容。',
  'The organisation is a member already, or has applied or is invited.': '该组织已是成员，或已申请、已受邀。',
  'This alliance takes members by invitation only: ask its secretariat.':
    '该联盟只通过邀请接收成员：请联系其秘书处。',
  'A founder is not an active organisation of ours: check its id.':
    '有一个发起单位不是本系统中存续的组织：请检查其 id。',
  'The founding waits for nobody any more.': '该联盟的发起已不再等待任何一方。',
  'The organisation has confirmed already, or is no founder.': '该组织已经确认，或不是发起单位。',
  'The alliance is not founded yet.': '该联盟尚未成立。',
  'The membership does not stand at this step any more.': '该成员资格已不在这一步。',
  'An alliance is not without its secretariat: its membership does not end.':
    '联盟不能没有秘书处单位：其成员资格不能结束。',
  'The reason is empty: say why.': '理由为空：请说明原因。',
  'There is no such organisation to invite: check its id.': '没有可邀请的此组织：请检查其 id。',
  'The alliance has no members of this kind: see what joining opens.':
    '该联盟没有这种成员：请查看加入后开放的内容。',
  'An alliance has at most {} organs.': '联盟最多有 {1} 个机构。',
  'The person is no present member of the organisation that names them.': '此人不是提名组织的现任成员。',
  'An organ has at most {} seats.': '一个机构最多有 {1} 个席位。',
  'Only the secretariat and members with that right name who is to sit.':
    '只有秘书处和有提名权的成员可以提名任职者。',
  'This seat is held, or waits for the secretariat already.': '该席位已有人担任，或已在等待秘书处确认。',
  'The seat does not stand at this step any more.': '该席位已不在这一步。',
  'The term ends before it begins, or is over: give a later last day.':
    '任期的结束早于开始，或已经届满：请给出更晚的最后一天。',
  'The activity has ended or was cancelled.': '该活动已结束或已取消。',
  'administrator of a party that has not confirmed': '尚未确认的合作方的管理员',
  'administrator of a party': '合作方的管理员',
  'member of a party': '合作方的成员',
  'There is no such partnership that you may know of.': '没有您可知晓的此合作关系。',
  'A partnership has at least two parties: name one beside your own organisation.':
    '合作至少有两方：请在本组织之外再列一方。',
  'A partnership has at most {} parties.': '合作最多有 {1} 方。',
  'Say what the partnership is for: give at least one scope.': '请说明合作的用途：至少给出一个范围。',
  'The partnership ends before it begins, or is over: give a later last day.':
    '合作的结束早于开始，或已经结束：请给出更晚的最后一天。',
  'A partnership lasts at most {} years: renew it then.': '合作最长 {1} 年：届时请续签。',
  'The notice is empty: say why it ends.': '通知为空：请说明结束的原因。',
  'A party is not an active organisation of ours: check its id.':
    '有一方不是本系统中存续的组织：请检查其 id。',
  'The partnership is not agreed, or is over already.': '该合作尚未达成，或已经结束。',
  'The proposal waits for nothing from this organisation.': '该提议不等待此组织的答复。',
  'The organisation is no party to it.': '该组织不是合作方。',
  'administrator of the keeper of the chain': '该产业链维护单位的管理员',
  'administrator of the organisation or of the keeper of the chain': '该组织或该产业链维护单位的管理员',
  'administrator of the side that did not state it': '未提出声明一方的管理员',
  'administrator of the supplier or of the customer': '供方或需方的管理员',
  'member of the supplier or of the customer': '供方或需方的成员',
  'There is no such chain, or nothing like it in one, that you may know of.':
    '没有您可知晓的此产业链或其中的此项内容。',
  'At most {} positions and {} links come at once: extend the chain.':
    '一次最多 {1} 个环节和 {2} 条链接：其余请用扩展产业链添加。',
  'A link joins two positions: it begins where it ends.': '链接连接两个环节：不能始于又止于同一环节。',
  '{} is not a key: write at most 40 small letters, digits and hyphens.':
    '{1} 不是键：请写至多 40 个小写字母、数字和连字符。',
  'A chain has at most {} positions.': '一条产业链最多有 {1} 个环节。',
  'A chain has at most {} links.': '一条产业链最多有 {1} 条链接。',
  'The link {} joins no two positions of the chain.': '链接 {1} 没有连接该产业链的两个环节。',
  'The {} {} stands in the chain already.': '{1} {2} 已在该产业链中。',
  position: '环节',
  link: '链接',
  'The organisation has left this position.': '该组织已离开此环节。',
  'The other side is not an active organisation of ours: check its id.':
    '另一方不是本系统中存续的组织：请检查其 id。',
  'This supply is stated already.': '该供应关系已经声明。',
  'The supply relation does not stand at this step any more.': '该供应关系已不在这一步。',
  'An organisation does not supply itself: name another one.': '组织不能向自己供应：请列另一个组织。',
  'The share is from 1 to 100 percent.': '份额为 1 至 100（百分比）。',
};
