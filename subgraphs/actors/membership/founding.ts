import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { localizedTextInput } from '../../../schema/value-types.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { Organization, OrganizationKind } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { FoundingsTooMany, FoundingUnusable, MembershipsTooMany, OrganizationKnown } from './errors.ts';
import { foundOrganization } from './founding.store.ts';
import { checkFounding, type FoundingAsked } from './founding.wish.ts';

refusals(builder, FoundingUnusable, FoundingsTooMany, OrganizationKnown);

builder.objectField(OrganizationKnown, 'organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    access: isPublic,
    description: 'The one that is known: `howToJoin` says how to become a member.',
    resolve: ({ organizationId }, _args, context) => organizationById(context).load(organizationId),
  }),
);

const OrganizationFoundInput = builder.inputType('OrganizationFoundInput', {
  description: 'An organisation that is not known here yet.',
  fields: (t) => ({
    kind: t.field({ type: OrganizationKind, description: 'What it is.' }),
    name: t.field({
      type: localizedTextInput(builder),
      description: 'What it is called; at most 200 characters in each language.',
    }),
    region: t.field({ type: 'RegionCode', required: false, description: 'Where it is seated.' }),
    uscc: t.string({ required: false, description: 'Unified social credit code (GB 32100).' }),
    ror: t.string({ required: false, description: 'ROR id, bare or as its address.' }),
    website: t.field({ type: 'Url', required: false, description: 'Its own site.' }),
  }),
});

/** Checks how an organisation is described; what cannot be used is a refusal. */
function checked(asked: FoundingAsked) {
  try {
    return checkFounding(asked);
  } catch (error) {
    throw error instanceof WrongValue ? new FoundingUnusable(error.message) : error;
  }
}

builder.mutationFields((t) => ({
  organizationFound: t.field({
    type: Organization,
    nullable: true,
    access: isHere,
    description:
      'Founds an organisation here, which you administer from then on. It counts as unchecked until it was ' +
      'reviewed. At most 5 in a day.',
    args: { input: t.arg({ type: OrganizationFoundInput, description: 'The organisation.' }) },
    errors: {
      types: [FoundingUnusable, OrganizationKnown, FoundingsTooMany, MembershipsTooMany],
      result: { access: isPublic },
      dataField: { name: 'organization', access: isPublic, description: 'What was founded.' },
    },
    resolve: async (_root, { input }, context) => {
      const { id } = await foundOrganization(context, checked(input));
      const row = await organizationById({ ...context }).load(id);
      if (!row) throw new Error('What was founded must be there.');
      return row;
    },
  }),
}));
