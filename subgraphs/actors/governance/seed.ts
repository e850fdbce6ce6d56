import type { Context } from '../../../schema/context.ts';
import type { CommitteeSide } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import { draftRules } from './draft.store.ts';
import { inDays } from './rules.what.ts';
import { answerSeat, fillSeat } from './seat.store.ts';
import { castVote, proposeRules } from './vote.store.ts';

const rules = {
  titleZh: '宜昌仿制药科技资源平台管理规则',
  titleEn: 'Rules of the Yichang generic-drug platform',
  textZh: [
    '第一条 平台向所有供给者、需求者和服务者平等开放，不得歧视。',
    '第二条 资源的价格、开放时段和使用条件应当公开。',
    '第三条 使用记录由双方确认；异议先行调解。',
    '第四条 本规则的修改由供给方、需求方和支持方组成的委员会表决。',
  ].join('\n'),
  textEn: [
    '1. The platform is open to suppliers, demanders and supporters alike, without discrimination.',
    '2. Prices, open hours and conditions of use are public.',
    '3. Records of use are confirmed by both sides; objections are mediated first.',
    '4. These rules are changed by a vote of a committee of suppliers, demanders and supporters.',
  ].join('\n'),
  changesZh: '首版',
  changesEn: 'First version',
  effectiveOn: '2026-11-01',
};

/** Gives a platform of the demo region a full committee, and its first rules by their vote. */
export async function seedGovernance(
  context: Context,
  platformId: Id<'Platform'>,
  operatorId: Id<'Person'>,
  parties: { side: CommitteeSide; organizationId: Id<'Organization'>; personId: Id<'Person'> }[],
): Promise<void> {
  const as = (actorId: Id<'Person'>): Context => ({
    ...context,
    viewer: { actorId, organizations: [], roles: [], scopes: null },
  });
  const term = { startsAt: context.now, endsAt: inDays(context.now, 730) };
  const seats = [];
  for (const party of parties) {
    const seat = await fillSeat(as(operatorId), { platformId, ...party, ...term });
    await answerSeat(as(party.personId), seat, 'HELD');
    seats.push(seat);
  }
  const draft = await draftRules(as(operatorId), { ...rules, platformId, isByOperator: true });
  await proposeRules(as(operatorId), draft);
  // The last one decides, so that the vote closes with it.
  for (const { id: seatId, personId } of seats)
    await castVote(as(personId), draft, { seatId, choice: 'FOR', reason: null });
}
