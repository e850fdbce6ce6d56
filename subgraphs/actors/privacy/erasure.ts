import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { isInPerson } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId } from '../../../schema/ids.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { Person } from '../person/person.ts';
import { personById, type PersonRow } from '../person/person.store.ts';
import { PersonUnknown } from '../person/errors.ts';
import { erasePerson } from './erasure.store.ts';
import { ErasureUnconfirmed } from './errors.ts';

/** Whoever may erase a person here is that person; who runs the server has `cograph person erase`. */
export const personErase: Action<PersonRow> = {
  name: 'personErase',
  requires: 'the person, not through a key',
  permits: ({ id }, { viewer }) => isInPerson(viewer) && viewer?.actorId === id,
};

builder.objectField(Person, 'isErased', (t) =>
  t.boolean({
    access: isPublic,
    description:
      'Whether everything that told who it was has been erased. The id stays, so that records stay whole.',
    resolve: ({ erasedAt }) => erasedAt !== null,
  }),
);

refusals(builder, PersonUnknown, ErasureUnconfirmed);

const PersonEraseInput = builder.inputType('PersonEraseInput', {
  description: 'Who is to be erased, and that it is meant.',
  fields: (t) => ({
    personId: t.id({ description: 'Your own id, so that nobody is erased by mistake.' }),
    isConfirmed: t.boolean({ description: 'True: you mean it. It cannot be undone.' }),
  }),
});

builder.mutationFields((t) => ({
  personErase: t.field({
    type: Person,
    nullable: true,
    access: isHere,
    description:
      'Erases you, for ever: names, contacts, sign-ins, keys and your own words. Your memberships end. What you ' +
      'did stays recorded under an id that says nothing of you. A second time changes nothing.',
    args: { input: t.arg({ type: PersonEraseInput, description: 'Who.' }) },
    errors: {
      types: [PersonUnknown, ErasureUnconfirmed],
      result: { access: isPublic },
      dataField: { name: 'person', access: isPublic, description: 'What is left of the person.' },
    },
    resolve: async (_root, { input }, context) => {
      const known = await personById(context).load(asId('Person', input.personId));
      if (!known) throw new PersonUnknown();
      await demand(personErase, known, context);
      if (!input.isConfirmed) throw new ErasureUnconfirmed();
      const erased = await erasePerson(context, known.id);
      invariant(erased, 'A person is never removed.');
      return erased.row;
    },
  }),
}));
