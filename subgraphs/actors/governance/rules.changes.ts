import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { localizedTextInput } from '../../../schema/value-types.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { operates } from '../platform/access.ts';
import { PlatformUnknown } from '../platform/errors.ts';
import { platformTo } from '../platform/platform.changes.ts';
import {
  ownVote,
  rulesAdopt,
  rulesDraft,
  rulesPropose,
  rulesRevise,
  rulesWithdraw,
  voteCast,
} from './access.ts';
import { adoptProvisionally, draftRules, reviseRules, withdrawRules } from './draft.store.ts';
import {
  CommitteeComplete,
  CommitteeIncomplete,
  CommitteeSeatEnded,
  CommitteeSeatUnfit,
  RulesDecided,
  RulesNotDraft,
  RulesProposalOpen,
  RulesUnknown,
  RulesUnusable,
  VoteClosed,
} from './errors.ts';
import { VoteChoice } from './governance.enums.ts';
import { rulesById, type RulesRow } from './rules.store.ts';
import { PlatformRules } from './rules.ts';
import { checkReason, checkRules } from './rules.what.ts';
import { castVote, proposeRules } from './vote.store.ts';

refusals(builder, RulesUnknown, RulesUnusable, RulesNotDraft, RulesDecided, RulesProposalOpen);
refusals(builder, CommitteeIncomplete, CommitteeComplete, VoteClosed);

const text = localizedTextInput(builder);
const bounds = {
  title: 'At most 200 characters in each language.',
  text: 'Plain text of at most 50,000 characters in each language.',
  changes: 'What is new in it; at most 5,000 characters in each language.',
  effectiveOn: 'The day from which it is to hold; the day it is adopted where that is later.',
};

const RulesDraftInput = builder.inputType('RulesDraftInput', {
  description: 'A first draft of rules.',
  fields: (t) => ({
    platformId: t.id({ description: 'The platform.' }),
    title: t.field({ type: text, description: bounds.title }),
    text: t.field({ type: text, description: bounds.text }),
    changes: t.field({ type: text, required: false, description: bounds.changes }),
    effectiveOn: t.field({ type: 'Date', description: bounds.effectiveOn }),
  }),
});

const RulesReviseInput = builder.inputType('RulesReviseInput', {
  description: 'New words for a draft, all of them.',
  fields: (t) => ({
    rulesId: t.id({ description: 'The draft.' }),
    title: t.field({ type: text, description: bounds.title }),
    text: t.field({ type: text, description: bounds.text }),
    changes: t.field({ type: text, required: false, description: bounds.changes }),
    effectiveOn: t.field({ type: 'Date', description: bounds.effectiveOn }),
  }),
});

const inputOf = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ rulesId: t.id({ description: 'The version.' }) }),
  });
const RulesWithdrawInput = inputOf('RulesWithdrawInput', 'Which draft or proposal is taken back.');
const RulesAdoptInput = inputOf('RulesAdoptInput', 'Which draft is put in force without a vote.');
const ProposeInput = inputOf('RuleChangeProposeInput', 'Which draft is put to the vote.');

const VoteCastInput = builder.inputType('VoteCastInput', {
  description: 'How your seat votes.',
  fields: (t) => ({
    rulesId: t.id({ description: 'The proposal.' }),
    choice: t.field({ type: VoteChoice, description: 'How.' }),
    reason: t.string({
      required: false,
      description: 'Why; at most 2,000 characters, public after the close.',
    }),
  }),
});

/** What the check makes of it; what cannot be used is a refusal. */
function checked<Made>(check: () => Made): Made {
  try {
    return check();
  } catch (error) {
    throw error instanceof WrongValue ? new RulesUnusable(error.message) : error;
  }
}

async function rulesTo(action: Action<RulesRow>, rulesId: string, context: Context) {
  const row = await rulesById(context).load(asId('PlatformRules', rulesId));
  if (!row) throw new RulesUnknown();
  await demand(action, row, context);
  return row;
}

/** The version after a change: read anew, past what loaders remember. */
async function rulesNow(context: Context, id: Id<'PlatformRules'>): Promise<RulesRow> {
  const row = await rulesById({ ...context }).load(id);
  invariant(row, 'Whoever changes rules may know of them.');
  return row;
}

