import { ofMembership } from './messages.zh.membership.ts';
import { ofAlliances } from './messages.zh.alliance.ts';
import { platformChinese } from './messages.zh.platform.ts';
import { privacyInChinese } from './messages.zh.privacy.ts';
import { chineseOfConfidential } from './messages.zh.confidential.ts';
import { chineseOfMatching } from './messages.zh.match.ts';
import { reviewInChinese } from './messages.zh.review.ts';
import { ofProfiles } from './messages.zh.org.ts';

/** What people are told, in Chinese, by what it is in English. A place that is filled in is `{}` there and
 *  `{1}`, `{2}` … here. tests/messages.test.ts finds what is missing. */
export const chinese: Readonly<Record<string, string>> = {
  ...ofAlliances,
  ...platformChinese,
  ...privacyInChinese,
  ...reviewInChinese,
  ...ofProfiles,
  ...ofMembership,
  // Who may.
  'signed in': '已登录',
  auditor: '审计员',
  nobody: '无人可用',
  'the person': '本人',
  'administrator of an organisation of theirs': '本人所在组织的管理员',
  'signed in, not through a key': '已登录且不使用密钥',
  'the person, not through a key': '本人且不使用密钥',
  'administrator of the organisation, not through a key': '该组织的管理员且不使用密钥',
  'owner of the key, or administrator of its organisation, not through a key':
    '密钥的所有者，或其组织的管理员，且不使用密钥',
  'member of the organisation, with a role for the platform': '该组织的成员，并在该平台担任角色',
  'the gateway itself': '网关自身',
  participant: '参与方',
  'fellow participant': '同一项目的参与方',
  'regulator of the region': '该地区的监管方',
  'regulator of its region': '其所在地区的监管方',
  'initiator of the project or its administrator': '项目发起方或其管理员',
  'administrator of the initiator': '发起方的管理员',
  'member of the provider': '资源提供方的成员',
  'administrator of the provider': '资源提供方的管理员',
  'You may not do this. It requires: {}.': '您不能进行此操作。需要：{1}。',
  'Sign in first. This requires: {}.': '请先登录。需要：{1}。',
  'This requires: {}.': '需要：{1}。',
  'Write `Authorization: Bearer TOKEN`, or leave it out.':
    '请写成 `Authorization: Bearer TOKEN`，或不带此标头。',
  'This token is not valid, or no longer. Get a new one, or leave it out.':
    '该令牌无效或已失效。请重新获取，或不带令牌。',
  'This token is good, but stands for nobody known here.': '该令牌有效，但不对应这里的任何人。',
  'Your token cannot be checked now: its issuer does not answer.': '目前无法核验您的令牌：其签发方没有应答。',
  'This API key is not valid, or no longer. Use another, or leave it out.':
    '该 API 密钥无效或已失效。请换用另一个，或不带密钥。',
  'This needs an API key with the scope "{}".': '此操作需要范围为 "{1}" 的 API 密钥。',

  // What a request may be.
  'The request has {} bytes or more; at most {} are read. Send less at once.':
    '请求至少有 {1} 字节，最多读取 {2} 字节。请减少一次发送的内容。',
  'The document has {} words; at most {} are read. Split it.': '文档有 {1} 个词，最多读取 {2} 个。请拆分。',
  'The document has {} directives; at most {} are read. Leave out what is not needed.':
    '文档有 {1} 个指令，最多读取 {2} 个。请去掉不需要的。',
  'Brackets stand {} deep in each other; at most {} are read. Ask for less at once.':
    '括号嵌套 {1} 层，最多读取 {2} 层。请减少一次查询的内容。',
  'With its fragments written out, the document has {} selections; at most {} are answered. Split it.':
    '展开片段后文档有 {1} 个选择，最多应答 {2} 个。请拆分。',
  'The operation is {} fields deep, not counting `edges` and `node`; at most {} are answered. Ask for what lies deeper by its id.':
    '操作深 {1} 层（不计 `edges` 和 `node`），最多应答 {2} 层。更深的内容请按 id 查询。',
  'The question about the schema is {} fields deep; at most {} are answered. Ask type by type.':
    '对模式的查询深 {1} 层，最多应答 {2} 层。请逐个类型查询。',
  'The schema is asked for {} times at the root; at most {} are answered. Ask once.':
    '根部 {1} 次查询模式，最多应答 {2} 次。请只查询一次。',
  'The operation has {} fields at its root; at most {} are answered. Split it.':
    '操作根部有 {1} 个字段，最多应答 {2} 个。请拆分。',
  'The operation has {} aliases; at most {} are answered. Ask for a list, or split it.':
    '操作有 {1} 个别名，最多应答 {2} 个。请查询列表，或拆分。',
  'One field is selected {} times in one place; at most {} are read. Select it once.':
    '同一字段在同一处被选择 {1} 次，最多读取 {2} 次。请只选择一次。',
  'A page of {} rows is asked for; at most {} come at once. Go on with `after`.':
    '请求的一页有 {1} 行，一次最多 {2} 行。请用 `after` 继续。',
  'The operation may return {} rows; at most {} are answered at once. Ask for smaller pages.':
    '操作可能返回 {1} 行，一次最多应答 {2} 行。请使用更小的页。',
  '{} Signed in, at most {}.': '{1}登录后最多 {2}。',
  'This graph answers no {}.': '本图不应答 {1}。',
  'There is nothing here for {}.': '此处没有可用 {1} 访问的内容。',
  'There is much to do here, and you ask very fast. Ask again in a second.':
    '此刻任务繁多，而您的请求过于密集。请一秒后再试。',
  'This needs {} of your {} points a minute, and {} are left. Ask again in {} s.':
    '此请求需要 {1} 点（您每分钟有 {2} 点），还剩 {3} 点。请在 {4} 秒后重试。',
  'There is more to do here than can be done. Ask again in a moment.': '当前请求过多，请稍后重试。',
  'Send a document or its id, not both.': '请发送文档或其 id，不要同时发送。',
  'No document is registered here as "{}". Register it, or send its text.':
    '此处没有登记名为 "{1}" 的文档。请先登记，或发送其文本。',
  'Only registered documents are answered here. Ask for one by its id, or send an API key with the scope "explore".':
    '此处只应答已登记的文档。请按 id 查询，或使用范围为 "explore" 的 API 密钥。',
  'The document has no operation of the name in `operationName`.': '文档中没有 `operationName` 所说的操作。',
  'The document has several operations, or none: say in `operationName` which one to run.':
    '文档有多个操作或没有操作：请在 `operationName` 中说明运行哪一个。',

  // What went wrong on our side.
  'Something went wrong on our side. Tell the operator the request id.':
    '我们这边出了问题。请将请求编号告知运营方。',
  'A first sign-in cannot be recorded now. Try again in a moment.': '目前无法记录首次登录，请稍后重试。',
  'A promised value was null.': '应有的值为空。',
  'The database does not answer. Try again in a moment.': '数据库没有应答，请稍后重试。',
  'The database took too long. Try again in a moment.': '数据库耗时过长，请稍后重试。',
  'The database has more to do than it can. Try again in a moment.': '数据库繁忙，请稍后重试。',

  // Lists.
  'Ask for `first` or for `last`, not for both.': '`first` 与 `last` 只能用一个。',
  '`after` goes with `first`; with `last` use `before`.':
    '`after` 与 `first` 搭配；用 `last` 时请用 `before`。',
  '`before` goes with `last`; with `first` use `after`.':
    '`before` 与 `last` 搭配；用 `first` 时请用 `after`。',
  '`{}` is {}; it must be 0 or more.': '`{1}` 为 {2}，必须不小于 0。',
  '`{}` is {}; at most {} rows come at once. {}': '`{1}` 为 {2}，一次最多 {3} 行。{4}',
  'Ask for pages.': '请分页查询。',
  'Ask for pages, or sign in for up to {}.': '请分页查询，或登录后最多 {1} 行。',
  'This cursor is not one of ours. Take it from `pageInfo` or an edge of this list.':
    '该游标不是由这里给出的。请从本列表的 `pageInfo` 或边中取得。',
  'This cursor belongs to another list, filter or order. Start again without it.':
    '该游标属于另一个列表、筛选或排序。请不带游标重新开始。',
  '`ids` has {}; at most {} come at once.': '`ids` 有 {1} 个，一次最多 {2} 个。',
  '{} is not kept by {}, but by {}.': '{1} 不按 {2} 统计，而按 {3}。',

  // Values.
  '"{}" is not a {} id.': '"{1}" 不是 {2} 的 id。',
  '"{}" is not an id of {}.': '"{1}" 不是 {2} 的 id。',
  '"{}" is not an id of ours.': '"{1}" 不是这里的 id。',
  '{} is written as text.': '{1} 须写成文本。',
  '{} is not a CSTR: write it as CSTR:31253.11.sciencedb.00001.':
    '{1} 不是 CSTR：请写成 CSTR:31253.11.sciencedb.00001。',
  '{} is not a date: write YYYY-MM-DD, as 2026-11-21.': '{1} 不是日期：请写成 YYYY-MM-DD，如 2026-11-21。',
  '{} is not a day of the calendar: check month, day and leap year.':
    '{1} 不是历法中的一天：请检查月、日和闰年。',
  '{} is not a DOI: write its prefix and suffix, as 10.1000/182.':
    '{1} 不是 DOI：请写出前缀和后缀，如 10.1000/182。',
  '{} is too long: an e-mail address has at most 254 characters.': '{1} 过长：电子邮箱最多 254 个字符。',
  '{} is not an e-mail address: write one plain address, as name@example.org.':
    '{1} 不是电子邮箱：请写一个地址，如 name@example.org。',
  '{} is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.':
    '{1} 不是时刻：请写成带时区的 2026-11-21T07:48:00Z。',
  '{} has no zone: end it with Z for UTC, or an offset as +08:00.':
    '{1} 没有时区：请以 Z（UTC）或 +08:00 这样的偏移结尾。',
  '{} is finer than a millisecond: write at most three digits after the point.':
    '{1} 精于毫秒：小数点后最多三位。',
  '{} is not on a day of the calendar: check month, day and leap year.':
    '{1} 不在历法中的一天：请检查月、日和闰年。',
  '{} has no such time: hours go to 23, minutes and seconds to 59.':
    '{1} 没有这样的时间：小时到 23，分和秒到 59。',
  '{} leaves the years 0001 to 9999 in UTC: write an instant within them.':
    '{1} 超出 UTC 0001 至 9999 年：请写其间的时刻。',
  'This instant is not within the years 0001 to 9999: check its source.':
    '该时刻不在 0001 至 9999 年之间：请检查其来源。',
  '{} has control characters: remove every one{}.': '{1} 含有控制字符：请全部去掉{2}。',
  '{} has marks that turn the direction of writing: remove every one, they can make a text look like another.':
    '{1} 含有改变书写方向的标记：请全部去掉，它们会使文字看起来像另一段文字。',
  '{} has HTML in it: write plain text, without tags.': '{1} 含有 HTML：请写纯文本，不带标签。',
  ' but line breaks and tabs': '（换行和制表符除外）',
  '{} has half of a character: send well-formed Unicode text.':
    '{1} 含有半个字符：请发送合规的 Unicode 文本。',
  'The text is empty: give zh, en, or both.': '文本为空：请给出 zh、en 或两者。',
  '{} is too long: use at most {} characters.': '{1} 过长：最多 {2} 个字符。',
  '{} is not an amount: write whole minor units, digits only, as 123450 for 1,234.50.':
    '{1} 不是金额：请只用数字写最小货币单位，如 1,234.50 写成 123450。',
  '{} is not a currency: write its ISO 4217 code in capitals, as CNY.':
    '{1} 不是货币：请写大写的 ISO 4217 代码，如 CNY。',
  'An amount of {} digits is too large: use at most {}.': '{1} 位的金额过大：最多 {2}。',
  '{} and {} cannot be mixed: exchange one of them first.': '{1} 与 {2} 不能混用：请先兑换其一。',
  '{} is not an ORCID: write four groups of four, as 0000-0002-1825-0097.':
    '{1} 不是 ORCID：请写四组四位，如 0000-0002-1825-0097。',
  '{} has a wrong check digit for an ORCID: look for a mistyped digit.':
    '{1} 的 ORCID 校验位有误：请查找输错的数字。',
  '{} is not a {}: write degrees from -{} to {}.': '{1} 不是 {2}：请写 -{3} 至 {4} 度。',
  'The range has no end: give min, max, or both.': '范围没有端点：请给出 min、max 或两者。',
  'The range runs from {} down to {}: give min as the smaller one.': '范围从 {1} 降到 {2}：min 应为较小者。',
  '{} and {} measure different things: compare units of one kind.': '{1} 与 {2} 量度不同：请比较同类单位。',
  '{} is not a quantity: give a finite number.': '{1} 不是数量：请给出有限的数。',
  '{} is not a region: write its six-digit GB/T 2260 code, as 420500.':
    '{1} 不是地区：请写六位 GB/T 2260 代码，如 420500。',
  '{} is not in the GB/T 2260 list: use the code of a division that exists today.':
    '{1} 不在 GB/T 2260 中：请使用现行区划的代码。',
  '{} is not a region: write its six-digit GB/T 2260 code.': '{1} 不是地区：请写六位 GB/T 2260 代码。',
  '{} is not a ROR id: write it as https://ror.org/03acrzv41.':
    '{1} 不是 ROR id：请写成 https://ror.org/03acrzv41。',
  '{} has wrong check digits for a ROR id: look for a mistyped character.':
    '{1} 的 ROR 校验位有误：请查找输错的字符。',
  'The search text has {} characters; at most {} are searched.': '检索文本有 {1} 个字符，最多检索 {2} 个。',
  '{} is not a telephone number: write one number, as +86 717 639 2034 ext 12.':
    '{1} 不是电话号码：请写一个号码，如 +86 717 639 2034 ext 12。',
  '{} can be read in two ways: write one unit after each /, as W/m/K.':
    '{1} 有两种读法：每个 / 后请只写一个单位，如 W/m/K。',
  '{} is ambiguous: write {}.': '{1} 有歧义：请写 {2}。',
  '{} is a currency: give an amount of money as money.': '{1} 是货币：金额请用金额类型给出。',
  '{} is below absolute zero: check the temperature and its unit.': '{1} 低于绝对零度：请检查温度及其单位。',
  '{} is not a unit we know: write SI symbols joined by / and ·, as mg/mL.':
    '{1} 不是已知单位：请写由 / 和 · 连接的 SI 符号，如 mg/mL。',
  '{} joins degrees with another unit: write K for a difference of temperature.':
    '{1} 将度与其他单位相连：温差请写 K。',
  '{} is not a web address: write it whole, as https://example.org/page.':
    '{1} 不是网址：请完整书写，如 https://example.org/page。',
  'The web address holds a user name or password: remove what stands before the @.':
    '网址含有用户名或密码：请去掉 @ 之前的内容。',
  '{} is too long for a web address: use at most 2,000 characters.': '{1} 作为网址过长：最多 2,000 个字符。',
  '{} is not a unified social credit code: write 18 digits and capitals without I, O, S, V, Z.':
    '{1} 不是统一社会信用代码：请写 18 位数字和大写字母，不含 I、O、S、V、Z。',
  '{} has a wrong check character for a unified social credit code: look for a mistyped character.':
    '{1} 的统一社会信用代码校验位有误：请查找输错的字符。',

  // Refusals.
  'There is no such project that you may know of.': '没有您可知晓的此项目。',
  'A budget is more than nothing; leave it out instead.': '预算须大于零；否则请不填。',
  'There is no such API key that you may know of.': '没有您可知晓的此 API 密钥。',
  'The owner has {} keys that work, as many as one may have: revoke one first.':
    '所有者已有 {1} 个有效密钥，达到上限：请先撤销一个。',
  'The owner is no member of that organisation, or has no role for that platform: a key is never wider than its owner.':
    '所有者不是该组织的成员，或在该平台没有角色：密钥的权限不会超过其所有者。',
  '`apiKeyId` is the id of the key, `key_…`, never the key itself.':
    '`apiKeyId` 是密钥的 id（`key_…`），不是密钥本身。',
  'The name is empty: say what the key is for.': '名称为空：请说明密钥的用途。',
  'A key has at least one scope: say what it is for.': '密钥至少有一个范围：请说明其用途。',
  'A key has at most {} regions.': '密钥最多有 {1} 个地区。',
  'The quota is from 1 to {} points a minute.': '配额为每分钟 1 至 {1} 点。',
  'A key expires in the future, in at most {} days.': '密钥须在未来到期，最长 {1} 天。',

  // What graphql-js says of values that are not of their type.
  'Variable "{}" got invalid value {}; {}': '变量 "{1}" 的值 {2} 不可用：{3}',
  'Argument "{}" has invalid value {}.': '参数 "{1}" 的值 {2} 不可用。',
  'Expected value of type "{}", found {}; {}': '需要 "{1}" 类型的值，而不是 {2}：{3}',

  // What a room of its own says.
  ...chineseOfMatching,
  ...chineseOfConfidential,
};
