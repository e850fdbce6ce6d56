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
let stranger: Viewer;
beforeAll(async () => {
  stage = await openStage();
  stranger = await stage.person();
});
beforeEach(async () => {
  firm = await stage.organization({ website: 'https://firm.example/' });
  boss = await stage.person({ at: firm, role: 'ADMINISTRATOR' });
});
afterAll(() => stage[Symbol.asyncDispose]());

const asked = 'policy isOpen needs { zh en } contactIsThere administratorCount steps { code action }';
async function howTo(id: Id<'Organization'>, viewer: Viewer | null = null) {
  type Told = { actor: { howToJoin: Record<string, unknown> } };
  const query = `{ actor(id: "${id}") { ... on Organization { howToJoin { ${asked} } } } }`;
  return (await stage.graph.read<Told>(query, { viewer })).actor.howToJoin;
}
const step = (code: string, action: string | null = null) => ({ code, action });

describe('howToJoin', () => {
  test('tells everybody the same: apply, where nothing else was said', async () => {
    const told = await howTo(firm);
    expect(told).toEqual({
      ...{ policy: 'OPEN_TO_APPLICATIONS', isOpen: true, needs: null, contactIsThere: true },
      administratorCount: 1,
      steps: [step('SIGN_IN'), step('APPLY', 'membershipApply'), step('WAIT')],
    });
    expect(await howTo(firm, stranger)).toEqual(told);
  });

  test('tells the policy, and what is needed, in the words of the organisation', async () => {
    const needs = { zh: '请附单位证明。', en: 'Say which department.' };
    const change = (input: object) =>
      stage.done('membershipPolicyChange', { organizationId: firm, ...input }, boss);
    await change({ policy: 'BY_INVITATION', needs });
    expect(await howTo(firm)).toMatchObject({
      ...{ policy: 'BY_INVITATION', isOpen: false, needs },
      steps: [step('ASK'), step('SIGN_IN'), step('ACCEPT', 'membershipInvitationAccept')],
    });
    await change({ policy: 'CLOSED' });
    expect(await howTo(firm)).toMatchObject({ policy: 'CLOSED', needs: null, steps: [step('NONE')] });
  });

  test('sends to an operator where nobody administers, and to the successor of what is no more', async () => {
    const alone = await stage.organization();
    expect(await howTo(alone)).toMatchObject({
      ...{ isOpen: false, contactIsThere: false, administratorCount: 0 },
      steps: [step('ASK_OPERATOR', 'administratorAppoint')],
    });
    const ceased = await stage.organization({ status: 'INACTIVE' });
    await stage.person({ at: ceased, role: 'ADMINISTRATOR' });
    expect(await howTo(ceased)).toMatchObject({ isOpen: false, steps: [step('SEE_SUCCESSOR')] });
  });

  test('and what you may do there are told of twenty in as many statements as of two', async () => {
    for (let count = 0; count < 20; count += 1)
      await stage.person({ at: await stage.organization(), role: 'ADMINISTRATOR' });
    const ask = (first: number) =>
      stage.graph.ask(
        `{ organizations(first: ${first}) { edges { node { howToJoin { ${asked} } isUnadministered
          viewerMay { action allowed reasons { code } } } } } }`,
        { viewer: stranger },
      );
    expect((await ask(20)).statements).toBe((await ask(2)).statements);
  });
});

describe('membershipPolicyChange', () => {
  const input = () => ({ organizationId: firm, policy: 'CLOSED', needs: { en: 'Nothing.' } });
  const name = 'membershipPolicyChange';

  test('is recorded once, without the words', async () => {
    await stage.done(name, input(), boss);
    const before = await stage.standing();
    await stage.done(name, input(), boss);
    expect(await stage.standing()).toEqual(before);
    expect((await stage.eventsOf(firm)).slice(1)).toEqual([
      {
        kind: 'organization.membershipPolicyChanged',
        actorId: boss.actorId,
        data: { policy: 'CLOSED' },
      },
    ]);
  });

  test('is for administrators, in person, in words that can be kept', async () => {
    const member = await stage.person({ at: firm });
    for (const other of [member, stranger])
      await stage.denied(name, input(), other, 'FORBIDDEN', administratorsOnly);
    await stage.denied(name, input(), null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, input(), throughKey(boss), 'FORBIDDEN', notThroughKey);
    for (const needs of [{}, { en: 'x'.repeat(1_001) }, { zh: '<b>粗</b>' }])
      await stage.refused(name, { ...input(), needs }, boss, 'POLICY_UNUSABLE');
    const absent = { ...input(), organizationId: newId('Organization') };
    await stage.refused(name, absent, boss, 'ORGANIZATION_UNKNOWN');
    const malformed = expect.stringMatching(/does not exist in "MembershipPolicy"/) as string;
    await stage.denied(name, { ...input(), policy: 'OPEN' }, boss, 'BAD_USER_INPUT', malformed);
  });
});

describe('Organization.viewerMay', () => {
  const may = async (viewer: Viewer | null) => {
    const query = `{ actor(id: "${firm}") { ... on Organization {
      viewerMay { action allowed reasons { code message } } } } }`;
    type Told = {
      actor: {
        viewerMay: { action: string; allowed: boolean; reasons: { code: string; message: string }[] }[];
      };
    };
    const { actor } = await stage.graph.read<Told>(query, { viewer });
    const ours = ['membershipApply', 'membershipInvite', 'membershipPolicyChange', 'administratorAppoint'];
    return Object.fromEntries(
      actor.viewerMay
        .filter(({ action }) => ours.includes(action))
        .map(({ action, allowed, reasons }) => [action, allowed || reasons.map(({ code }) => code).join()]),
    );
  };

  test('says who may apply, invite, set the policy and appoint, and why not', async () => {
    const no = (code: string) => ({
      ...{ membershipInvite: code, membershipPolicyChange: code, administratorAppoint: code },
    });
    expect(await may(null)).toEqual({ membershipApply: 'UNAUTHENTICATED', ...no('UNAUTHENTICATED') });
    expect(await may(stranger)).toEqual({ membershipApply: true, ...no('FORBIDDEN') });
    expect(await may(throughKey(stranger))).toEqual({ membershipApply: 'FORBIDDEN', ...no('FORBIDDEN') });
    expect(await may(boss)).toEqual({
      ...{ membershipApply: 'ALREADY_MEMBER', membershipInvite: true, membershipPolicyChange: true },
      administratorAppoint: 'FORBIDDEN',
    });
    const guest = await stage.person();
    await stage.done('membershipApply', { organizationId: firm }, guest);
    expect((await may(guest))['membershipApply']).toBe('ALREADY_APPLIED');
    await stage.done('membershipPolicyChange', { organizationId: firm, policy: 'CLOSED' }, boss);
    expect((await may(stranger))['membershipApply']).toBe('APPLICATIONS_CLOSED');
  });
});
