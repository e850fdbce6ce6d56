import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coCreationRole } from '../../../db/tables/actors/co-creation-role.ts';
import { type Context, newContext } from '../../../schema/context.ts';
import type { CoCreationRoleState } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.ts';
import {
  declareReviewPeople,
  eventsOf,
  newOrganization,
  putReview,
  type ReviewPeople,
} from '../../../tests/kit/review.ts';
import { putRole, rolesStanding } from '../../../tests/kit/role.ts';
import * as steps from './co-creation-role.steps.store.ts';
import { coCreationRoleById, coCreationRolesByActor } from './co-creation-role.store.ts';
import { reviewRoles } from './role.job.ts';
import { type RoleAct, roleActs } from './role.states.ts';

describe('a role', () => {
  let fresh: FreshDatabase;
  let own: ReviewPeople;
  beforeAll(async () => {
    fresh = await freshDatabase();
    own = await declareReviewPeople(fresh);
  });
  afterAll(() => fresh[Symbol.asyncDispose]());
  const operating = (): Context => newContext(fresh.database, own.operator);
  const rowOf = async (id: Id<'CoCreationRoleGrant'>) => (await coCreationRoleById(operating()).load(id))!;
  const newFirm = async (isVerified = true) => {
    const actorId = await newOrganization(newContext(fresh.database, null), 'Firm');
    if (isVerified)
      await putReview(fresh, { actorId, platformId: own.platform }, 'APPROVED', { days: 2_000 });
    return { actorId, platformId: own.platform };
  };
  const runJob = () => fresh.database.write((tx) => reviewRoles.work(tx, {}));
  const kindsOf = async (id: string) => (await eventsOf(fresh, id)).map(({ kind }) => kind.split('.')[1]);

  const acts: Record<RoleAct, typeof steps.withdrawRole> = {
    grant: steps.grantRoleAsked,
    refuse: (context, row) => steps.refuseRole(context, row, 'No.'),
    withdraw: steps.withdrawRole,
    revoke: (context, row) => steps.revokeRole(context, row, 'No.'),
  };
  /** By hand: what can be done in each state, and where it leads. */
  const table: Record<CoCreationRoleState, Partial<Record<RoleAct, CoCreationRoleState>>> = {
    REQUESTED: { grant: 'GRANTED', refuse: 'REFUSED', withdraw: 'WITHDRAWN' },
    GRANTED: { withdraw: 'WITHDRAWN', revoke: 'REVOKED' },
    REVIEW_DUE: { grant: 'GRANTED', withdraw: 'WITHDRAWN', revoke: 'REVOKED' },
    REFUSED: {},
    WITHDRAWN: {},
    LAPSED: {},
    REVOKED: {},
  };
  const cells = Object.entries(table).flatMap(([state, leads]) =>
    (Object.keys(roleActs) as RoleAct[]).map((act) => [state, act, leads[act] ?? null] as const),
  );
  test.each(cells)('that is %s, when asked to %s: %s', async (state, act, leads) => {
    const id = await putRole(fresh, await newFirm(), state as CoCreationRoleState);
    const before = await rolesStanding(fresh);
    const done = acts[act](operating(), await rowOf(id));
    if (leads) {
      await done;
      expect([(await rowOf(id)).state, (await kindsOf(id)).length]).toEqual([leads, 1]);
    } else {
      await expect(done).rejects.toMatchObject({ code: 'CO_CREATION_ROLE_MOVED_ON', state });
      expect(await rolesStanding(fresh)).toEqual(before);
    }
  });

  test('is not granted to who was verified when they asked, and is no longer', async () => {
    const facts = await newFirm();
    const id = await putRole(fresh, facts, 'REQUESTED');
    await fresh.database.write((tx) =>
      tx.execute(sql`update actors.qualification_review set state = 'REVOKED', ends_at = null
        where actor_id = ${facts.actorId}`),
    );
    const before = await rolesStanding(fresh);
    const grant = steps.grantRoleAsked(operating(), await rowOf(id));
    await expect(grant).rejects.toMatchObject({ code: 'VERIFICATION_NEEDED' });
    expect(await rolesStanding(fresh)).toEqual(before);
  });

  test('is due for review after 24 months, held meanwhile, and lapses 90 days later; once each', async () => {
    const { actorId, platformId } = await newFirm();
    const wish = { actorId, platformId, role: 'RESOURCE_PROVIDER' as const, statement: null };
    const id = await steps.requestRole(operating(), wish);
    await steps.grantRoleAsked(operating(), await rowOf(id));
    const held = async () => (await coCreationRolesByActor(operating()).load(actorId)).length;
    await fresh.shiftClock('24 months 1 day');
    expect([(await rowOf(id)).state, await held()]).toEqual(['REVIEW_DUE', 1]);
    await runJob();
    await runJob();
    expect(await kindsOf(id)).toEqual(['requested', 'granted', 'reviewDue']);
    await fresh.shiftClock('24 months 91 days');
    expect(await held()).toBe(0);
    await expect(steps.grantRoleAsked(operating(), await rowOf(id))).rejects.toMatchObject({
      state: 'LAPSED',
    });
    await runJob();
    await runJob();
    expect((await kindsOf(id)).at(-1)).toBe('lapsed');
    await fresh.shiftClock('0');
  });

  test('that nobody decides lapses after 60 days, and can be asked for again', async () => {
    const { actorId, platformId } = await newFirm();
    const wish = { actorId, platformId, role: 'NORM_GUIDE' as const, statement: null };
    const id = await steps.requestRole(operating(), wish);
    await fresh.shiftClock('60 days 1 minute');
    expect((await rowOf(id)).state).toBe('LAPSED');
    await steps.requestRole(operating(), wish);
    expect(await kindsOf(id)).toEqual(['requested', 'lapsed']);
    await fresh.shiftClock('0');
  });

  test('is asked for by twenty at once and stands once; of twenty who decide, one does', async () => {
    const { actorId, platformId } = await newFirm();
    const wish = { actorId, platformId, role: 'NORM_GUIDE' as const, statement: null };
    const outcome = async (all: Promise<unknown>[]) =>
      (await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled').length;
    const twenty = <Value>(act: (at: number) => Value) => Array.from({ length: 20 }, (_, at) => act(at));
    expect(await outcome(twenty(() => steps.requestRole(operating(), wish)))).toBe(1);
    const [row] = await fresh.database.read
      .select()
      .from(coCreationRole)
      .where(sql`${coCreationRole.actorId} = ${actorId}`);
    const decide = (at: number) => acts[at % 2 ? 'grant' : 'refuse'](operating(), row!);
    expect(await outcome(twenty(decide))).toBe(1);
    expect((await kindsOf(row!.id)).length).toBe(2);
  });
});
