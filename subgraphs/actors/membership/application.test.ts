import { sql } from 'drizzle-orm';
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
import { membershipDeadlines } from './deadlines.job.ts';

let stage: Stage;
let firm: Id<'Organization'>;
let boss: Viewer;
let guest: Viewer;
let stranger: Viewer;
beforeAll(async () => {
  stage = await openStage();
  stranger = await stage.person();
});
beforeEach(async () => {
  firm = await stage.organization();
  boss = await stage.person({ at: firm, role: 'ADMINISTRATOR' });
  guest = await stage.person();
});
afterAll(() => stage[Symbol.asyncDispose]());

type Made = { id: string };
async function applied(viewer = guest): Promise<string> {
  const done = await stage.done('membershipApply', { organizationId: firm }, viewer, 'application { id }');
  return (done['application'] as Made).id;
}
const age = (id: string) =>
  stage.graph.database.write((tx) =>
    tx.execute(sql`update actors.membership_application set created_at = created_at - interval '61 days',
      expires_at = expires_at - interval '61 days' where id = ${id}`),
  );
const work = () => stage.graph.database.write((tx) => membershipDeadlines.work(tx, {}));
const reason = { reason: 'No place.' };
const role = { role: 'MEMBER' };

describe('membershipApply', () => {
  test('asks for a place for sixty days, and is told without a word of it', async () => {
    const input = { organizationId: firm, message: ' I run\nyour instruments. ' };
    const shown = `application { id state message reason person { id } organization { id }
      createdAt expiresAt decidedAt
      viewerMay { action allowed } }`;
    const done = await stage.done('membershipApply', input, guest, shown);
    const made = done['application'] as Made & { createdAt: string; expiresAt: string };
    expect(made).toMatchObject({
      ...{ state: 'OPEN', message: 'I run\nyour instruments.', reason: null, decidedAt: null },
      ...{ person: { id: guest.actorId }, organization: { id: firm } },
      viewerMay: [
        { action: 'membershipApplicationApprove', allowed: false },
        { action: 'membershipApplicationRefuse', allowed: false },
        { action: 'membershipApplicationWithdraw', allowed: true },
      ],
    });
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(60 * 86_400_000);
    const data = { organizationId: firm, personId: guest.actorId };
    expect(await stage.eventsOf(made.id)).toEqual([
      { kind: 'membership.applied', actorId: guest.actorId, data },
    ]);
  });

  test('is once at a time, also for twenty at once, and not for members', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => stage.done('membershipApply', { organizationId: firm }, guest)),
    );
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array<string>(19).fill('AlreadyApplied'),
      'MembershipApplySuccess',
    ]);
    await stage.refused('membershipApply', { organizationId: firm }, boss, 'ALREADY_MEMBER');
  });

  test.each([
    ['by invitation only', { policy: 'BY_INVITATION' }],
    ['closed', { policy: 'CLOSED' }],
  ])('is refused where membership is %s', async (_how, change) => {
    await stage.done('membershipPolicyChange', { organizationId: firm, ...change }, boss);
    await stage.refused('membershipApply', { organizationId: firm }, guest, 'APPLICATIONS_CLOSED');
  });

  test('is refused where nobody administers, where the organisation is no more, and beyond twenty', async () => {
    const name = 'membershipApply';
    const alone = await stage.organization();
    await stage.refused(name, { organizationId: alone }, guest, 'APPLICATIONS_CLOSED');
    const ceased = await stage.organization({ status: 'INACTIVE' });
    await stage.person({ at: ceased, role: 'ADMINISTRATOR' });
    await stage.refused(name, { organizationId: ceased }, guest, 'APPLICATIONS_CLOSED');
    await stage.refused(name, { organizationId: newId('Organization') }, guest, 'ORGANIZATION_UNKNOWN');
    for (let count = 0; count < 20; count += 1) {
      const at = await stage.organization();
      await stage.person({ at, role: 'ADMINISTRATOR' });
      await stage.done(name, { organizationId: at }, guest);
    }
    await stage.refused(name, { organizationId: firm }, guest, 'APPLICATIONS_TOO_MANY');
  });

  test('is for people who are signed in, not for a key, in words that can be kept', async () => {
    const name = 'membershipApply';
    const input = { organizationId: firm };
    await stage.denied(name, input, null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, input, throughKey(guest), 'FORBIDDEN', notThroughKey);
    for (const message of ['x'.repeat(1_001), '<a href="x">', 'a\u202eb'])
      await stage.refused(name, { ...input, message }, guest, 'APPLICATION_UNUSABLE');
    const malformed = '"x" is not a Organization id.';
    await stage.denied(name, { organizationId: 'x' }, guest, 'BAD_USER_INPUT', malformed);
  });
});

