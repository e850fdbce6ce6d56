import type { Viewer } from '../../schema/context.ts';
import type { CommitteeSide, VoteChoice } from '../../schema/events.ts';
import type { Id } from '../../schema/ids.ts';
import type { Graph } from './graph.ts';
import { platformsOf } from './platform.ts';

/** An organisation with who administers it and who votes for it. */
export interface Party {
  organizationId: Id<'Organization'>;
  administrator: Viewer;
  voter: Viewer;
}

/** Ways to give a platform operators, a committee and rules, through the graph. */
export function governanceOf(graph: Graph) {
  const kit = platformsOf(graph);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  /** An organisation with an administrator and a member who votes. */
  const party = async (): Promise<Party> => {
    const organizationId = await kit.organization('Party');
    const administrator = await kit.enter('ADMINISTRATOR', organizationId);
    const voter = await kit.enter('MEMBER', organizationId);
    return { organizationId, administrator, voter };
  };
  const governed = async () => {
    const organizationId = await kit.organization('Operator');
    const { id: platformId } = await kit.platform(organizationId);
    const member = await kit.enter('MEMBER', organizationId);
    const operator = await kit.withRole(member, 'OPERATOR', { platformId });
    return { platformId, operator };
  };
  const nominate = async (
    platformId: string,
    operator: Viewer,
    { organizationId, voter }: Pick<Party, 'organizationId' | 'voter'>,
    side: CommitteeSide,
  ): Promise<Id<'CommitteeSeat'>> => {
    const wish = { platformId, side, organizationId, personId: voter.actorId, endsAt: inDays(365) };
    const { seat } = await kit.told('committeeSeatFill', wish, operator, 'seat { id }');
    return (seat as { id: Id<'CommitteeSeat'> }).id;
  };
  const seat = async (platformId: string, operator: Viewer, side: CommitteeSide) => {
    const own = await party();
    const seatId = await nominate(platformId, operator, own, side);
    await kit.told('committeeSeatAccept', { seatId }, own.administrator);
    return { ...own, seatId, side };
  };
  /** A platform whose committee has this many seats a side. */
  const withCommittee = async (each = 1) => {
    const { platformId, operator } = await governed();
    const seats = [];
    for (const side of ['SUPPLIER', 'DEMANDER', 'SUPPORTER'] as const)
      for (let at = 0; at < each; at += 1) seats.push(await seat(platformId, operator, side));
    return { platformId, operator, seats };
  };
  const words = (own: object = {}) => ({
    ...{
      title: { zh: '平台规则', en: 'Platform rules' },
      text: { zh: '第一条', en: 'First rule\nSecond rule' },
    },
    ...{ changes: { en: 'All of it' }, effectiveOn: '2020-01-01', ...own },
  });
  const draft = async (
    platformId: string,
    viewer: Viewer,
    own: object = {},
  ): Promise<Id<'PlatformRules'>> => {
    const { rules } = await kit.told('rulesDraft', { platformId, ...words(own) }, viewer, 'rules { id }');
    return (rules as { id: Id<'PlatformRules'> }).id;
  };
  /** A draft that is being voted on. */
  const proposed = async (platformId: string, operator: Viewer, own: object = {}) => {
    const rulesId = await draft(platformId, operator, own);
    await kit.told('ruleChangePropose', { rulesId }, operator);
    return rulesId;
  };
  const vote = (rulesId: string, { voter }: Pick<Party, 'voter'>, choice: VoteChoice, reason?: string) =>
    kit.told('voteCast', { rulesId, choice, reason }, voter, 'rules { state }');
  return {
    ...kit,
    ...{ inDays, party, governed, nominate, seat, withCommittee, words, draft, proposed, vote },
  };
}
