import type { MembershipRole } from '../../../schema/events.ts';
import { builder } from '../builder.ts';

export const MembershipRoleEnum = builder.enumType('MembershipRole', {
  description: 'What a person may do for an organisation.',
  values: {
    ADMINISTRATOR: { description: 'Acts for the organisation and appoints others.' },
    RESOURCE_MANAGER: { description: 'Looks after what it shares.' },
    INSTRUMENT_OPERATOR: { description: 'Runs its instruments.' },
    FINANCE: { description: 'Looks after its money.' },
    MEMBER: { description: 'Belongs to it.' },
  } satisfies Record<MembershipRole, { description: string }>,
});
