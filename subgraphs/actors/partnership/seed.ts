import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { confirmPartnership, proposePartnership } from './partnership.store.ts';
import { checkPartnership } from './partnership.wish.ts';

/** One partnership of the demo region, agreed and public. Inside a transaction. */
export async function seedPartnership(
  context: Context,
  organizationId: (name: string) => Id<'Organization'>,
): Promise<void> {
  const year = context.now.getUTCFullYear();
  const university = organizationId('Jingchu University');
  const wish = checkPartnership(
    {
      scope: {
        zh: '仿制药质量研究与检测人才联合培养，双方开放实验室并共享方法学数据。',
        en: 'Joint work on the quality of generics and training of analysts, with open laboratories and shared methods.',
      },
      scopes: ['RESEARCH', 'TESTING', 'TRAINING', 'DATA_SHARING'],
      ...{ startsOn: `${year}-01-01`, endsOn: `${year + 3}-12-31`, visibility: 'PUBLIC' },
      proposerId: organizationId('Three Gorges Institute of Drug Analysis'),
      partyIds: [university],
    },
    context,
  );
  await confirmPartnership(context, await proposePartnership(context, wish), university);
}