describe('an application', () => {
  const answers = [
    ['membershipApplicationApprove', () => boss, role],
    ['membershipApplicationRefuse', () => boss, reason],
    ['membershipApplicationWithdraw', () => guest, {}],
  ] as const;

  test.each(answers)('%s is for whom it is for, and answered once', async (name, who, more) => {
    const input = { applicationId: await applied(), ...more };
    const wrong = who() === guest ? boss : guest;
    const requires =
      who() === guest
        ? 'You may not do this. It requires: the applicant, not through a key.'
        : administratorsOnly;
    await stage.denied(name, input, wrong, 'FORBIDDEN', requires);
    const member = await stage.person({ at: firm });
    for (const other of [stranger, member]) await stage.refused(name, input, other, 'APPLICATION_UNKNOWN');
    const absent = { ...input, applicationId: newId('MembershipApplication') };
    await stage.refused(name, absent, who(), 'APPLICATION_UNKNOWN');
    await stage.denied(name, input, null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, input, throughKey(who()), 'FORBIDDEN', notThroughKey);
    const malformed = '"x" is not a MembershipApplication id.';
    await stage.denied(name, { ...input, applicationId: 'x' }, who(), 'BAD_USER_INPUT', malformed);
    expect((await stage.done(name, input, who())).__typename).toMatch(/Success$/);
    for (const [other, by, rest] of answers)
      await stage.refused(other, { applicationId: input.applicationId, ...rest }, by(), 'APPLICATION_CLOSED');
  });

  test('that is approved makes a member with the role and position given', async () => {
    const applicationId = await applied();
    const input = { applicationId, role: 'FINANCE', position: 'Cashier' };
    const done = await stage.done('membershipApplicationApprove', input, boss, 'application { state }');
    expect(done['application']).toEqual({ state: 'APPROVED' });
    expect((await stage.again(guest)).organizations).toEqual([{ id: firm, role: 'FINANCE' }]);
    const data = { organizationId: firm, personId: guest.actorId, role: 'FINANCE' };
    expect((await stage.eventsOf(applicationId)).slice(1)).toEqual([
      { kind: 'membership.applicationApproved', actorId: boss.actorId, data },
    ]);
    const told = { kind: 'membership.begun', actorId: boss.actorId };
    expect((await stage.eventsOf(guest.actorId)).at(-1)).toMatchObject(told);
  });

  test('that is refused tells the applicant why; without a reason it is not refused', async () => {
    const applicationId = await applied();
    const name = 'membershipApplicationRefuse';
    for (const wrong of [' ', 'x'.repeat(501)])
      await stage.refused(name, { applicationId, reason: wrong }, boss, 'APPLICATION_UNUSABLE');
    await stage.done(name, { applicationId, ...reason }, boss);
    const query = '{ viewer { membershipApplications { totalCount edges { node { state reason } } } } }';
    const edges = [{ node: { state: 'REFUSED', ...reason } }];
    expect(await stage.graph.read(query, { viewer: guest })).toEqual({
      viewer: { membershipApplications: { totalCount: 1, edges } },
    });
    expect((await applied()) === applicationId).toBe(false);
  });

  test('of which twenty answers come at once has one', async () => {
    const applicationId = await applied();
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const [name, who, more] = answers[index % 3]!;
        return stage.done(name, { applicationId, ...more }, who());
      }),
    );
    const won = done.filter(({ __typename }) => __typename.endsWith('Success'));
    expect([won.length, done.filter(({ code }) => code === 'APPLICATION_CLOSED').length]).toEqual([1, 19]);
  });

  test('has lapsed after sixty days at once, and is written down so by the job; then another can be made', async () => {
    const applicationId = await applied();
    await age(applicationId);
    const query = '{ viewer { membershipApplications { edges { node { state } } } } }';
    const lapsed = { viewer: { membershipApplications: { edges: [{ node: { state: 'LAPSED' } }] } } };
    expect(await stage.graph.read(query, { viewer: guest })).toEqual(lapsed);
    for (const [name, who, more] of answers)
      await stage.refused(name, { applicationId, ...more }, who(), 'APPLICATION_CLOSED');
    await work();
    await work();
    const data = { organizationId: firm, personId: guest.actorId };
    expect((await stage.eventsOf(applicationId)).slice(1)).toEqual([
      { kind: 'membership.applicationLapsed', actorId: null, data },
    ]);
    const next = await applied();
    await age(next);
    expect(await applied()).not.toBe(next);
  });

  test('is listed to administrators in person and to the applicant, and to nobody else', async () => {
    const id = await applied();
    const query = `{ actor(id: "${firm}") { ... on Organization { membershipApplications(state: OPEN) {
      totalCount edges { node { id } } } } } membershipApplication(id: "${id}") { id } }`;
    const read = async (viewer: Viewer | null) => (await stage.graph.ask(query, { viewer })).data;
    const list = { membershipApplications: { totalCount: 1, edges: [{ node: { id } }] } };
    expect(await read(boss)).toEqual({ actor: list, membershipApplication: { id } });
    const member = await stage.person({ at: firm });
    const nothing = { actor: { membershipApplications: null }, membershipApplication: null };
    for (const other of [member, stranger, throughKey(boss), null])
      expect(await read(other)).toEqual(nothing);
    expect(await read(guest)).toEqual({ ...nothing, membershipApplication: { id } });
  });
});
