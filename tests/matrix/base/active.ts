import { eq } from 'drizzle-orm';
import { organization } from '../../../db/tables/actors/organization.ts';
import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { successorRor } from './organizations.ts';

/** Says whether the institute is active. It is not, with a successor; what it founds, it founds while it
 *  is. */
export async function setActive({ db }: Context, id: Id<'Organization'>, isActive: boolean): Promise<void> {
  const standing = isActive
    ? { status: 'ACTIVE' as const, successorRor: null }
    : { status: 'INACTIVE' as const, successorRor };
  await db.update(organization).set(standing).where(eq(organization.id, id));
}
