import { date, text } from 'drizzle-orm/pg-core';
import type { MembershipRole } from '../../../schema/events.ts';
import { id } from '../../columns.ts';
import { organization } from './organization.ts';
import { person } from './person.ts';
import { actorsSchema } from './schema.ts';

/** A person's place and role in an organisation: at once the affiliation that others see. */
export const membership = actorsSchema.table('membership', {
  id: id('Membership').primaryKey(),
  organizationId: id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id),
  personId: id('Person', 'person_id')
    .notNull()
    .references(() => person.id),
  role: text('role').$type<MembershipRole>().notNull(),
  position: text('position'),
  startsOn: date('starts_on', { mode: 'string' }).notNull(),
  endsOn: date('ends_on', { mode: 'string' }),
});
