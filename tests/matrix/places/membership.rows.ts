import { membershipApplication, membershipInvitation } from '../../../db/tables/actors/joining.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import type { Context } from '../../../schema/context.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { declareOrganization } from '../../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson } from '../../../subgraphs/actors/person/person.store.ts';
import { region } from '../base/organizations.ts';
import type { Deed } from '../place.ts';

export type Prepare = NonNullable<Deed['prepare']>;

// Straight into the tables, so that a row can stand as it would after months.

export const newOrganization = async (context: Context) =>
  (await declareOrganization(context, { kind: 'SME', nameEn: 'Aside', region })).id;
export const newPerson = async (context: Context) => (await declarePerson(context, { nameEn: 'Aside' })).id;

/** An organisation that somebody administers, so that it takes applications. */
export async function newOpenOrganization(context: Context): Promise<Id<'Organization'>> {
  const id = await newOrganization(context);
  await addMember(context, id, await newPerson(context), 'ADMINISTRATOR');
  return id;
}

export async function addMember(
  { db, now }: Context,
  organizationId: Id<'Organization'>,
  personId: Id<'Person'>,
  role: MembershipRole = 'MEMBER',
): Promise<Id<'Membership'>> {
  const id = newId('Membership');
  const startsOn = now.toISOString().slice(0, 10);
  await db.insert(membership).values({ id, organizationId, personId, role, position: 'Aside', startsOn });
  return id;
}

const inAWeek = (now: Date) => new Date(now.getTime() + 7 * 86_400_000);

export async function addInvitation(
  { db, now }: Context,
  organizationId: Id<'Organization'>,
  wish: Partial<typeof membershipInvitation.$inferInsert>,
): Promise<Id<'MembershipInvitation'>> {
  const id = newId('MembershipInvitation');
  const usual = { role: 'MEMBER', state: 'OPEN', createdAt: now, expiresAt: inAWeek(now) } as const;
  await db.insert(membershipInvitation).values({ ...usual, ...wish, id, organizationId });
  return id;
}

export async function addApplication(
  { db, now }: Context,
  organizationId: Id<'Organization'>,
  personId: Id<'Person'>,
  wish: Partial<typeof membershipApplication.$inferInsert> = {},
): Promise<Id<'MembershipApplication'>> {
  const id = newId('MembershipApplication');
  const usual = { state: 'OPEN', createdAt: now, expiresAt: inAWeek(now) } as const;
  await db.insert(membershipApplication).values({ ...usual, ...wish, id, organizationId, personId });
  return id;
}
