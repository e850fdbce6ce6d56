import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { membershipInvitation } from '../../../db/tables/actors/joining.ts';
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
const wish = (more: object = {}) => ({
  ...{ organizationId: firm, personId: guest.actorId, role: 'INSTRUMENT_OPERATOR' },
  ...more,
});
async function invited(more: object = {}): Promise<string> {
  const done = await stage.done('membershipInvite', wish(more), boss, 'invitation { id }');
  return (done['invitation'] as Made).id;
}
const mine = async (viewer: Viewer, state = '') => {
  const query = `{ viewer { membershipInvitations${state && `(state: ${state})`} { totalCount edges { node {
    id state email organization { id } viewerMay { action allowed } } } } } }`;
  type Listed = {
    viewer: { membershipInvitations: { totalCount: number; edges: { node: Made & object }[] } };
  };
  const { viewer: said } = await stage.graph.read<Listed>(query, { viewer });
  return said.membershipInvitations.edges.map(({ node }) => node);
};
const age = (id: string) =>
  stage.graph.database.write((tx) =>
    tx.execute(sql`update actors.membership_invitation set created_at = created_at - interval '31 days',
      expires_at = expires_at - interval '31 days' where id = ${id}`),
  );

const work = () => stage.graph.database.write((tx) => membershipDeadlines.work(tx, {}));

