import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { draftNews, moveNews } from './news.store.ts';
import { checkExpiry } from './news.what.ts';

const news = [
  {
    titleZh: '平台首版规则经委员会表决通过',
    titleEn: 'The committee has adopted the first rules',
    textZh: '供给方、需求方和支持方一致同意，规则自通过之日起生效。',
    textEn: 'Suppliers, demanders and supporters agreed; the rules hold from the day of the vote.',
  },
  {
    titleZh: '分析测试仪器向中小企业开放预约',
    titleEn: 'Analytical instruments are open to small firms',
    textZh: '液相色谱、质谱等仪器已上线，可按小时预约。',
    textEn: 'Chromatographs and mass spectrometers can now be booked by the hour.',
  },
];

/** What a platform of the demo region tells. */
export async function seedNews(context: Context, platformId: Id<'Platform'>): Promise<void> {
  for (const words of news) {
    const { id } = await draftNews(context, { ...words, platformId });
    const expiresAt = checkExpiry(null, context.now);
    await moveNews(context, { id, platformId }, { state: 'PUBLISHED', expiresAt });
  }
}
