import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { declarePlatform } from './platform.store.ts';

/** The platforms of the demo region: a leading enterprise and an information institute run one together, a
 *  testing laboratory runs a market of its own. */
export async function seedPlatforms(context: Context, organizationId: (name: string) => Id<'Organization'>) {
  const yichang = await declarePlatform(context, {
    nameZh: '宜昌仿制药科技资源平台',
    nameEn: 'Yichang generic-drug platform',
    kind: 'GOVERNMENT_LED',
    operatorId: organizationId('Yiling Pharmaceutical Group'),
    partnerIds: [organizationId('Yichang S&T Information Office')],
    website: 'https://generics.yichang.example/',
    contactUrl: 'https://generics.yichang.example/contact',
    languages: ['zh', 'en'],
    regions: ['420500'],
  });
  await declarePlatform(context, {
    nameZh: '华中检测市场',
    nameEn: 'Central China testing market',
    kind: 'ENTERPRISE_OPERATED',
    operatorId: organizationId('Central China Testing Services'),
    website: 'https://testing-market.example/',
    regions: ['420000', '510000'],
  });
  return { yichang: yichang.id };
}
