import { and, eq, sql } from 'drizzle-orm';
import { organizationIdentifier } from '../../../db/tables/actors/organization-profile.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import type { Context } from '../../../schema/context.ts';
import { organizationColumns, type OrganizationRow } from './organization.store.ts';

/** The organisation that has the number, or null. */
export async function organizationByIdentifier(
  { db }: Context,
  scheme: 'USCC' | 'ROR' | 'LOCAL',
  { value, registry }: { value: string; registry: string | null },
): Promise<OrganizationRow | null> {
  const local = db
    .select({ id: organizationIdentifier.organizationId })
    .from(organizationIdentifier)
    .where(and(eq(organizationIdentifier.value, value), eq(organizationIdentifier.registry, registry ?? '')));
  const has = {
    USCC: eq(organization.uscc, value),
    ROR: eq(organization.ror, value),
    LOCAL: sql`${organization.id} in ${local}`,
  };
  const [row] = await db.select(organizationColumns).from(organization).where(has[scheme]);
  return row ?? null;
}
