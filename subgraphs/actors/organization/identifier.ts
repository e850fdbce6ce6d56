import { isPublic } from '../../../schema/access.ts';
import { invariant, malformed } from '../../../schema/errors.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { builder } from '../builder.ts';
import { organizationByIdentifier } from './identifier.store.ts';
import { organizationById, type OrganizationRow } from './organization.store.ts';
import { Organization } from './organization.ts';
import { IdentifierScheme } from './profile.enums.ts';
import { checkIdentifier, line } from './profile.what.ts';
import { currentFormById } from './relation.store.ts';

interface Identified {
  asked: OrganizationRow;
  current: OrganizationRow;
}

const IdentifiedOrganization = builder.objectRef<Identified>('IdentifiedOrganization').implement({
  description: 'An organisation found by a number: the one that has it, and what has become of it.',
  access: isPublic,
  fields: (t) => ({
    asked: t.field({
      type: Organization,
      access: isPublic,
      description: 'The one that has the number.',
      resolve: ({ asked }) => asked,
    }),
    current: t.field({
      type: Organization,
      access: isPublic,
      description: 'What it is today: the same, or the last that replaces it.',
      resolve: ({ current }) => current,
    }),
    isReplaced: t.boolean({
      access: isPublic,
      description: 'Whether another one has taken its place.',
      resolve: ({ asked, current }) => asked.id !== current.id,
    }),
  }),
});

/** The number as it is kept; one with wrong check digits is a malformed request. */
function read(scheme: string, value: string, registry: string | null | undefined) {
  try {
    return { value: checkIdentifier(scheme, value), registry: line(registry, 100) };
  } catch (error) {
    throw error instanceof WrongValue ? malformed(error.message) : error;
  }
}

builder.queryFields((t) => ({
  organizationByIdentifier: t.field({
    type: IdentifiedOrganization,
    nullable: true,
    access: isPublic,
    description: 'The organisation with this number, and what has become of it; null when none has it.',
    args: {
      scheme: t.arg({ type: IdentifierScheme, description: 'Who gives the number.' }),
      value: t.arg.string({ description: 'The number. Check digits are checked.' }),
      registry: t.arg.string({ required: false, description: 'Which registry; needed for a local number.' }),
    },
    resolve: async (_root, { scheme, value, registry }, context): Promise<Identified | null> => {
      const asked = read(scheme, value, registry);
      if (scheme === 'LOCAL' && !asked.registry)
        throw malformed('A local number is of a registry: name it in `registry`.');
      const row = await organizationByIdentifier(context, scheme, asked);
      if (!row) return null;
      const form = await currentFormById(context).load(row.id);
      const current = form && (await organizationById(context).load(form.id));
      invariant(current, 'An organisation that is there has a form.');
      return { asked: row, current };
    },
  }),
}));
