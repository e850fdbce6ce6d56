import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { createChain } from './chain.store.ts';
import { checkChain } from './chain.wish.ts';
import { confirmPlace, placeById, takePlace } from './place.store.ts';
import { moveSupply, stateSupply } from './supply.store.ts';

const positions = [
  ['intermediates', 'UPSTREAM', true, '基础化工与医药中间体', 'Basic chemicals and intermediates'],
  ['herbs', 'UPSTREAM', false, '中药材', 'Medicinal herbs'],
  ['excipients', 'UPSTREAM', true, '药用辅料与包材', 'Excipients and packaging'],
  ['generics', 'MIDSTREAM', true, '化学仿制药', 'Generic chemical drugs'],
  ['pieces', 'MIDSTREAM', true, '中药饮片', 'Herbal decoction pieces'],
  ['biologicals', 'MIDSTREAM', false, '生物制品', 'Biologicals'],
  ['testing', 'SUPPORT', true, '分析检测', 'Analysis and testing'],
  ['care', 'DOWNSTREAM', true, '医疗机构', 'Hospitals'],
] as const;
const links = [
  ['intermediates', 'generics', '中间体', 'intermediates'],
  ['excipients', 'generics', '辅料', 'excipients'],
  ['herbs', 'pieces', '药材', 'herbs'],
  ['testing', 'generics', '检测报告', 'test reports'],
  ['testing', 'biologicals', '检测报告', 'test reports'],
  ['generics', 'care', '仿制药', 'generics'],
  ['pieces', 'care', '饮片', 'decoction pieces'],
] as const;
const places = [
  ['intermediates', 'Yiling Pharmaceutical Group'],
  ['generics', 'Yiling Pharmaceutical Group'],
  ['generics', 'Xiling Generics'],
  ['pieces', 'Qingjiang Herbal Decoction Pieces'],
  ['biologicals', 'Xiajiang Biotech'],
  ['testing', 'Three Gorges Institute of Drug Analysis'],
  ['testing', 'Central China Testing Services'],
  ['care', 'Yichang Renji Hospital'],
] as const;
const supplies = [
  ['Yiling Pharmaceutical Group', 'Xiling Generics', '醋酸酯中间体', 'Acetate intermediates'],
  ['Three Gorges Institute of Drug Analysis', 'Xiling Generics', '一致性评价检测', 'Equivalence testing'],
  ['Xiling Generics', 'Yichang Renji Hospital', '口服固体制剂', 'Oral solid dosage forms'],
] as const;

/** The biomedical chain of the demo region: excipients are missing, and pieces reach no hospital. Inside a
 *  transaction. */
export async function seedChain(
  context: Context,
  organizationId: (name: string) => Id<'Organization'>,
): Promise<void> {
  const wish = checkChain({
    title: { zh: '宜昌生物医药产业链', en: 'Yichang biomedical chain' },
    ...{ industry: 'C27', region: '420500', keeperId: organizationId('Yichang S&T Information Office') },
    positions: positions.map(([key, stage, isEssential, zh, en]) => ({
      key,
      stage,
      isEssential,
      title: { zh, en },
    })),
    links: links.map(([fromKey, toKey, zh, en]) => ({ fromKey, toKey, what: { zh, en } })),
  });
  const chainId = await createChain(context, wish);
  for (const [key, name] of places) {
    const id = await takePlace(context, { chainId, key, organizationId: organizationId(name) });
    const place = await placeById({ ...context }).load(id);
    if (place && key !== 'biologicals') await confirmPlace(context, place);
  }
  for (const [supplier, customer, zh, en] of supplies) {
    const [supplierId, customerId] = [organizationId(supplier), organizationId(customer)];
    const id = await stateSupply(context, {
      ...{ supplierId, customerId, statedById: supplierId },
      ...{ product: { zh, en }, sharePercent: null },
    });
    await moveSupply(context, { id, supplierId, customerId }, 'confirm');
  }
}
