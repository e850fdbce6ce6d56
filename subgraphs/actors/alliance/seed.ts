import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { announceActivity } from './activity.store.ts';
import { checkAlliance } from './alliance.wish.ts';
import { confirmFounding, proposeAlliance } from './founding.store.ts';
import { openMembership } from './membership.store.ts';
import { createOrgan, organById } from './organ.store.ts';
import { nominateSeat } from './seat.store.ts';

const dayMs = 24 * 60 * 60 * 1_000;

/** One alliance of the demo region: founded by three, joined by more of each sort. Inside a transaction. */
export async function seedAlliance(
  context: Context,
  organizationId: (name: string) => Id<'Organization'>,
): Promise<void> {
  const leader = organizationId('Yiling Pharmaceutical Group');
  const founders = [
    organizationId('Three Gorges Institute of Drug Analysis'),
    organizationId('Yichang S&T Information Office'),
  ];
  const wish = checkAlliance({
    ...{ kind: 'ALLIANCE', admission: 'APPLICATION', industry: 'C27', region: '420500' },
    name: { zh: '宜昌生物医药产业创新联盟', en: 'Yichang biomedical innovation alliance' },
    charter: {
      zh: '第一条 联盟由龙头企业、科研院所和情报机构共同发起，依托仿制药科技资源平台开展产学研合作。\n第二条 成员平等，资源共享，收益依约分配。',
      en: 'Article 1. The alliance joins industry, institutes and information services around the generic-drug platform.\nArticle 2. Members are equal; resources are shared; benefits are distributed as agreed.',
    },
    fields: ['仿制药', '中药饮片', '制剂分析', 'consistency evaluation'],
    website: 'https://alliance.yichang.example/',
    secretariatId: leader,
    founderIds: founders,
    memberKinds: [
      {
        kind: 'FULL',
        opens: {
          zh: '参加全部活动，提名理事与专家，共用检测资源优先预约。',
          en: 'All activities, nominations.',
        },
        rights: ['READ_ACTIVITIES', 'NOMINATE'],
      },
      {
        kind: 'ASSOCIATE',
        opens: { zh: '参加成员活动，获取技术简报。', en: 'Activities for members, technical briefings.' },
        rights: ['READ_ACTIVITIES'],
      },
      { kind: 'OBSERVER', opens: { zh: '列席公开活动。', en: 'Public activities.' }, rights: [] },
    ],
  });
  const allianceId = await proposeAlliance(context, wish);
  for (const founder of founders) await confirmFounding(context, allianceId, founder);
  const joins = [
    ['Jingchu University', 'FULL', 'PRESENT'],
    ['Yichang Renji Hospital', 'FULL', 'PRESENT'],
    ['Qingjiang Herbal Decoction Pieces', 'FULL', 'PRESENT'],
    ['Yichang S&T Service Bureau', 'OBSERVER', 'PRESENT'],
    ['Chujiang Ventures', 'ASSOCIATE', 'PRESENT'],
    ['Xiling Generics', 'FULL', 'APPLIED'],
    ['Xiajiang Biotech', 'ASSOCIATE', 'INVITED'],
  ] as const;
  for (const [name, kind, state] of joins)
    await openMembership(context, { allianceId, organizationId: organizationId(name), kind }, state);
  const organs = [
    ['COUNCIL', { zh: '理事会', en: 'Council' }, leader],
    ['EXPERT_COMMITTEE', { zh: '专家委员会', en: 'Expert committee' }, organizationId('Jingchu University')],
  ] as const;
  for (const [kind, name, holder] of organs) {
    const organ = await organById({ ...context }).load(
      await createOrgan(context, { allianceId, kind, name }),
    );
    if (!organ) throw new Error('An organ that was just made is known.');
    const startsOn = context.now.toISOString().slice(0, 10);
    await nominateSeat(context, { organ, organizationId: holder, personId: null, startsOn, endsOn: null });
  }
  const at = (days: number) => new Date(context.now.getTime() + days * dayMs);
  const place = '宜昌高新区生物产业园';
  await announceActivity(context, {
    ...{ allianceId, startsAt: at(30), endsAt: at(31), place, url: null, visibility: 'PUBLIC' },
    title: { zh: '仿制药一致性评价对接会', en: 'Matchmaking on consistency evaluation' },
  });
  await announceActivity(context, {
    ...{ allianceId, startsAt: at(14), endsAt: at(14), place: null, visibility: 'MEMBERS' },
    ...{ url: 'https://alliance.yichang.example/council/' },
    title: { zh: '理事会例会', en: 'Regular council meeting' },
  });
}