const result = { access: isPublic };
const dataField = { name: 'rules', access: isPublic, description: 'The version as it now is.' } as const;

builder.mutationFields((t) => ({
  rulesDraft: t.field({
    type: PlatformRules,
    nullable: true,
    access: isSignedIn,
    description: 'Begins a draft of new rules. For operators, and holders of a seat in the committee.',
    args: { input: t.arg({ type: RulesDraftInput, description: 'The draft.' }) },
    errors: { types: [PlatformUnknown, RulesUnusable], result, dataField },
    resolve: async (_root, { input }, context) => {
      const { id: platformId } = await platformTo(rulesDraft, input.platformId, context);
      const words = checked(() => checkRules(input));
      const isByOperator = operates(context.viewer, platformId);
      const { id } = await draftRules(context, { ...words, platformId, isByOperator });
      return rulesNow(context, id);
    },
  }),
  rulesRevise: t.field({
    type: PlatformRules,
    nullable: true,
    access: isSignedIn,
    description: 'Replaces the words of a draft. For its author, and operators where an operator wrote it.',
    args: { input: t.arg({ type: RulesReviseInput, description: 'The words.' }) },
    errors: { types: [RulesUnknown, RulesUnusable, RulesNotDraft], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await rulesTo(rulesRevise, input.rulesId, context);
      await reviseRules(
        context,
        row,
        checked(() => checkRules(input)),
      );
      return rulesNow(context, row.id);
    },
  }),
  rulesWithdraw: t.field({
    type: PlatformRules,
    nullable: true,
    access: isSignedIn,
    description:
      'Takes back a draft, or a proposal that is being voted on. For its author, and operators where an ' +
      'operator wrote it.',
    args: { input: t.arg({ type: RulesWithdrawInput, description: 'Which.' }) },
    errors: { types: [RulesUnknown, RulesDecided], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await rulesTo(rulesWithdraw, input.rulesId, context);
      await withdrawRules(context, row);
      return rulesNow(context, row.id);
    },
  }),
  rulesAdopt: t.field({
    type: PlatformRules,
    nullable: true,
    access: isHere,
    description:
      'Puts a draft in force without a vote, as provisional: so that a platform can begin. For operators, and ' +
      'only while its committee is not complete.',
    args: { input: t.arg({ type: RulesAdoptInput, description: 'Which.' }) },
    errors: { types: [RulesUnknown, RulesNotDraft, CommitteeComplete], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await rulesTo(rulesAdopt, input.rulesId, context);
      await adoptProvisionally(context, row);
      return rulesNow(context, row.id);
    },
  }),
  ruleChangePropose: t.field({
    type: PlatformRules,
    nullable: true,
    access: isHere,
    description:
      'Puts a draft to the vote of the committee: for 14 days, or until those who have not voted cannot change ' +
      'the outcome. For its author, and operators where an operator wrote it. One at a time for each platform.',
    args: { input: t.arg({ type: ProposeInput, description: 'Which.' }) },
    errors: {
      types: [RulesUnknown, RulesNotDraft, RulesProposalOpen, CommitteeIncomplete],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await rulesTo(rulesPropose, input.rulesId, context);
      await proposeRules(context, row);
      return rulesNow(context, row.id);
    },
  }),
  voteCast: t.field({
    type: PlatformRules,
    nullable: true,
    access: isHere,
    description:
      'Votes on a proposal for your seat, or votes anew until the close. For those who held a seat when the vote ' +
      'opened and hold it still. Every vote is kept; until the close nobody else sees it.',
    args: { input: t.arg({ type: VoteCastInput, description: 'The vote.' }) },
    errors: {
      types: [RulesUnknown, RulesUnusable, VoteClosed, CommitteeSeatEnded, CommitteeSeatUnfit],
      ...{ result, dataField },
    },
    resolve: async (_root, { input }, context) => {
      const row = await rulesTo(voteCast, input.rulesId, context);
      const own = await ownVote(row.id, context);
      invariant(own, 'Whoever may vote has a place in the vote.');
      const reason = checked(() => checkReason(input.reason));
      await castVote(context, row, { seatId: own.seatId, choice: input.choice, reason });
      return rulesNow(context, row.id);
    },
  }),
}));