describe('membershipInvite', () => {
  test('offers a place that the person finds and takes, and records each step without a word of it', async () => {
    const words = { position: ' Operator ', message: 'Come\nto us.' };
    const shown = `invitation { id state role position message email person { id } invitedBy { id }
      platform { id }
      organization { id } createdAt expiresAt decidedAt }`;
    const done = await stage.done('membershipInvite', wish(words), boss, shown);
    const made = done['invitation'] as Made & { createdAt: string; expiresAt: string };
    expect(made).toMatchObject({
      ...{ state: 'OPEN', role: 'INSTRUMENT_OPERATOR', position: 'Operator', message: 'Come\nto us.' },
      ...{ email: null, person: { id: guest.actorId }, invitedBy: { id: boss.actorId }, platform: null },
      ...{ organization: { id: firm }, decidedAt: null },
    });
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(30 * 86_400_000);
    expect(await mine(guest, 'OPEN')).toMatchObject([{ id: made.id, state: 'OPEN' }]);
    const input = { invitationId: made.id };
    const taken = await stage.done('membershipInvitationAccept', input, guest, 'invitation { state }');
    expect(taken['invitation']).toEqual({ state: 'ACCEPTED' });
    const place = { id: firm, role: 'INSTRUMENT_OPERATOR' };
    expect((await stage.again(guest)).organizations).toEqual([place]);
    const [actorId, by] = [guest.actorId, boss.actorId];
    const data = { organizationId: firm };
    expect(await stage.eventsOf(made.id)).toEqual([
      { kind: 'membership.invited', actorId: by, data: { ...data, role: place.role, platformId: null } },
      { kind: 'membership.invitationAccepted', actorId, data },
    ]);
    expect((await stage.eventsOf(actorId)).at(-1)).toMatchObject({ kind: 'membership.begun', actorId });
  });

  test('reaches whoever has proven to have the address, and forgets it when it is answered', async () => {
    const email = `Guest.${newId('Person')}@people.example`;
    const proven = await stage.person({ email: email.toLowerCase() });
    const said = await stage.person({ contactEmail: email.toLowerCase() });
    const accepted = await invited({ personId: null, email });
    expect(await mine(said)).toEqual([]);
    expect(await mine(proven)).toMatchObject([{ id: accepted, email: email.toLowerCase() }]);
    await stage.refused('membershipInvitationAccept', { invitationId: accepted }, said, 'INVITATION_UNKNOWN');
    await stage.done('membershipInvitationAccept', { invitationId: accepted }, proven);
    expect((await stage.again(proven)).organizations).toHaveLength(1);
    const declined = await invited({ personId: null, email: `other.${email}` });
    await stage.done('membershipInvitationWithdraw', { invitationId: declined }, boss);
    const kept = await stage.graph.database.read
      .select({ email: membershipInvitation.email, personId: membershipInvitation.personId })
      .from(membershipInvitation)
      .where(sql`${membershipInvitation.organizationId} = ${firm}`)
      .orderBy(membershipInvitation.id);
    expect(kept).toEqual([
      { email: null, personId: proven.actorId },
      { email: null, personId: null },
    ]);
  });

  test('is not to oneself, by name or by any address of one’s own', async () => {
    const proven = await stage.person({ at: firm, role: 'ADMINISTRATOR', email: 'own@people.example' });
    const said = await stage.person({ at: firm, role: 'ADMINISTRATOR', contactEmail: 'Said@people.example' });
    const name = 'membershipInvite';
    await stage.refused(name, wish({ personId: boss.actorId }), boss, 'INVITATION_TO_ONESELF');
    const to = (email: string) => wish({ personId: null, email });
    await stage.refused(name, to('Own@people.example'), proven, 'INVITATION_TO_ONESELF');
    await stage.refused(name, to('said@people.example'), said, 'INVITATION_TO_ONESELF');
    await stage.refused(name, to('own@people.example'), boss, 'ALREADY_MEMBER');
  });

  test('is once at a time to one person, also for twenty at once, and to no member', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => stage.done('membershipInvite', wish(), boss)),
    );
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array<string>(19).fill('AlreadyInvited'),
      'MembershipInviteSuccess',
    ]);
    const member = await stage.person({ at: firm });
    await stage.refused('membershipInvite', wish({ personId: member.actorId }), boss, 'ALREADY_MEMBER');
    await stage.refused('membershipInvite', wish({ personId: newId('Person') }), boss, 'PERSON_UNKNOWN');
  });

  test.each<[string, object]>([
    ['to nobody', { personId: null }],
    ['to two', { email: 'a@people.example' }],
    ['with a title of 101 characters', { position: 'x'.repeat(101) }],
    ['with HTML in its message', { message: '<script>' }],
  ])('%s is refused', (_what, more) =>
    stage.refused('membershipInvite', wish(more), boss, 'INVITATION_UNUSABLE'),
  );

  test('is for administrators, in person, of an organisation that is there', async () => {
    const member = await stage.person({ at: firm });
    const name = 'membershipInvite';
    for (const other of [member, stranger])
      await stage.denied(name, wish(), other, 'FORBIDDEN', administratorsOnly);
    await stage.denied(name, wish(), null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, wish(), throughKey(boss), 'FORBIDDEN', notThroughKey);
    const absent = wish({ organizationId: newId('Organization') });
    await stage.refused(name, absent, boss, 'ORGANIZATION_UNKNOWN');
    const malformed = '"x" is not a Person id.';
    await stage.denied(name, wish({ personId: 'x' }), boss, 'BAD_USER_INPUT', malformed);
    // Whom the gateway still takes for an administrator.
    const second = await stage.person({ at: firm, role: 'ADMINISTRATOR' });
    const gone = { membershipId: await stage.placeOf(second, firm) };
    await stage.done('membershipEnd', gone, boss);
    await stage.denied(name, wish(), second, 'FORBIDDEN', administratorsOnly);
  });

  test('stops at two hundred that are open', async () => {
    await stage.graph.database.write((tx) =>
      tx.execute(sql`insert into actors.membership_invitation (id, organization_id, email, role,
          invited_by, state, created_at, expires_at)
        select 'inv_' || lpad(n::text, 20, '0') || right(${firm}, 6), ${firm}, n || '@people.example',
          'MEMBER', ${boss.actorId},
          'OPEN', now(), now() + interval '30 days' from generate_series(1, 200) n`),
    );
    await stage.refused('membershipInvite', wish(), boss, 'INVITATIONS_TOO_MANY');
  });
});

