import { isPublic } from '../../../schema/access.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import type { PartyRow } from './partnership.store.ts';

export const PartnershipParty = builder.objectRef<PartyRow>('PartnershipParty').implement({
  description: 'An organisation that is part of a partnership.',
  access: isPublic,
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Which.',
      resolve: ({ organizationId }, _args, context) => organizationById(context).load(organizationId),
    }),
    confirmedAt: t.expose('confirmedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it gave its word; null while it has not.',
    }),
  }),
});
