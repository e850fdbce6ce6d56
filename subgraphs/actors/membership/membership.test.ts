import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import {
  administratorsOnly,
  notThroughKey,
  openStage,
  signInFirst,
  type Stage,
  throughKey,
} from '../../../tests/kit/membership.ts';

let stage: Stage;
let firm: Id<'Organization'>;
let boss: Viewer;
let member: Viewer;
let stranger: Viewer;
beforeAll(async () => {
  stage = await openStage();
  stranger = await stage.person();
});
beforeEach(async () => {
  firm = await stage.organization();
  boss = await stage.person({ at: firm, role: 'ADMINISTRATOR' });
  member = await stage.person({ at: firm });
});
afterAll(() => stage[Symbol.asyncDispose]());

const place = (who: Viewer) => stage.placeOf(who, firm);
const noPlace = newId('Membership');

describe('membershipRoleChange', () => {
  test('gives a member another role, and records what it was before', async () => {
    const input = { membershipId: await place(member), role: 'FINANCE' };
    const done = await stage.done('membershipRoleChange', input, boss, 'membership { role person { id } }');
    expect(done['membership']).toEqual({ role: 'FINANCE', person: { id: member.actorId } });
    expect((await stage.again(member)).organizations).toEqual([{ id: firm, role: 'FINANCE' }]);
    expect((await stage.eventsOf(member.actorId)).at(-1)).toEqual({
      ...{ kind: 'membership.roleChanged', actorId: boss.actorId },
      data: { organizationId: firm, role: 'FINANCE', before: 'MEMBER' },
    });
    const before = await stage.standing();
    await stage.done('membershipRoleChange', input, boss);
    expect(await stage.standing()).toEqual(before);
  });

  test('leaves the last administrator one, and lets one of two go', async () => {
    const input = { membershipId: await place(boss), role: 'MEMBER' };
    await stage.refused('membershipRoleChange', input, boss, 'LAST_ADMINISTRATOR');
    await stage.done(
      'membershipRoleChange',
      { membershipId: await place(member), role: 'ADMINISTRATOR' },
      boss,
    );
    expect((await stage.done('membershipRoleChange', input, boss)).__typename).toMatch(/Success$/);
  });

  test('is for administrators of this organisation, as the database knows them', async () => {
    const input = { membershipId: await place(member), role: 'FINANCE' };
    const elsewhere = await stage.person({ at: await stage.organization(), role: 'ADMINISTRATOR' });
    const name = 'membershipRoleChange';
    for (const other of [member, stranger, elsewhere])
      await stage.denied(name, input, other, 'FORBIDDEN', administratorsOnly);
    await stage.denied(name, input, null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, input, throughKey(boss), 'FORBIDDEN', notThroughKey);
    await stage.refused(name, { ...input, membershipId: noPlace }, boss, 'MEMBERSHIP_UNKNOWN');
    const malformed = `"${firm}" is not a Membership id.`;
    await stage.denied(name, { ...input, membershipId: firm }, boss, 'BAD_USER_INPUT', malformed);
    // Whom the gateway still takes for an administrator, because it was told five seconds ago.
    const second = await stage.person({ at: firm, role: 'ADMINISTRATOR' });
    await stage.done(name, { membershipId: await place(second), role: 'MEMBER' }, boss);
    await stage.denied(name, input, second, 'FORBIDDEN', administratorsOnly);
  });
});

describe('membershipEnd and membershipLeave', () => {
  test('end a membership, which stays on record for who may know of it', async () => {
    const id = await place(member);
    const period = 'membership { period { startsOn endsOn } }';
    const ended = await stage.done('membershipEnd', { membershipId: id }, boss, period);
    const today = new Date().toISOString().slice(0, 10);
    expect(ended['membership']).toEqual({ period: { startsOn: today, endsOn: today } });
    expect((await stage.again(member)).organizations).toEqual([]);
    expect((await stage.eventsOf(member.actorId)).at(-1)).toEqual({
      ...{ kind: 'membership.ended', actorId: boss.actorId },
      data: { organizationId: firm, how: 'ENDED' },
    });
    const auditor = { ...stranger, roles: [{ role: 'AUDITOR', platformId: null, region: null }] } as Viewer;
    const past = `{ membership(id: "${id}") { id } actor(id: "${firm}") { ... on Organization {
      members { totalCount } formerMembers { totalCount edges { node { id } } } } } }`;
    const read = async (viewer: Viewer | null) => (await stage.graph.ask(past, { viewer })).data;
    const kept = { totalCount: 1, edges: [{ node: { id } }] };
    const seen = { membership: { id }, actor: { members: { totalCount: 1 }, formerMembers: kept } };
    expect([await read(boss), await read(auditor)]).toEqual([seen, seen]);
    const own = { membership: { id }, actor: { ...seen.actor, formerMembers: null } };
    expect(await read(await stage.again(member))).toEqual(own);
    for (const other of [stranger, null]) expect(await read(other)).toEqual({ ...own, membership: null });
    for (const [name, viewer] of [
      ['membershipEnd', boss],
      ['membershipLeave', member],
    ] as const)
      await stage.refused(name, { membershipId: id }, viewer, 'MEMBERSHIP_OVER');
    // Whoever left can come back; the database keeps both periods.
    await stage.refused(
      'membershipRoleChange',
      { membershipId: id, role: 'FINANCE' },
      boss,
      'MEMBERSHIP_OVER',
    );
  });

  test('are for administrators about others, and for oneself', async () => {
    const membershipId = await place(member);
    const others =
      'You may not do this. It requires: administrator of the organisation, of another member, not through a key.';
    const themselves = 'You may not do this. It requires: the member, not through a key.';
    for (const other of [member, stranger])
      await stage.denied('membershipEnd', { membershipId }, other, 'FORBIDDEN', others);
    await stage.denied('membershipEnd', { membershipId: await place(boss) }, boss, 'FORBIDDEN', others);
    for (const other of [boss, stranger])
      await stage.denied('membershipLeave', { membershipId }, other, 'FORBIDDEN', themselves);
    for (const [name, who] of [
      ['membershipEnd', boss],
      ['membershipLeave', member],
    ] as const) {
      await stage.denied(name, { membershipId }, null, 'UNAUTHENTICATED', signInFirst);
      await stage.denied(name, { membershipId }, throughKey(who), 'FORBIDDEN', notThroughKey);
      await stage.refused(name, { membershipId: noPlace }, who, 'MEMBERSHIP_UNKNOWN');
      const malformed = '"x" is not a Membership id.';
      await stage.denied(name, { membershipId: 'x' }, who, 'BAD_USER_INPUT', malformed);
    }
    expect((await stage.done('membershipLeave', { membershipId }, member)).__typename).toMatch(/Success$/);
    expect((await stage.eventsOf(member.actorId)).at(-1)!.data).toEqual({
      organizationId: firm,
      how: 'LEFT',
    });
    await stage.refused('membershipLeave', { membershipId: await place(boss) }, boss, 'LAST_ADMINISTRATOR');
  });
});