describe('an invitation', () => {
  const answers = [
    ['membershipInvitationAccept', () => guest],
    ['membershipInvitationDecline', () => guest],
    ['membershipInvitationWithdraw', () => boss],
  ] as const;

  test.each(answers)('%s is for whom it is for, and answered once', async (name, who) => {
    const input = { invitationId: await invited() };
    const wrong = who() === guest ? boss : guest;
    const requires = expect.stringMatching(/It requires: (whoever is invited|administrator of)/) as string;
    await stage.denied(name, input, wrong, 'FORBIDDEN', requires);
    // To others it is as one that is not there.
    await stage.refused(name, input, stranger, 'INVITATION_UNKNOWN');
    await stage.refused(name, { invitationId: newId('MembershipInvitation') }, who(), 'INVITATION_UNKNOWN');
    await stage.denied(name, input, null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, input, throughKey(who()), 'FORBIDDEN', notThroughKey);
    const malformed = '"x" is not a MembershipInvitation id.';
    await stage.denied(name, { invitationId: 'x' }, who(), 'BAD_USER_INPUT', malformed);
    expect((await stage.done(name, input, who())).__typename).toMatch(/Success$/);
    for (const [other, by] of answers) await stage.refused(other, input, by(), 'INVITATION_CLOSED');
  });

  test('of which twenty answers come at once has one', async () => {
    const input = { invitationId: await invited() };
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        stage.done(answers[index % 3]![0], input, answers[index % 3]![1]()),
      ),
    );
    const won = done.filter(({ __typename }) => __typename.endsWith('Success'));
    expect([won.length, done.filter(({ code }) => code === 'INVITATION_CLOSED').length]).toEqual([1, 19]);
  });

  test('has expired after thirty days at once, and is written down so by the job; then another can be made', async () => {
    const input = { invitationId: await invited() };
    await age(input.invitationId);
    expect(await mine(guest)).toMatchObject([{ state: 'EXPIRED' }]);
    expect(await mine(guest, 'OPEN')).toEqual([]);
    for (const [name, who] of answers) await stage.refused(name, input, who(), 'INVITATION_CLOSED');
    await work();
    await work();
    const told = { kind: 'membership.invitationExpired', actorId: null, data: { organizationId: firm } };
    expect((await stage.eventsOf(input.invitationId)).slice(1)).toEqual([told]);
    const next = await invited();
    await age(next);
    // Not written down yet, and not in the way.
    expect(await invited()).not.toBe(next);
  });

  test('and an application of the same person close each other', async () => {
    await stage.done('membershipApply', { organizationId: firm }, guest);
    await stage.done('membershipInvitationAccept', { invitationId: await invited() }, guest);
    const [row] = await stage.graph.database.read.execute(
      sql`select state from actors.membership_application where person_id = ${guest.actorId}`,
    );
    expect(row).toEqual({ state: 'WITHDRAWN' });
  });

  test('is listed to administrators in person, and to nobody else of the organisation', async () => {
    const id = await invited();
    const query = `{ actor(id: "${firm}") { ... on Organization { membershipInvitations(state: OPEN) {
      totalCount edges { node { id } } } } } membershipInvitation(id: "${id}") { id } }`;
    const read = async (viewer: Viewer | null) => (await stage.graph.ask(query, { viewer })).data;
    const list = { membershipInvitations: { totalCount: 1, edges: [{ node: { id } }] } };
    expect(await read(boss)).toEqual({ actor: list, membershipInvitation: { id } });
    const member = await stage.person({ at: firm });
    const nothing = { actor: { membershipInvitations: null }, membershipInvitation: null };
    for (const other of [member, stranger, throughKey(boss), null])
      expect(await read(other)).toEqual(nothing);
    expect(await read(guest)).toEqual({ ...nothing, membershipInvitation: { id } });
  });
});
