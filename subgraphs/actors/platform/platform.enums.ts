import { builder } from '../builder.ts';

export const PlatformKind = builder.enumType('PlatformKind', {
  description: 'Who leads a platform.',
  values: {
    GOVERNMENT_LED: { description: 'Led by government.' },
    ENTERPRISE_OPERATED: { description: 'Operated by an enterprise.' },
    INTERMEDIARY: { description: 'Run by an independent third party.' },
  } as const,
});

export const PlatformState = builder.enumType('PlatformState', {
  description: 'Whether a platform is one of this graph.',
  values: {
    REGISTERED: { description: 'It waits for an auditor. Known to those who operate it and to auditors.' },
    ACTIVE: { description: 'It was admitted. Known to everybody.' },
    DECLINED: { description: 'An auditor declined it. Known as one that waits.' },
    LAPSED: { description: 'Nobody decided within 60 days. Known as one that waits.' },
  },
});

export const OperatorPart = builder.enumType('PlatformOperatorPart', {
  description: 'What part an organisation has in operating a platform.',
  values: {
    LEAD: { description: 'It is in the lead: its administrators appoint the people who operate it.' },
    PARTNER: { description: 'It operates the platform together with the one in the lead.' },
  },
});
