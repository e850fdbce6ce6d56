import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId } from '../../../schema/ids.ts';
import { localizedTextInput } from '../../../schema/value-types.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { ProfilePageInput } from '../organization/describe.ts';
import { personDescribe } from './access.ts';
import { OrcidTaken, PersonUnknown, PersonUnusable } from './errors.ts';
import { personById } from './person.store.ts';
import { Person } from './person.ts';
import { describePerson } from './profile.store.ts';
import { AvailabilityVisibility } from './profile.ts';
import { checkPerson, type PersonAsked } from './profile.what.ts';

refusals(builder, PersonUnusable, OrcidTaken);

const AvailabilityInput = builder.inputType('PersonAvailabilityInput', {
  description: 'Whether, and how much, a person can advise others.',
  fields: (t) => ({
    isAvailable: t.boolean({ description: 'Whether at all.' }),
    hoursPerMonth: t.int({ required: false, description: 'At most so many hours a month, from 1 to 744.' }),
    note: t.field({
      type: localizedTextInput(builder),
      required: false,
      description: 'In your words; at most 500 characters in each language.',
    }),
    visibility: t.field({
      type: AvailabilityVisibility,
      required: false,
      description: 'Who may see it: whoever is signed in, unless told.',
    }),
  }),
});

const ContactInput = builder.inputType('PersonContactInput', {
  description: 'How to reach a person; what is left out stays, what is null is cleared. Private.',
  fields: (t) => ({
    email: t.field({ type: 'Email', required: false, description: 'Mailbox.' }),
    telephone: t.string({ required: false, description: 'Telephone.' }),
  }),
});

const PersonDescribeInput = builder.inputType('PersonDescribeInput', {
  description:
    'What you say of yourself from now on. What is left out stays; null clears it. Lists are replaced as a ' +
    'whole and have at most 100 items, each of which counts once.',
  fields: (t) => ({
    personId: t.id({ description: 'Yourself.' }),
    name: t.field({
      type: localizedTextInput(builder),
      required: false,
      description: 'The name you go by, at most 100 characters in each language; null leaves it.',
    }),
    orcid: t.string({ required: false, description: 'Your ORCID; its check digit is checked.' }),
    biography: t.field({
      type: localizedTextInput(builder),
      required: false,
      description: 'At most 5,000 characters in each language.',
    }),
    fields: t.stringList({ required: false, description: 'What you know: three-digit codes of GB/T 13745.' }),
    keywords: t.stringList({
      required: false,
      description: 'What you know, in your own words; at most 50 characters each.',
    }),
    languages: t.stringList({ required: false, description: 'Languages you speak, by BCP 47.' }),
    region: t.field({ type: 'RegionCode', required: false, description: 'Where you work.' }),
    availability: t.field({
      type: AvailabilityInput,
      required: false,
      description: 'Whether you can advise.',
    }),
    isHistoryPublic: t.boolean({
      required: false,
      description: 'Whether everybody may see places you have left; false unless you ever said so.',
    }),
    contact: t.field({ type: ContactInput, required: false, description: 'How to reach you: private.' }),
    pages: t.field({ type: [ProfilePageInput], required: false, description: 'Pages about you.' }),
  }),
});

/** Checks what a person is to say; what cannot be used is a refusal. */
function checked(asked: PersonAsked) {
  try {
    return checkPerson(asked);
  } catch (error) {
    throw error instanceof WrongValue ? new PersonUnusable(error.message) : error;
  }
}

builder.mutationFields((t) => ({
  personDescribe: t.field({
    type: Person,
    nullable: true,
    access: isHere,
    description:
      'Changes what a person says of themselves. For the person, never through a key. The same again ' +
      'changes nothing.',
    args: { input: t.arg({ type: PersonDescribeInput, description: 'The parts to change.' }) },
    errors: {
      types: [PersonUnknown, PersonUnusable, OrcidTaken],
      result: { access: isPublic },
      dataField: { name: 'person', access: isPublic, description: 'The person as they now are.' },
    },
    resolve: async (_root, { input }, context) => {
      const { personId, ...asked } = input;
      const row = await personById(context).load(asId('Person', personId));
      if (!row) throw new PersonUnknown();
      await demand(personDescribe, row, context);
      await describePerson(context, row.id, checked(asked));
      // Read anew, past what loaders remember.
      const described = await personById({ ...context }).load(row.id);
      invariant(described, 'A person who is described is there.');
      return described;
    },
  }),
}));
