import { isPublic } from '../../../schema/access.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { CommitteeSide, VoteChoice } from './governance.enums.ts';
import { PlatformRules } from './rules.ts';
import type { RulesRow } from './rules.store.ts';
import { votesByRules, type VoteRow } from './vote.store.ts';
import { type SideTally, tallyOf } from './vote.what.ts';

const RuleVote = builder.objectRef<VoteRow>('RuleVote').implement({
  description: 'How one seat voted on a proposal.',
  access: isPublic,
  fields: (t) => ({
    side: t.field({
      type: CommitteeSide,
      access: isPublic,
      description: 'Whom the seat speaks for.',
      resolve: (row) => row.side,
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Who held the seat.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    person: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'Who voted for it.',
      resolve: (row, _args, context) => personById(context).load(row.personId),
    }),
    choice: t.field({
      type: VoteChoice,
      nullable: true,
      access: isPublic,
      description: 'How it voted; null where it did not.',
      resolve: (row) => row.choice,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      access: isPublic,
      description: 'Why, in words of whoever voted; null where they said nothing.',
    }),
    castAt: t.expose('castAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it was cast, or cast anew; null where it was not.',
    }),
  }),
});

const RuleVoteTally = builder.objectRef<SideTally>('RuleVoteTally').implement({
  description: 'How one side voted.',
  access: isPublic,
  fields: (t) => ({
    side: t.field({
      type: CommitteeSide,
      access: isPublic,
      description: 'Which side.',
      resolve: (row) => row.side,
    }),
    seats: t.exposeInt('seats', { access: isPublic, description: 'How many seats it had in this vote.' }),
    for: t.exposeInt('for', { access: isPublic, description: 'How many of them voted for the proposal.' }),
    against: t.exposeInt('against', { access: isPublic, description: 'How many voted against it.' }),
    abstain: t.exposeInt('abstain', { access: isPublic, description: 'How many abstained.' }),
    absent: t.exposeInt('absent', { access: isPublic, description: 'How many did not vote.' }),
  }),
});

/** Whether there was a vote that is over. */
const isCounted = ({ proposedAt, isOpen, state }: RulesRow) =>
  proposedAt !== null && !isOpen && state !== 'WITHDRAWN';

builder.objectField(PlatformRules, 'votes', (t) =>
  t.field({
    type: [RuleVote],
    access: isPublic,
    description: 'How each seat voted, at most 45; while the vote is open your own alone.',
    resolve: ({ id }, _args, context) => votesByRules(context).load(id),
  }),
);

builder.objectField(PlatformRules, 'tally', (t) =>
  t.field({
    type: [RuleVoteTally],
    nullable: true,
    access: isPublic,
    description:
      'How the sides voted, at most three; null while the vote is open and where there was none. Adopted is what more ' +
      'than half of all seats are for, with at least one seat of each side.',
    resolve: async (row, _args, context) =>
      isCounted(row) ? tallyOf(await votesByRules(context).load(row.id)) : null,
  }),
);
