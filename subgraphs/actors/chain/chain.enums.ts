import { builder } from '../builder.ts';

export const ChainStageEnum = builder.enumType('ChainStage', {
  description: 'Where along a chain a position lies.',
  values: {
    UPSTREAM: { description: 'Raw materials and what comes first (上游).' },
    MIDSTREAM: { description: 'Making (中游).' },
    DOWNSTREAM: { description: 'Distribution and use (下游).' },
    SUPPORT: { description: 'What all the others need: testing, equipment, services (配套).' },
  } as const,
});

export const SupplyStateEnum = builder.enumType('SupplyRelationState', {
  description: 'Where a supply relation stands.',
  values: {
    DECLARED: { description: 'One side says so; the two and auditors know. Lapses after 60 days.' },
    CONFIRMED: { description: 'Both sides say so.' },
    DECLINED: { description: 'The other side denied it, or the one that stated it took it back.' },
    LAPSED: { description: 'The other side did not answer in time.' },
    ENDED: { description: 'It was so once.' },
  } as const,
});

export const SupplySideEnum = builder.enumType('SupplySide', {
  description: 'On which side of a supply relation an organisation stands.',
  values: {
    SUPPLIER: { description: 'It supplies.' },
    CUSTOMER: { description: 'It is supplied.' },
  } as const,
});

export const BreakCodeEnum = builder.enumType('ChainBreakCode', {
  description: 'Why a link is broken.',
  values: {
    BOTH_ENDS_EMPTY: { description: 'Nobody stands at either end.' },
    SUPPLIER_MISSING: { description: 'Nobody stands where it begins.' },
    CUSTOMER_MISSING: { description: 'Nobody stands where it ends.' },
    NO_SUPPLY: { description: 'There are organisations at both ends, and no confirmed supply between them.' },
  } as const,
});

export const MissingCodeEnum = builder.enumType('ChainMissingCode', {
  description: 'How a partner is missing.',
  values: {
    NOBODY: { description: 'Nobody stands in an essential position.' },
    NOBODY_IN_REGION: { description: 'Who stands in it is outside the region of the chain.' },
  } as const,
});
