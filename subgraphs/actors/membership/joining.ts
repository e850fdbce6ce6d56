import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { invariant } from '../../../schema/errors.ts';
import type { MembershipPolicy } from '../../../schema/events.ts';
import { asId } from '../../../schema/ids.ts';
import { localizedTextInput, localizedTextType } from '../../../schema/value-types.ts';
import { parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { OrganizationUnknown } from '../organization/errors.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { membershipPolicyChange } from './access.ts';
import { PolicyUnusable } from './errors.ts';
import {
  isContactThere,
  isOpenToApplications,
  type JoiningStep,
  stepsToJoin,
  stepWords,
} from './joining.steps.ts';
import { changePolicy, type HowToJoin, howToJoin } from './joining.store.ts';
import { administratorCountByOrganization } from './membership.store.ts';

const MembershipPolicyEnum = builder.enumType('MembershipPolicy', {
  description: 'How an organisation takes in members.',
  values: {
    OPEN_TO_APPLICATIONS: { description: 'Whoever wants can apply, and be invited.' },
    BY_INVITATION: { description: 'Only who is invited.' },
    CLOSED: { description: 'It takes no applications and says that it looks for nobody.' },
  } satisfies Record<MembershipPolicy, { description: string }>,
});

const JoiningStepCode = builder.enumType('JoiningStepCode', {
  description: 'What a step on the way to becoming a member is about.',
  values: Object.fromEntries(
    Object.entries(stepWords).map(([name, description]) => [name, { description }]),
  ) as Record<keyof typeof stepWords, { description: string }>,
});

const JoiningStepType = builder.objectRef<JoiningStep>('JoiningStep').implement({
  description: 'One thing to do on the way to becoming a member.',
  access: isPublic,
  fields: (t) => ({
    code: t.field({
      type: JoiningStepCode,
      access: isPublic,
      description: 'For programs.',
      resolve: ({ code }) => code,
    }),
    text: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'For people.',
      resolve: ({ text }) => text,
    }),
    action: t.exposeString('action', {
      nullable: true,
      access: isPublic,
      description: 'The mutation that does it; null where it is not done here.',
    }),
  }),
});

const HowToJoinType = builder.objectRef<HowToJoin>('HowToJoin').implement({
  description: 'What a non-member needs to know to become a member. The same for everybody.',
  access: isPublic,
  fields: (t) => ({
    policy: t.field({
      type: MembershipPolicyEnum,
      access: isPublic,
      description: 'How it takes in members; it takes applications until it says otherwise.',
      resolve: ({ policy }) => policy,
    }),
    isOpen: t.boolean({
      access: isPublic,
      description:
        'Whether an application is taken now: that is its policy, and somebody is there to decide.',
      resolve: isOpenToApplications,
    }),
    needs: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isPublic,
      description: 'What it asks of new members, in its own words; or null.',
      resolve: ({ needs }) => needs,
    }),
    contactIsThere: t.boolean({
      access: isPublic,
      description: 'Whether it says how to reach it: see `contact`.',
      resolve: isContactThere,
    }),
    administratorCount: t.exposeInt('administratorCount', {
      access: isPublic,
      description: 'How many administer it here, and will see an application.',
    }),
    steps: t.field({
      type: [JoiningStepType],
      access: isPublic,
      description: 'The way in, in order; at most three.',
      resolve: stepsToJoin,
    }),
  }),
});

builder.objectFields(Organization, (t) => ({
  howToJoin: t.field({
    type: HowToJoinType,
    access: isPublic,
    description: 'How to become a member.',
    resolve: (row, _args, context) => howToJoin(context, row),
  }),
  isUnadministered: t.boolean({
    access: isPublic,
    description:
      'Whether nobody administers it here at present. Then operators of a platform that serves its region can ' +
      'appoint an administrator.',
    resolve: async ({ id }, _args, context) =>
      (await administratorCountByOrganization(context, null).load(id)) === 0,
  }),
}));

refusals(builder, PolicyUnusable);

const MembershipPolicyChangeInput = builder.inputType('MembershipPolicyChangeInput', {
  description: 'How an organisation takes in members from now on.',
  fields: (t) => ({
    organizationId: t.id({ description: 'The organisation.' }),
    policy: t.field({ type: MembershipPolicyEnum, description: 'How it takes in members.' }),
    needs: t.field({
      type: localizedTextInput(builder),
      required: false,
      description:
        'What it asks of new members; at most 1,000 characters in each language, none when left out.',
    }),
  }),
});

/** The words, checked; what cannot be used is a refusal. */
function wordsOf(needs: { zh?: string | null; en?: string | null } | null | undefined) {
  try {
    return needs ? parseLocalizedText(needs, { max: 1_000, lines: true }) : null;
  } catch (error) {
    throw error instanceof WrongValue ? new PolicyUnusable(error.message) : error;
  }
}

builder.mutationFields((t) => ({
  membershipPolicyChange: t.field({
    type: Organization,
    nullable: true,
    access: isHere,
    description:
      'Says how an organisation takes in members from now on. For its administrators. Applications that are ' +
      'open stay open.',
    args: { input: t.arg({ type: MembershipPolicyChangeInput, description: 'The change.' }) },
    errors: {
      types: [OrganizationUnknown, PolicyUnusable],
      result: { access: isPublic },
      dataField: { name: 'organization', access: isPublic, description: 'The organisation as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const row = await organizationById(context).load(asId('Organization', input.organizationId));
      if (!row) throw new OrganizationUnknown();
      await demand(membershipPolicyChange, row, context);
      await changePolicy(context, row.id, { policy: input.policy, needs: wordsOf(input.needs) });
      const changed = await organizationById({ ...context }).load(row.id);
      invariant(changed, 'An organisation is never removed.');
      return changed;
    },
  }),
}));
