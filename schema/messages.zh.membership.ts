/** What people are told of becoming a member, of places and of those who administer. */
export const ofMembership: Readonly<Record<string, string>> = {
  // Who may.
  'fellow member': '同一组织的成员',
  'the member': '该成员本人',
  'the member, not through a key': '该成员本人，且不使用密钥',
  'the applicant, not through a key': '申请人本人，且不使用密钥',
  'whoever is invited, not through a key': '受邀者本人，且不使用密钥',
  'administrator of the organisation, of another member, not through a key':
    '该组织的管理员（针对其他成员），且不使用密钥',
  'administrator of the organisation, or operator of the platform that appoints, not through a key':
    '该组织的管理员，或任命平台的运营方，且不使用密钥',
  'operator of a platform that serves its region, not through a key':
    '服务其所在地区的平台的运营方，且不使用密钥',

  // Founding.
  'There is no such organisation.': '没有此组织。',
  'There is no such person.': '没有此人。',
  'An organisation with this identifier is known already: see how to join it, and apply there.':
    '此标识的组织已在册：请查看如何加入，并在那里申请。',
  'You have founded {} organisations within a day, as many as one may: try again tomorrow.':
    '您一天内已创建 {1} 个组织，达到上限：请明天再试。',

  // Places.
  'There is no such membership that you may know of.': '没有您可知晓的此成员关系。',
  'The membership has ended: the person can be invited or apply anew.':
    '该成员关系已结束：可重新邀请此人，或由其重新申请。',
  'Nobody would administer the organisation any more: make another member administrator first, or hand over with `administrationTransfer`.':
    '该组织将无人管理：请先让另一名成员成为管理员，或用 `administrationTransfer` 移交。',
  'Whoever hands the administration over takes another role: for a second administrator use `membershipRoleChange`.':
    '移交管理权的人须改任其他角色：要增加管理员请用 `membershipRoleChange`。',
  'The person is a member of the organisation already.': '此人已是该组织的成员。',
  'A person is in at most {} organisations at a time: leave one first.':
    '一人同时最多属于 {1} 个组织：请先退出一个。',
  'The organisation has an administrator: only they appoint others.':
    '该组织已有管理员：只有管理员可以任命他人。',

  // Invitations.
  'There is no such invitation that you may know of.': '没有您可知晓的此邀请。',
  'Say who is invited: give either `personId` or `email`, not both.':
    '请说明邀请谁：`personId` 或 `email` 二选一，不可同时给出。',
  'Nobody invites themselves: name another person.': '不能邀请自己：请指定他人。',
  'There is an open invitation to this person or address: withdraw it first.':
    '对此人或此地址已有未答复的邀请：请先撤回。',
  'The invitation is not open any more: {}.': '该邀请已不再有效：{1}。',
  'it was accepted': '已被接受',
  'it was declined': '已被谢绝',
  'it was withdrawn': '已被撤回',
  'it has expired': '已过期',
  'The organisation has {} open invitations, as many as it may have: withdraw one first.':
    '该组织已有 {1} 个未答复的邀请，达到上限：请先撤回一个。',

  // Applications.
  'There is no such application that you may know of.': '没有您可知晓的此申请。',
  'The organisation takes no applications: `howToJoin` says what to do instead.':
    '该组织不接受申请：`howToJoin` 说明其他途径。',
  'You have an open application there: wait for the answer, or withdraw it.':
    '您在该组织已有未答复的申请：请等待答复，或撤回。',
  'The application is not open any more: {}.': '该申请已不再有效：{1}。',
  'it was approved': '已获批准',
  'it was refused': '已被拒绝',
  'it has lapsed': '已逾期失效',
  'You have {} open applications, as many as one may have: withdraw one first.':
    '您已有 {1} 个未答复的申请，达到上限：请先撤回一个。',
  'The reason is empty: tell the applicant why.': '理由为空：请告知申请人原因。',
};
