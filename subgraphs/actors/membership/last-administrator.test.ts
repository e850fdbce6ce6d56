import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { violates } from '../../../db/client.ts';
import type { Viewer } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { openStage, type Stage } from '../../../tests/kit/membership.ts';
import { forgetMembershipsOf } from './erasure.store.ts';

let stage: Stage;
let firm: Id<'Organization'>;
let boss: Viewer;
let stranger: Viewer;
beforeAll(async () => {
  stage = await openStage();
  stranger = await stage.person();
});
beforeEach(async () => {
  firm = await stage.organization();
  boss = await stage.person({ at: firm, role: 'ADMINISTRATOR' });
});
afterAll(() => stage[Symbol.asyncDispose]());

describe('the last administrator', () => {
  test('stays: of two who leave at the same moment one does, twenty times of twenty', async () => {
    for (let round = 0; round < 20; round += 1) {
      const at = await stage.organization();
      const two = await Promise.all([1, 2].map(() => stage.person({ at, role: 'ADMINISTRATOR' })));
      const ids = await Promise.all(two.map((who) => stage.placeOf(who, at)));
      const answers = await Promise.all(
        two.map((who, index) => stage.done('membershipLeave', { membershipId: ids[index] }, who)),
      );
      const names = answers.map(({ __typename }) => __typename).sort();
      expect(names).toEqual(['LastAdministrator', 'MembershipLeaveSuccess']);
    }
  });

  test('stays, whatever two do to each other at once: leave, demote, end, hand over', async () => {
    for (let round = 0; round < 5; round += 1) {
      const at = await stage.organization();
      const [one, two] = [
        await stage.person({ at, role: 'ADMINISTRATOR' }),
        await stage.person({ at, role: 'ADMINISTRATOR' }),
      ];
      const [first, second] = [await stage.placeOf(one, at), await stage.placeOf(two, at)];
      await Promise.all([
        stage.act('membershipLeave', { membershipId: first }, one),
        stage.act('membershipRoleChange', { membershipId: second, role: 'MEMBER' }, one),
        stage.act('membershipEnd', { membershipId: first }, two),
        stage.act('administrationTransfer', { membershipId: first, role: 'MEMBER' }, two),
      ]);
      const [left] = await stage.graph.database.read.execute<{ n: number }>(
        sql`select count(*)::int as n from actors.membership
          where organization_id = ${at} and role = 'ADMINISTRATOR' and ends_on is null`,
      );
      expect(left!.n).toBe(1);
    }
  });

  test.each([
    ['ending', sql`update actors.membership set ends_on = starts_on`],
    ['demoting', sql`update actors.membership set role = 'MEMBER'`],
    ['removing', sql`delete from actors.membership`],
  ])('stays when somebody tries by %s behind our back: the database itself refuses', async (_how, act) => {
    const before = await stage.standing();
    const trying = stage.graph.database.write((tx) =>
      tx.execute(sql`${act} where organization_id = ${firm} and role = 'ADMINISTRATOR'`),
    );
    const error: unknown = await trying.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(violates(error, 'membership_last_administrator_stays')).toBe(true);
    expect(await stage.standing()).toEqual(before);
  });

  test('stays also where two try behind our back at the same moment, on a server', async () => {
    const { database } = stage.graph;
    for (let round = 0; round < 20; round += 1) {
      const at = await stage.organization();
      const two = await Promise.all([1, 2].map(() => stage.person({ at, role: 'ADMINISTRATOR' })));
      const done = await Promise.allSettled(
        two.map(({ actorId }) =>
          database.write((tx) =>
            tx.execute(sql`update actors.membership set ends_on = starts_on
              where organization_id = ${at} and person_id = ${actorId}`),
          ),
        ),
      );
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  test('goes where the person is erased, which is recorded; what they wrote goes, too', async () => {
    const personId = boss.actorId as Id<'Person'>;
    await stage.done('membershipApply', { organizationId: await stage.organization() }, stranger);
    const open = { organizationId: firm, personId: stranger.actorId, role: 'MEMBER', message: 'Come.' };
    await stage.done('membershipInvite', open, boss);
    await forgetMembershipsOf({ ...stage.context }, personId);
    await forgetMembershipsOf({ ...stage.context }, personId);
    expect((await stage.again(boss)).organizations).toEqual([]);
    expect((await stage.eventsOf(personId)).slice(-1)).toEqual([
      { kind: 'membership.ended', actorId: null, data: { organizationId: firm, how: 'ERASED' } },
    ]);
    const told = { kind: 'organization.leftUnadministered', actorId: null, data: {} };
    expect((await stage.eventsOf(firm)).filter(({ kind }) => kind === told.kind)).toEqual([told]);
    const asked = `{ actor(id: "${firm}") { ... on Organization { isUnadministered } } }`;
    expect(await stage.graph.read(asked)).toEqual({ actor: { isUnadministered: true } });
    const [left] = await stage.graph.database.read.execute(
      sql`select count(*)::int as n, count(message)::int as words, count(invited_by)::int as names
        from actors.membership_invitation where organization_id = ${firm}`,
    );
    expect(left).toEqual({ n: 1, words: 0, names: 0 });
  });
});
