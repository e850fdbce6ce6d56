/** What qualification reviews and co-creation roles tell people, in Chinese. */
export const reviewInChinese: Readonly<Record<string, string>> = {
  'verified member': '已通过资质审核的成员',
  'the person, or administrator of the organisation, or auditor': '本人，或该组织的管理员，或审计员',
  'operator of the platform, or auditor': '平台运营人员，或审计员',
  'the person, or administrator of the organisation, not through a key':
    '本人，或该组织的管理员，且不使用密钥',
  'operator of the platform who has no part in the applicant, not through a key':
    '与申请方无关联的平台运营人员，且不使用密钥',
  'There is no such qualification review that you may know of.': '没有您可知晓的此资质审核。',
  'A review of this actor, platform and kind is under way: go on with that one, or withdraw it.':
    '同一主体、平台和种类的审核正在进行：请继续该审核，或将其撤回。',
  'The qualification is valid for long yet: renew it nearer to its end.':
    '该资质仍长期有效：请在临近到期时续期。',
  'The review is {} now; this can be done only while it is {}.':
    '审核现处于 {1}；只有在 {2} 时才能进行此操作。',
  'An approval needs every item met: {}.': '批准需要每一项都符合：{1}。',
  'A refusal needs a reason in the checklist: mark what is not met.':
    '不予批准须在清单中写明理由：请标记不符合的项目。',
  'A review points to at most {} documents.': '一次审核最多引用 {1} 份文件。',
  'A review needs a document: point to one or more.': '审核需要文件：请至少引用一份。',
  'A document has no title: say what it is.': '文件没有标题：请说明是什么文件。',
  'A document is named by its address or by its SHA-256: give one of the two.':
    '文件以其地址或其 SHA-256 指明：请二者择一。',
  'The address of a document begins with https.': '文件的地址须以 https 开头。',
  'Say where a document is kept only beside its SHA-256.': '只有给出 SHA-256 时才说明文件的保管处。',
  'A SHA-256 is written as 64 hexadecimal digits.': 'SHA-256 写成 64 位十六进制数字。',
  'Beside its SHA-256, say where the document is kept.': '给出 SHA-256 时，请说明文件由谁保管。',
  'No item is marked: mark one or more.': '没有标记任何项目：请至少标记一项。',
  'An item is marked twice: mark each once.': '同一项目标记了两次：每项请标记一次。',
  'An item does not stand in the checklist of this kind.': '该项目不在此种类的清单中。',
  'An item that is required cannot be marked as not applicable.': '必需的项目不能标记为不适用。',
  'An item is marked as not met without a reason: say what is missing.':
    '项目标记为不符合但没有理由：请说明缺少什么。',
  'The text is empty: write what the other side needs to know.': '文字为空：请写明对方需要知道的内容。',
  'People are reviewed as experts, organisations as anything else: ask for a kind that fits.':
    '个人以专家种类接受审核，组织以其他种类：请选择相符的种类。',
  'There is no such platform that reviews: choose an active one of `platforms`.':
    '没有此可审核的平台：请从 `platforms` 中选择一个已启用的平台。',
  'the person, or administrator of the organisation, or operator of the platform, or auditor':
    '本人，或该组织的管理员，或平台运营人员，或审计员',
  'There is no such request or grant of a role that you may know of.': '没有您可知晓的此角色申请或授予。',
  'The actor holds this role, or has asked for it.': '该主体已持有此角色，或已提出申请。',
  'The role is {} now; this can be done only while it is {}.':
    '角色现处于 {1}；只有在 {2} 时才能进行此操作。',
  'This is for verified actors: ask a platform for a qualification review first.':
    '此项仅限已通过资质审核的主体：请先向平台申请资质审核。',
  'The reason is empty: the actor reads it.': '理由为空：申请方会阅读理由。',
  'No platform serves where this actor is: name the one that decides.':
    '没有服务于该主体所在地的平台：请指明由哪个平台决定。',
};