describe('administrationTransfer', () => {
  test('makes another administrator and oneself something else, both or neither', async () => {
    const input = { membershipId: await place(member), role: 'RESOURCE_MANAGER' };
    const name = 'administrationTransfer';
    await stage.refused(name, { ...input, role: 'ADMINISTRATOR' }, boss, 'ROLE_UNUSABLE');
    await stage.refused(name, { ...input, membershipId: noPlace }, boss, 'MEMBERSHIP_UNKNOWN');
    await stage.denied(name, input, null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, input, throughKey(boss), 'FORBIDDEN', notThroughKey);
    const others = expect.stringMatching(/administrator of the organisation, of another member/) as string;
    for (const other of [member, stranger]) await stage.denied(name, input, other, 'FORBIDDEN', others);
    await stage.denied(name, { ...input, membershipId: await place(boss) }, boss, 'FORBIDDEN', others);
    const malformed = '"x" is not a Membership id.';
    await stage.denied(name, { ...input, membershipId: 'x' }, boss, 'BAD_USER_INPUT', malformed);
    const before = (await stage.standing()) as { events: number };
    expect((await stage.done(name, input, boss)).__typename).toBe('AdministrationTransferSuccess');
    expect((await stage.again(member)).organizations).toEqual([{ id: firm, role: 'ADMINISTRATOR' }]);
    expect((await stage.again(boss)).organizations).toEqual([{ id: firm, role: 'RESOURCE_MANAGER' }]);
    expect(((await stage.standing()) as { events: number }).events).toBe(before.events + 2);
    const now = await stage.again(member);
    await stage.done('membershipEnd', { membershipId: await place(boss) }, now);
    const past = { membershipId: await place(boss), role: 'MEMBER' };
    await stage.refused(name, past, now, 'MEMBERSHIP_OVER');
  });
});

describe('members', () => {
  const list = (id: string) =>
    `{ actor(id: "${id}") { ... on Organization { members { totalCount edges { node {
      person { id } role position viewerMay { action allowed reasons { code } } } } } } } }`;

  test('are public; their roles are for fellow members, themselves and auditors', async () => {
    const roles = async (viewer: Viewer | null) => {
      const { data, extensions } = await stage.graph.ask<{
        actor: { members: { edges: { node: { role: string | null } }[] } };
      }>(list(firm), { viewer });
      const found = data!.actor.members.edges.map(({ node }) => node.role);
      return [found, extensions.denied?.map(({ coordinate, count }) => [coordinate, count])];
    };
    const auditor = { ...stranger, roles: [{ role: 'AUDITOR', platformId: null, region: null }] } as Viewer;
    const all = [['ADMINISTRATOR', 'MEMBER'], undefined];
    for (const viewer of [boss, member, auditor]) expect(await roles(viewer)).toEqual(all);
    for (const viewer of [stranger, null])
      expect(await roles(viewer)).toEqual([[null, null], [['Membership.role', 2]]]);
  });

  test('say what you may do to each, and why not, in as many statements for two as for twenty', async () => {
    const { data, statements } = await stage.graph.ask<{
      actor: { members: { edges: { node: { viewerMay: object[] } }[] } };
    }>(list(firm), { viewer: boss });
    const last = { allowed: false, reasons: [{ code: 'LAST_ADMINISTRATOR' }] };
    const never = { allowed: false, reasons: [{ code: 'FORBIDDEN' }] };
    const may = { allowed: true, reasons: [] };
    expect(data!.actor.members.edges.map(({ node }) => node.viewerMay)).toEqual([
      [
        { action: 'membershipRoleChange', ...last },
        { action: 'membershipEnd', ...never },
        { action: 'membershipLeave', ...last },
        { action: 'administrationTransfer', ...never },
      ],
      [
        { action: 'membershipRoleChange', ...may },
        { action: 'membershipEnd', ...may },
        { action: 'membershipLeave', ...never },
        { action: 'administrationTransfer', ...may },
      ],
    ]);
    for (let count = 0; count < 18; count += 1) await stage.person({ at: firm });
    expect((await stage.graph.ask(list(firm), { viewer: boss })).statements).toBe(statements);
  });
});
