/** The name under which the development issuer's subjects are linked to people by the seed. */
export const developmentIssuer = 'urn:cograph:development';

/** The people a newcomer can be in development: one per role. The seed makes them; the issuer signs for
 *  them. */
export const personas = [
  { name: 'stranger', title: { zh: '已登录的陌生人', en: 'Signed in, belongs to nobody here' } },
  { name: 'participant', title: { zh: '项目参与方', en: 'Takes part in the pilot project' } },
  { name: 'member', title: { zh: '资源提供方成员', en: 'Member of the providing institute' } },
  { name: 'provider', title: { zh: '资源提供方管理员', en: 'Administrator of the providing institute' } },
  { name: 'operator', title: { zh: '平台运营方', en: 'Operator of the regional platform' } },
  { name: 'regulator', title: { zh: '地区监管方', en: 'Regulator of Yichang' } },
  { name: 'auditor', title: { zh: '审计', en: 'Auditor of the whole graph' } },
] as const;
export type PersonaName = (typeof personas)[number]['name'];
