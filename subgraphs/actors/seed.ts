import { type Context, inTransaction } from '../../schema/context.ts';
import type { CoCreationRole, CommitteeSide, MembershipRole } from '../../schema/events.ts';
import type { Id } from '../../schema/ids.ts';
import { developmentIssuer, type PersonaName } from '../../schema/personas.ts';
import { seedReviews } from './review/seed.ts';
import { seedAlliance } from './alliance/seed.ts';
import { seedChain } from './chain/seed.ts';
import { seedPartnership } from './partnership/seed.ts';
import { grantCoCreationRole } from './role/co-creation-role.store.ts';
import { beginMembership } from './membership/membership.store.ts';
import { grantRole } from './role/role-grant.store.ts';
import type { OrganizationKindName } from './organization/organization.kinds.ts';
import { declareOrganization } from './organization/organization.store.ts';
import { declarePerson, linkSignIn } from './person/person.store.ts';
import { seedGovernance } from './governance/seed.ts';
import { seedPlatforms } from './platform/seed.ts';
import { seedNews } from './regional-view/seed.ts';

/** Organisations of a believable region around Yichang: names are made up, the mix of kinds is that of
 *  DOMAIN D4. */
const organizations: [OrganizationKindName, string, string, string, CoCreationRole[]][] = [
  [
    'RESEARCH_INSTITUTE',
    '三峡药物分析研究院',
    'Three Gorges Institute of Drug Analysis',
    '420500',
    ['RESOURCE_PROVIDER', 'SERVICE_SUPPORTER'],
  ],
  [
    'LEADING_ENTERPRISE',
    '夷陵制药集团',
    'Yiling Pharmaceutical Group',
    '420506',
    ['RESOURCE_PROVIDER', 'FINAL_CONSUMER'],
  ],
  ['SME', '西陵仿制药有限公司', 'Xiling Generics', '420502', ['FINAL_CONSUMER']],
  ['SME', '清江中药饮片有限公司', 'Qingjiang Herbal Decoction Pieces', '420528', ['FINAL_CONSUMER']],
  ['START_UP', '峡江生物科技', 'Xiajiang Biotech', '420500', ['FINAL_CONSUMER']],
  ['UNIVERSITY', '荆楚大学', 'Jingchu University', '420100', ['RESOURCE_PROVIDER', 'SERVICE_SUPPORTER']],
  ['MEDICAL_INSTITUTION', '宜昌仁济医院', 'Yichang Renji Hospital', '420500', ['SERVICE_SUPPORTER']],
  [
    'INFORMATION_INSTITUTE',
    '宜昌科技情报所',
    'Yichang S&T Information Office',
    '420500',
    ['NORM_GUIDE', 'SERVICE_SUPPORTER'],
  ],
  ['GOVERNMENT_DEPARTMENT', '宜昌市科技服务局', 'Yichang S&T Service Bureau', '420500', ['NORM_GUIDE']],
  ['IP_CENTRE', '江峡知识产权中心', 'Jiangxia IP Centre', '420500', ['SERVICE_SUPPORTER']],
  ['VENTURE_CAPITAL', '楚江创业投资', 'Chujiang Ventures', '420100', ['SERVICE_SUPPORTER']],
  ['SERVICE_PROVIDER', '华中检测技术服务', 'Central China Testing Services', '420100', ['RESOURCE_PROVIDER']],
  [
    'RESEARCH_INSTITUTE',
    '杭州精密仪器研究所',
    'Hangzhou Precision Instruments Institute',
    '330100',
    ['RESOURCE_PROVIDER'],
  ],
];

