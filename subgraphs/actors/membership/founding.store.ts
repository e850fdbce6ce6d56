import { and, eq, lt, sql } from 'drizzle-orm';
import { type Db, violates } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { organizationFounding } from '../../../db/tables/actors/joining.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { declareOrganization, type OrganizationRow } from '../organization/organization.store.ts';
import { FoundingsTooMany, OrganizationKnown } from './errors.ts';
import type { FoundingWish } from './founding.wish.ts';
import { foundingsMax } from './joining.steps.ts';
import { personAsking } from './membership.change.store.ts';
import { beginMembership } from './membership.store.ts';

/** Founds an organisation, unchecked, which who asks administers. Throws FoundingsTooMany, OrganizationKnown
 *  where one of its identifiers is known, and MembershipsTooMany. */
export async function foundOrganization(context: Context, wish: FoundingWish): Promise<OrganizationRow> {
  const refuseKnown = async () => {
    const known = await knownBy(context.isWriting ? context.db : context.database.read, wish);
    if (known) throw new OrganizationKnown(known);
  };
  await refuseKnown();
  try {
    return await inTransaction(context, (inside) => found(inside, wish));
  } catch (error) {
    // Another has named it since we looked; what is undone can be asked no more, so outside of it.
    const isKnown = ['organization_uscc_unique', 'organization_ror_unique'].some((each) =>
      violates(error, each),
    );
    if (isKnown && !context.isWriting) await refuseKnown();
    throw error;
  }
}

async function found(inside: Context, wish: FoundingWish): Promise<OrganizationRow> {
  const { db, now } = inside;
  const personId = personAsking(inside);
  // With readings of outside lists, too, which expect nobody to name what they are about to name.
  await takeTurns(db, [personId, ...(wish.ror ? ['organisations by ROR id'] : [])]);
  const inADay = and(
    eq(organizationFounding.personId, personId),
    sql`${organizationFounding.foundedAt} > db_now() - interval '1 day'`,
  );
  if ((await db.$count(organizationFounding, inADay)) >= foundingsMax)
    throw new FoundingsTooMany(foundingsMax);
  const row = await declareOrganization(inside, { ...wish, isChecked: false });
  await db.insert(organizationFounding).values({ organizationId: row.id, personId, foundedAt: now });
  await record(db, now, { kind: 'organization.founded', subject: row.id, actorId: personId, data: {} });
  await beginMembership(inside, { organizationId: row.id, personId, role: 'ADMINISTRATOR' });
  return row;
}

async function knownBy(db: Db, { uscc, ror }: FoundingWish): Promise<Id<'Organization'> | null> {
  if (uscc === null && ror === null) return null;
  const [row] = await db
    .select({ id: organization.id })
    .from(organization)
    .where(sql`${organization.uscc} = ${uscc} or ${organization.ror} = ${ror}`)
    .orderBy(organization.id)
    .limit(1);
  return row?.id ?? null;
}

/** Forgets who founded what, where the bound of a day needs it no more. */
export async function forgetFoundings(db: Db): Promise<void> {
  await db
    .delete(organizationFounding)
    .where(lt(organizationFounding.foundedAt, sql`db_now() - interval '2 days'`));
}
