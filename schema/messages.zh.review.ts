/** What qualification reviews and co-creation roles tell people, in Chinese. */
export const reviewInChinese: Readonly<Record<string, string>> = {
  'verified member': '已通过资质审核的成员',
};