/** People: each persona, and experts who stand in projects. Positions are in the words of the person. */
const people: {
  zh: string;
  en: string;
  persona?: PersonaName;
  orcid?: string;
  at?: [organization: string, role: MembershipRole, position: string];
}[] = [
  { zh: '石默', en: 'Shi Mo', persona: 'stranger' },
  { zh: '陈安', en: 'Chen An', persona: 'participant', at: ['Xiling Generics', 'ADMINISTRATOR', '总经理'] },
  {
    zh: '李敏',
    en: 'Li Min',
    persona: 'member',
    at: ['Three Gorges Institute of Drug Analysis', 'MEMBER', 'Instrument operator'],
  },
  {
    zh: '王宁',
    en: 'Wang Ning',
    persona: 'provider',
    orcid: '0000-0002-1825-0097',
    at: ['Three Gorges Institute of Drug Analysis', 'ADMINISTRATOR', 'Head of the analysis centre'],
  },
  {
    zh: '周岚',
    en: 'Zhou Lan',
    persona: 'operator',
    at: ['Yichang S&T Information Office', 'RESOURCE_MANAGER', '平台运营主管'],
  },
  {
    zh: '何正',
    en: 'He Zheng',
    persona: 'regulator',
    at: ['Yichang S&T Service Bureau', 'MEMBER', '科技资源处'],
  },
  { zh: '沈明', en: 'Shen Ming', persona: 'auditor' },
  {
    zh: '赵启航',
    en: 'Zhao Qihang',
    orcid: '0000-0001-5109-3700',
    at: ['Jingchu University', 'MEMBER', 'Professor of pharmaceutics'],
  },
  { zh: '孙医生', en: 'Dr Sun', at: ['Yichang Renji Hospital', 'MEMBER', 'GCP centre'] },
];

/** The organisations, people and platforms of the demo region, with a sign-in for each persona. */
export function seed(context: Context): Promise<void> {
  return inTransaction(context, async (inside) => {
    const idOf = new Map<string, Id<'Organization'>>();
    const rolesOf = new Map<Id<'Organization'>, CoCreationRole[]>();
    const personOf = new Map<string, Id<'Person'>>();
    for (const [kind, nameZh, nameEn, region, roles] of organizations) {
      const slug = nameEn.toLowerCase().replace(/[^a-z]+/g, '-');
      const row = await declareOrganization(inside, {
        kind,
        nameZh,
        nameEn,
        region,
        website: `https://${slug}.example/`,
        contactEmail: `office@${slug}.example`,
        contactTelephone: '+86 717 555 0100',
        isChecked: true,
      });
      idOf.set(nameEn, row.id);
      rolesOf.set(row.id, roles);
    }
    const organizationId = (name: string) => {
      const id = idOf.get(name);
      if (!id) throw new Error(`The seed names no organisation ${name}.`);
      return id;
    };
    const platforms = await seedPlatforms(inside, organizationId);
    for (const [id, roles] of rolesOf)
      for (const role of roles) await grantCoCreationRole(inside, id, role, platforms.yichang);
    await seedAlliance(inside, organizationId);
    await seedPartnership(inside, organizationId);
    await seedChain(inside, organizationId);

    for (const { zh, en, persona, orcid = null, at } of people) {
      const slug = en.toLowerCase().replace(/[^a-z]+/g, '.');
      const { id: personId } = await declarePerson(inside, {
        nameZh: zh,
        nameEn: en,
        orcid,
        contactEmail: `${slug}@people.example`,
        contactTelephone: '+86 139 0000 0100',
      });
      personOf.set(en, personId);
      if (at)
        await beginMembership(inside, {
          personId,
          organizationId: organizationId(at[0]),
          role: at[1],
          position: at[2],
        });
      if (persona) await linkSignIn(inside, { issuer: developmentIssuer, subject: persona, personId });
      if (persona === 'operator')
        await grantRole(inside, { actorId: personId, role: 'OPERATOR', platformId: platforms.yichang });
      if (persona === 'regulator')
        await grantRole(inside, { actorId: personId, role: 'REGULATOR', region: '420500' });
      if (persona === 'auditor') await grantRole(inside, { actorId: personId, role: 'AUDITOR' });
    }
    const personId = (name: string) => {
      const id = personOf.get(name);
      if (!id) throw new Error(`The seed names nobody ${name}.`);
      return id;
    };
    await seedReviews(inside, {
      platformId: platforms.yichang,
      reviewerId: personId('Zhou Lan'),
      idOf: (name) => idOf.get(name) ?? personId(name),
    });
    const seat = (side: CommitteeSide, organization: string, person: string) => ({
      ...{ side, organizationId: organizationId(organization), personId: personId(person) },
    });
    await seedGovernance(inside, platforms.yichang, personId('Zhou Lan'), [
      seat('SUPPLIER', 'Three Gorges Institute of Drug Analysis', 'Wang Ning'),
      seat('DEMANDER', 'Xiling Generics', 'Chen An'),
      seat('SUPPORTER', 'Yichang Renji Hospital', 'Dr Sun'),
    ]);
    await seedNews(inside, platforms.yichang);
  });
}
