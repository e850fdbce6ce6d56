import { builder } from '../builder.ts';

export const CommitteeSide = builder.enumType('CommitteeSide', {
  description: 'Whom a seat of the committee speaks for.',
  values: {
    SUPPLIER: { description: 'Who offers resources (供给者).' },
    DEMANDER: { description: 'Who needs resources (需求者).' },
    SUPPORTER: { description: 'Who supports both: government, finance, law, information (服务者、管理者).' },
  },
});

export const CommitteeSeatState = builder.enumType('CommitteeSeatState', {
  description: 'How far a seat has come.',
  values: {
    NOMINATED: { description: 'It was offered; the organisation has 30 days to accept.' },
    HELD: { description: 'It was accepted. It votes within its term.' },
    DECLINED: { description: 'The organisation declined it.' },
    LAPSED: { description: 'The organisation did not answer in time.' },
    RESIGNED: { description: 'It was given up.' },
    EXPIRED: { description: 'Its term is over.' },
  },
});

export const PlatformRulesState = builder.enumType('PlatformRulesState', {
  description: 'How far a version of the rules has come.',
  values: {
    DRAFT: { description: 'It is being written. Known to operators, its author and auditors.' },
    PROPOSED: { description: 'The committee votes on it, or the votes are being counted.' },
    ADOPTED: { description: 'It was adopted, and stays as it is for ever.' },
    REJECTED: { description: 'The committee did not adopt it.' },
    WITHDRAWN: { description: 'It was taken back.' },
  },
});

export const VoteChoice = builder.enumType('VoteChoice', {
  description: 'How a seat votes.',
  values: {
    FOR: { description: 'For the proposal.' },
    AGAINST: { description: 'Against it.' },
    ABSTAIN: { description: 'Neither; counts as not for it.' },
  },
});
