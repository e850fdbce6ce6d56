import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import {
  notThroughKey,
  openStage,
  signInFirst,
  type Stage,
  throughKey,
} from '../../../tests/kit/membership.ts';
import { declarePlatform } from '../platform/platform.store.ts';

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

describe('administratorAppoint', () => {
  let operator: Viewer;
  let listed: Id<'Organization'>;
  beforeEach(async () => {
    listed = await stage.organization();
    const named = { nameZh: null, nameEn: 'Platform', kind: 'INTERMEDIARY', website: null } as const;
    const made = await declarePlatform(stage.context, { ...named, operatorId: firm, regions: ['420500'] });
    const roles = [{ role: 'OPERATOR', platformId: made.id, region: null }] as const;
    operator = { ...(await stage.person()), roles };
  });
  const appoint = (more: object = {}) => ({ organizationId: listed, personId: guest.actorId, ...more });

  test('offers the administration where nobody administers; whoever accepts does', async () => {
    const shown = 'invitation { id role platform { id } }';
    const done = await stage.done('administratorAppoint', appoint(), operator, shown);
    const made = done['invitation'] as Made;
    const platform = { id: operator.roles[0]!.platformId };
    expect(made).toEqual({ id: made.id, role: 'ADMINISTRATOR', platform });
    await stage.done('membershipInvitationAccept', { invitationId: made.id }, guest);
    expect((await stage.again(guest)).organizations).toEqual([{ id: listed, role: 'ADMINISTRATOR' }]);
    await stage.refused('administratorAppoint', appoint(), operator, 'ORGANIZATION_ADMINISTERED');
  });

  test('makes a member administrator, and of two who accept at once the first', async () => {
    const members = await Promise.all([1, 2].map(() => stage.person({ at: listed })));
    const ids: string[] = [];
    for (const { actorId } of members) {
      const done = await stage.done(
        'administratorAppoint',
        appoint({ personId: actorId }),
        operator,
        'invitation { id }',
      );
      ids.push((done['invitation'] as Made).id);
    }
    const answers = await Promise.all(
      members.map((who, index) =>
        stage.done('membershipInvitationAccept', { invitationId: ids[index] }, who),
      ),
    );
    const names = answers.map(({ __typename }) => __typename).sort();
    expect(names).toEqual(['MembershipInvitationAcceptSuccess', 'OrganizationAdministered']);
  });

  test('is for operators of a platform that serves the region, in person, and can be taken back', async () => {
    const name = 'administratorAppoint';
    const only = 'operator of a platform that serves its region, not through a key';
    const elsewhere = await stage.organization({ region: '330100' });
    await stage.denied(
      name,
      appoint({ organizationId: elsewhere }),
      operator,
      'FORBIDDEN',
      `You may not do this. It requires: ${only}.`,
    );
    for (const other of [stranger, boss])
      await stage.denied(name, appoint(), other, 'FORBIDDEN', `You may not do this. It requires: ${only}.`);
    await stage.denied(name, appoint(), null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied(name, appoint(), throughKey(operator), 'FORBIDDEN', notThroughKey);
    const own = appoint({ personId: operator.actorId });
    await stage.refused(name, own, operator, 'INVITATION_TO_ONESELF');
    await stage.refused(name, appoint({ personId: newId('Person') }), operator, 'PERSON_UNKNOWN');
    await stage.refused(
      name,
      appoint({ organizationId: newId('Organization') }),
      operator,
      'ORGANIZATION_UNKNOWN',
    );
    await stage.refused(name, appoint({ email: 'a@people.example' }), operator, 'INVITATION_UNUSABLE');
    await stage.denied(
      name,
      appoint({ personId: 'x' }),
      operator,
      'BAD_USER_INPUT',
      '"x" is not a Person id.',
    );
    const done = await stage.done(name, appoint(), operator, 'invitation { id }');
    await stage.refused(name, appoint(), operator, 'ALREADY_INVITED');
    const input = { invitationId: (done['invitation'] as Made).id };
    expect((await stage.done('membershipInvitationWithdraw', input, operator)).__typename).toMatch(
      /Success$/,
    );
  });
});
