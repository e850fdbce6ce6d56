import { builder } from '../builder.ts';

export const PartnershipScopeEnum = builder.enumType('PartnershipScope', {
  description: 'What a partnership is for.',
  values: {
    RESEARCH: { description: 'Research and development (研发).' },
    TESTING: { description: 'Testing and certification (检测).' },
    TRAINING: { description: 'Training of people (培训).' },
    SUPPLY: { description: 'Supply of materials or products (供应).' },
    LICENSING: { description: 'Licences and transfer of technology (许可).' },
    DATA_SHARING: { description: 'Sharing of data (数据共享).' },
  } as const,
});

export const PartnershipStateEnum = builder.enumType('PartnershipState', {
  description: 'Where a partnership stands.',
  values: {
    PROPOSED: { description: 'Waits for the other parties; only the parties and auditors know of it.' },
    AGREED: { description: 'Every party confirmed.' },
    DECLINED: { description: 'A party said no.' },
    LAPSED: { description: 'Not every party confirmed in time.' },
    ENDED: { description: 'A party ended it before its term.' },
    EXPIRED: { description: 'Its term is over.' },
  } as const,
});

export const PartnershipAudienceEnum = builder.enumType('PartnershipAudience', {
  description: 'Who may know of a partnership once it is agreed.',
  values: {
    PUBLIC: { description: 'Everybody.' },
    PARTIES: { description: 'The parties, their members and auditors.' },
  } as const,
});
