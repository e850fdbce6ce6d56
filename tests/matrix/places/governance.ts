import { sql } from 'drizzle-orm';
import type { Context } from '../../../schema/context.ts';
import type { CommitteeSide } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { adoptProvisionally, draftRules } from '../../../subgraphs/actors/governance/draft.store.ts';
import { inDays, seatsMax } from '../../../subgraphs/actors/governance/rules.what.ts';
import { answerSeat, fillSeat } from '../../../subgraphs/actors/governance/seat.store.ts';
import { castVote, proposeRules } from '../../../subgraphs/actors/governance/vote.store.ts';
import { committeeSides } from '../../../subgraphs/actors/governance/vote.what.ts';
import { beginMembership } from '../../../subgraphs/actors/membership/membership.store.ts';
import { declareOrganization } from '../../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson } from '../../../subgraphs/actors/person/person.store.ts';
import type { Base } from '../base/base.ts';
import { type Deed, place } from '../place.ts';

interface Party {
  organizationId: Id<'Organization'>;
  personId: Id<'Person'>;
}

const words = {
  ...{ titleZh: '规则', titleEn: 'Rules', textZh: '正文', textEn: 'Text' },
  ...{ changesZh: '首版', changesEn: 'First', effectiveOn: '2026-01-01' },
};

async function newParty(context: Context, own: Partial<Party> = {}): Promise<Party> {
  const organizationId =
    own.organizationId ?? (await declareOrganization(context, { kind: 'SME', nameEn: 'Party' })).id;
  const personId = own.personId ?? (await declarePerson(context, { nameEn: 'Voter' })).id;
  if (!own.personId) await beginMembership(context, { organizationId, personId, role: 'MEMBER' });
  return { organizationId, personId };
}

function offer(context: Context, platformId: Id<'Platform'>, side: CommitteeSide, party: Party) {
  const term = { startsAt: context.now, endsAt: inDays(context.now, 300) };
  return fillSeat(context, { platformId, side, ...party, ...term });
}

async function hold(context: Context, platformId: Id<'Platform'>, side: CommitteeSide, own?: Partial<Party>) {
  const seat = await offer(context, platformId, side, await newParty(context, own));
  await answerSeat(context, seat, 'HELD');
  return seat;
}

const holdAll = (context: Context, platformId: Id<'Platform'>) =>
  committeeSides.reduce<Promise<unknown>>(
    (before, side) => before.then(() => hold(context, platformId, side)),
    Promise.resolve(),
  );

