/** What the confidential part of a resource says to people. */
export const chineseOfConfidential: Readonly<Record<string, string>> = {
  'member of the resource’s provider': '该资源提供方的成员',
  'signer of its confidentiality agreement, not through a key': '已签署其保密协议的人，且不使用密钥',
  'administrator or resource manager of the provider': '资源提供方的管理员或资源管理员',
  'administrator of the owner, not through a key': '所有者的管理员，且不使用密钥',
  'There is no such resource that you may know of.': '没有您可知晓的该资源。',
  'The resource has no confidential part that you may know of.': '该资源没有您可知晓的保密部分。',
  'The agreement now has version {}: read that one before you sign.':
    '该协议现为第 {1} 版：请阅读该版本后再签署。',
  'An owner is not kept out of what is its own.': '所有者不能被排除在自己的内容之外。',
  'There is no such actor.': '没有该参与者。',
  'An owner keeps out at most {}: admit one first.': '所有者最多排除 {1} 个：请先解除一个。',
};
