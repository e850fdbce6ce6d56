/** Why a text is taken to name an organisation. */
export const chineseOfMatching: Readonly<Record<string, string>> = {
  'The text has the name as it is written.': '文中名称与登记名称写法一致。',
  'The text has the name with its first word at the end, or the other way round.':
    '文中名称的首词移到了末尾，或相反。',
  'The text has the name without what stands in its brackets.': '文中名称缺少登记名称括号内的部分。',
  'The text is nothing but the name.': '全文仅为该名称。',
  'The name stands alone between commas or brackets.': '该名称在逗号或括号之间独立出现。',
  'The name stands among other words.': '该名称与其他文字连在一起。',
  'The text names the country of the organisation.': '文中写有该组织所在的国家。',
  'The text names another country.': '文中写的是另一个国家。',
  'The name seems to be a part of a longer one.': '该名称似乎是更长名称的一部分。',
  'Several organisations have the name.': '有多个组织使用该名称。',
  'The name is made of words that many names have.': '该名称由许多名称共有的词组成。',
  'The office seems to be named for what it licensed.': '该部门似乎只是作为批准单位出现。',
  '`text` is too long: use at most {} characters.': '`text` 过长：最多 {1} 个字符。',
};
