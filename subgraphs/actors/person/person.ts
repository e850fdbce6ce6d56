import { isPublic } from '../../../schema/access.ts';
import { entity } from '../../../schema/builder.ts';
import { asId, nameOfId } from '../../../schema/ids.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { isSelfOrKeeper } from './access.ts';
import { Actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { type MembershipRow, membershipsByPerson } from '../membership/membership.store.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { personById, type PersonRow } from './person.store.ts';

const Affiliation = builder.objectRef<MembershipRow>('Affiliation').implement({
  description: "A person's present place in an organisation.",
  access: isPublic,
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Where.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    position: t.exposeString('position', {
      nullable: true,
      access: isPublic,
      description: 'Title or function there, in the words of the person; or null.',
    }),
    startsOn: t.field({
      type: 'Date',
      access: isPublic,
      description: 'Since when.',
      resolve: (row) => row.startsOn as CalendarDate,
    }),
  }),
});

const PersonContact = builder.objectRef<PersonRow>('PersonContact').implement({
  description: 'How to reach a person: private.',
  access: isPublic,
  fields: (t) => ({
    email: t.expose('contactEmail', {
      type: 'Email',
      nullable: true,
      access: isSelfOrKeeper,
      description: 'Mailbox, or null.',
    }),
    telephone: t.exposeString('contactTelephone', {
      nullable: true,
      access: isSelfOrKeeper,
      description: 'Telephone as it was given, or null.',
    }),
  }),
});

export const Person = builder.objectRef<PersonRow>('Person').implement({
  description: 'A person: expert, researcher, technician, manager, entrepreneur.',
  access: isPublic,
  interfaces: [Actor],
  fields: (t) => ({
    orcid: t.exposeString('orcid', { nullable: true, access: isPublic, description: 'ORCID, or null.' }),
    affiliations: t.field({
      type: [Affiliation],
      access: isPublic,
      description: 'Present places in organisations; at most 20.',
      resolve: (row, _args, context) => membershipsByPerson(context).load(row.id),
    }),
    contact: t.field({
      type: PersonContact,
      access: isPublic,
      description: 'How to reach the person.',
      resolve: (row) => row,
    }),
  }),
});

entity(builder, Person, async (context, id) =>
  nameOfId(id) === 'Person' ? personById(context).load(asId('Person', id)) : null,
);
