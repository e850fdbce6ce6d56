import { sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { membershipPolicy } from '../../../db/tables/actors/joining.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { MembershipPolicy } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import { oneByKey } from '../../../schema/loader.ts';
import type { LocalizedText } from '../../../schema/values/localized-text.ts';
import type { OrganizationRow } from '../organization/organization.store.ts';
import { mustAdminister } from './membership.change.store.ts';
import { administratorCountByOrganization } from './membership.store.ts';

/** What a non-member needs to know to become one. */
export interface HowToJoin {
  organization: Pick<OrganizationRow, 'id' | 'status' | 'website' | 'contactEmail' | 'contactTelephone'>;
  policy: MembershipPolicy;
  needs: LocalizedText | null;
  administratorCount: number;
}

export const policyByOrganization = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(membershipPolicy)
      .where(sql`${membershipPolicy.organizationId} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.organizationId,
);

/** How this organisation takes in members; one that never said so takes applications. */
export async function howToJoin(
  context: Context,
  organization: HowToJoin['organization'],
): Promise<HowToJoin> {
  const [known, administratorCount] = await Promise.all([
    policyByOrganization(context).load(organization.id),
    administratorCountByOrganization(context, null).load(organization.id),
  ]);
  const { policy = 'OPEN_TO_APPLICATIONS', needsZh: zh = null, needsEn: en = null } = known ?? {};
  return { organization, policy, needs: zh === null && en === null ? null : { zh, en }, administratorCount };
}

/** Says from now on how the organisation takes in members. The same a second time records nothing. */
export function changePolicy(
  context: Context,
  organizationId: Id<'Organization'>,
  { policy, needs }: { policy: MembershipPolicy; needs: LocalizedText | null },
): Promise<void> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    await takeTurns(db, [organizationId]);
    await mustAdminister(inside, organizationId);
    const set = { policy, needsZh: needs?.zh ?? null, needsEn: needs?.en ?? null, changedAt: now };
    const changed = await db
      .insert(membershipPolicy)
      .values({ organizationId, ...set })
      .onConflictDoUpdate({
        target: membershipPolicy.organizationId,
        set,
        setWhere: sql`(membership_policy.policy, membership_policy.needs_zh, membership_policy.needs_en)
          is distinct from (excluded.policy, excluded.needs_zh, excluded.needs_en)`,
      })
      .returning({ id: membershipPolicy.organizationId });
    if (changed.length === 0) return;
    await record(db, now, {
      kind: 'organization.membershipPolicyChanged',
      subject: organizationId,
      actorId: viewer?.actorId ?? null,
      data: { policy },
    });
  });
}