/** Done to the platform of the base, whose operator is one of the identities. */
function deedsOf({ platform: platformId, organization, person }: Base): Deed[] {
  const own = { organizationId: organization.provider, personId: person.member };
  /** Out of the way of whoever asks next; what was cast stays on the record. */
  const undo = async ({ db }: Context) => {
    await db.execute(
      sql`update actors.committee_seat set state = 'RESIGNED' where platform_id = ${platformId}`,
    );
    await db.execute(sql`update actors.platform_rules set state = 'WITHDRAWN'
      where platform_id = ${platformId} and state = 'PROPOSED'`);
  };
  const draft = (context: Context) => draftRules(context, { ...words, platformId, isByOperator: true });
  const asDraft = async (context: Context) => (await draft(context)).id as string;
  const withSeats = async (context: Context) => {
    await holdAll(context, platformId);
    return asDraft(context);
  };
  const proposed = async (context: Context) => {
    await holdAll(context, platformId);
    await hold(context, platformId, 'DEMANDER', own);
    const row = await draft(context);
    await proposeRules(context, row);
    return row.id as string;
  };
  const offered = async (context: Context) =>
    (
      await offer(
        context,
        platformId,
        'SUPPLIER',
        await newParty(context, { organizationId: own.organizationId }),
      )
    ).id as string;
  const held = async (context: Context) =>
    (await hold(context, platformId, 'SUPPLIER', { organizationId: own.organizationId })).id as string;
  const rules = (act: string, id: string, rest = '') => `${act}(input: { rulesId: "${id}" ${rest} })`;
  const seat = (act: string, id: string) => `${act}(input: { seatId: "${id}" })`;
  const text = (title = '{ en: "R" }') => `title: ${title}, text: { en: "Text" }, effectiveOn: "2026-01-01"`;
  const write = (title?: string) => `rulesDraft(input: { platformId: "${platformId}", ${text(title)} })`;
  const fill = (party: Party, endsAt = '2027-06-01T00:00:00Z') =>
    `committeeSeatFill(input: { platformId: "${platformId}", side: SUPPLIER, endsAt: "${endsAt}",
      organizationId: "${party.organizationId}", personId: "${party.personId}" })`;
  const draftUnknown = { refusal: 'RulesUnknown', row: 'UNPUBLISHED', absent: newId('PlatformRules') };
  const offerUnknown = { refusal: 'CommitteeSeatUnknown', row: 'OFFERED', absent: newId('CommitteeSeat') };
  const nameOf = (act: string) => `${act.charAt(0).toUpperCase()}${act.slice(1)}Success`;
  const onDraft = (act: string, prepare: Deed['prepare'], rest = ''): Deed => ({
    ...{ meets: `Mutation.${act}`, prepare: prepare!, undo, unknownAs: draftUnknown },
    query: (id) => rules(act, id, rest),
    succeedsAs: nameOf(act),
  });
  const onOffer = (act: string): Deed => ({
    ...{ meets: `Mutation.${act}`, prepare: offered, undo, unknownAs: offerUnknown },
    query: (id) => seat(act, id),
    succeedsAs: nameOf(act),
  });
  return [
    { meets: 'Mutation.rulesDraft', undo, query: () => write(), succeedsAs: 'RulesDraftSuccess' },
    onDraft('rulesRevise', asDraft, text()),
    onDraft('rulesWithdraw', asDraft),
    onDraft('rulesAdopt', asDraft),
    onDraft('ruleChangePropose', withSeats),
    {
      ...{ meets: 'Mutation.voteCast', prepare: proposed, undo },
      query: (id) => rules('voteCast', id, 'choice: FOR'),
      succeedsAs: 'VoteCastSuccess',
    },
    {
      ...{ meets: 'Mutation.committeeSeatFill', undo },
      query: () => fill(own),
      succeedsAs: 'CommitteeSeatFillSuccess',
    },
    onOffer('committeeSeatAccept'),
    onOffer('committeeSeatDecline'),
    {
      ...{ meets: 'Mutation.committeeSeatResign', prepare: held, undo },
      query: (id) => seat('committeeSeatResign', id),
      succeedsAs: 'CommitteeSeatResignSuccess',
    },
    { meets: 'RulesUnknown', query: () => rules('rulesAdopt', newId('PlatformRules')) },
    { meets: 'RulesUnusable', query: () => write('{}') },
    { meets: 'RulesNotDraft', prepare: proposed, undo, query: (id) => rules('rulesAdopt', id) },
    {
      meets: 'RulesDecided',
      prepare: async (context) => {
        const row = await draft(context);
        await adoptProvisionally(context, row);
        return row.id;
      },
      query: (id) => rules('rulesWithdraw', id),
    },
    {
      meets: 'RulesProposalOpen',
      prepare: async (context) => {
        await proposed(context);
        return asDraft(context);
      },
      ...{ undo, unknownAs: draftUnknown, query: (id) => rules('ruleChangePropose', id) },
    },
    {
      ...{ meets: 'CommitteeIncomplete', prepare: asDraft, unknownAs: draftUnknown },
      query: (id) => rules('ruleChangePropose', id),
    },
    {
      ...{ meets: 'CommitteeComplete', prepare: withSeats, undo, unknownAs: draftUnknown },
      query: (id) => rules('rulesAdopt', id),
    },
    {
      meets: 'VoteClosed',
      prepare: async (context) => {
        const id = await proposed(context);
        await context.db.execute(
          sql`update actors.platform_rules set closes_at = db_now() - interval '1 second' where id = ${id}`,
        );
        return id;
      },
      ...{ undo, query: (id) => rules('voteCast', id, 'choice: FOR') },
    },
    { meets: 'CommitteeSeatUnknown', query: () => seat('committeeSeatAccept', newId('CommitteeSeat')) },
    { meets: 'CommitteeSeatUnusable', query: () => fill(own, '2020-01-01T00:00:00Z') },
    { meets: 'CommitteeSeatUnfit', query: () => fill({ ...own, personId: person.stranger }) },
    { meets: 'CommitteeSeatTaken', prepare: held, undo, query: () => fill(own) },
    {
      meets: 'CommitteeSeatsTooMany',
      prepare: async (context) => {
        for (let at = 0; at < seatsMax; at += 1) await hold(context, platformId, 'SUPPLIER');
        return '';
      },
      ...{ undo, query: () => fill(own) },
    },
    {
      meets: 'CommitteeSeatEnded',
      prepare: held,
      ...{ undo, query: (id) => seat('committeeSeatAccept', id) },
    },
  ];
}

/** On the other platform: rules that were adopted by vote, and others that are being voted on. */
export const governance = place({
  write: async (context, { otherPlatform: platformId }) => {
    const seats = [];
    for (const side of committeeSides) seats.push(await hold(context, platformId, side));
    const author = { actorId: seats[0]!.personId, organizations: [], roles: [], scopes: null };
    const as = { ...context, viewer: author };
    const draft = () => draftRules(as, { ...words, platformId, isByOperator: false });
    const [adopted, open] = [await draft(), await draft()];
    await proposeRules(context, adopted);
    for (const { id: seatId } of seats)
      await castVote(context, adopted, { seatId, choice: 'FOR', reason: 'It is right' });
    await proposeRules(context, open);
    return { rules: adopted.id };
  },
  meet: ({ rules }, base) => {
    const other = { entity: 'Platform', id: base.otherPlatform };
    return {
      anchors: {
        PlatformRules: [{ ...other, inside: 'rules { % }' }],
        RuleVote: [{ ...other, inside: 'rules { votes { % } }' }],
        RuleVoteTally: [{ ...other, inside: 'rules { tally { % } }' }],
        Committee: [{ ...other, inside: 'committee { % }' }],
        CommitteeSeat: [{ ...other, inside: 'committee { seats { % } }' }],
      },
      arguments: { 'Query.platformRules': `(id: "${rules}")` },
      deeds: deedsOf(base),
    };
  },
});
