import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { eventsOf, expectNothingChanged } from '../../../tests/kit/act.ts';
import { allianceSteps, type Company, openCompany, won } from '../../../tests/kit/company.ts';
import { lapseAlliances } from './deadlines.job.ts';

let company: Company;
let { graph, org, by, shiftedBy } = {} as Company;
let { proposed, founded, apply, step, applied, member, invite } = {} as ReturnType<typeof allianceSteps>;

beforeAll(async () => {
  company = await openCompany();
  ({ graph, org, by, shiftedBy } = company);
  ({ proposed, founded, apply, step, applied, member, invite } = allianceSteps(company));
});
afterAll(() => company[Symbol.asyncDispose]());

describe('joining', () => {
  test('goes by application and admission; leaving ends it, and one may come back', async () => {
    const allianceId = await founded();
    const first = await member(allianceId);
    const query = `{ actor(id: "${org.firm}") { ... on Organization {
      alliances { totalCount edges { node { id } } }
      former: allianceMemberships(state: ENDED) { totalCount } } } }`;
    const shown = await graph.read<{ actor: { alliances: { edges: { node: { id: string } }[] } } }>(query);
    expect(shown.actor.alliances.edges.map(({ node }) => node.id)).toContain(allianceId);
    expect((await step('allianceLeave', first, by.firm)).row).toMatchObject({ state: 'ENDED' });
    expect((await member(allianceId)) === first).toBe(false);
    expect((await eventsOf(graph, first)).map(({ kind }) => kind)).toEqual([
      ...['allianceMembership.applied', 'allianceMembership.begun', 'allianceMembership.ended'],
    ]);
  });

  test('of twenty applications at once takes one', async () => {
    const allianceId = await founded();
    const answers = await Promise.all(Array.from({ length: 20 }, () => apply(allianceId)));
    expect([won(answers), new Set(answers.map(({ is }) => is))]).toEqual([
      1,
      new Set(['AllianceApplySuccess', 'ALLIANCE_MEMBER_ALREADY']),
    ]);
  });

  test('lets one win when it is granted, refused and taken back at the same moment', async () => {
    const allianceId = await founded();
    const id = await applied(allianceId);
    const answers = await Promise.all(
      Array.from({ length: 21 }, (_each, n) =>
        n % 3 === 0
          ? step('allianceAdmit', id, by.lead)
          : n % 3 === 1
            ? step('allianceRefuse', id, by.lead, { reason: 'Not now.' })
            : step('allianceLeave', id, by.firm),
      ),
    );
    // Who was admitted first can leave then: two steps, one after the other.
    const kinds = (await eventsOf(graph, id)).map(({ kind }) => kind.split('.')[1]);
    expect(won(answers)).toBe(kinds.length - 1);
    expect([['begun'], ['begun', 'ended'], ['refused'], ['withdrawn']]).toContainEqual(kinds.slice(1));
  });

  test('is at once where admission is open, and by invitation alone where it says so', async () => {
    const open = await founded({ admission: 'OPEN' });
    expect((await apply(open)).row).toMatchObject({ state: 'PRESENT' });
    const closed = await founded({ admission: 'INVITATION' });
    expect((await apply(closed)).is).toBe('ALLIANCE_BY_INVITATION');
    const invited = await invite(closed);
    const id = String(invited.row!['id']);
    expect((await step('allianceInvitationAccept', id, by.firm)).row).toMatchObject({ state: 'PRESENT' });
    const again = String((await invite(closed, by.lead, { organizationId: org.other })).row!['id']);
    expect((await step('allianceLeave', again, by.other)).row).toMatchObject({ state: 'DECLINED' });
  });

  test('is refused where it cannot be, and to whoever may not; nothing changes', async () => {
    const [allianceId, waiting] = [await founded(), await proposed()];
    const present = await member(allianceId);
    const asked = String((await apply(allianceId, by.other, { organizationId: org.other })).row!['id']);
    const lead = await graph.read<{ alliance: { memberships: { edges: { node: { id: string } }[] } } }>(
      `{ alliance(id: "${allianceId}") { memberships { edges { node { id organization { id } } } } } }`,
    );
    const ofLead = lead.alliance.memberships.edges
      .map(({ node }) => node as { id: string; organization?: { id: string } })
      .find(({ organization }) => organization?.id === org.lead)!.id;
    const reason = { reason: 'Because.' };
    await expectNothingChanged(graph, 'actors.alliance', [
      ['ALLIANCE_MEMBER_ALREADY', () => apply(allianceId)],
      ['ALLIANCE_MEMBER_ALREADY', () => invite(allianceId)],
      [
        'ALLIANCE_UNUSABLE',
        () => apply(allianceId, by.third, { organizationId: org.third, kind: 'ASSOCIATE' }),
      ],
      ['ALLIANCE_UNKNOWN', () => apply(waiting)],
      ['ALLIANCE_STEP_CLOSED', () => apply(waiting, by.lead, { organizationId: org.lead })],
      ['ALLIANCE_UNUSABLE', () => invite(allianceId, by.lead, { organizationId: newId('Organization') })],
      ['FORBIDDEN', () => apply(allianceId, by.firmMember)],
      ['FORBIDDEN', () => invite(allianceId, by.second)],
      ['UNAUTHENTICATED', () => apply(allianceId, null)],
      ['UNAUTHENTICATED', () => invite(allianceId, null)],
      ['BAD_USER_INPUT', () => apply('x')],
      ['BAD_USER_INPUT', () => invite(allianceId, by.lead, { kind: 'GUEST' })],
      ...(['allianceAdmit', 'allianceRefuse', 'allianceInvitationAccept'] as const).flatMap((name) => {
        const more = name === 'allianceRefuse' ? reason : {};
        const [may, mayNot] = name === 'allianceInvitationAccept' ? [by.other, by.lead] : [by.lead, by.other];
        const isOpen = name !== 'allianceInvitationAccept';
        return [
          ['ALLIANCE_STEP_CLOSED', () => step(name, isOpen ? present : asked, may, more)],
          ['ALLIANCE_UNKNOWN', () => step(name, asked, by.third, more)],
          ['ALLIANCE_UNKNOWN', () => step(name, newId('AllianceMembership'), may, more)],
          ['FORBIDDEN', () => step(name, asked, mayNot, more)],
          ['UNAUTHENTICATED', () => step(name, asked, null, more)],
          ['BAD_USER_INPUT', () => step(name, 'x', may, more)],
        ] as const;
      }),
      ['ALLIANCE_UNUSABLE', () => step('allianceRefuse', asked, by.lead, { reason: '' })],
      ['ALLIANCE_UNUSABLE', () => step('allianceMemberEnd', present, by.lead, { reason: ' ' })],
      ['ALLIANCE_STEP_CLOSED', () => step('allianceMemberEnd', asked, by.lead, reason)],
      ['ALLIANCE_STEP_CLOSED', () => step('allianceLeave', ofLead, by.lead)],
      ['FORBIDDEN', () => step('allianceMemberEnd', present, by.firm, reason)],
      ['FORBIDDEN', () => step('allianceLeave', present, by.lead)],
      ['UNAUTHENTICATED', () => step('allianceLeave', present, null)],
      ['UNAUTHENTICATED', () => step('allianceMemberEnd', present, null, reason)],
      ['BAD_USER_INPUT', () => step('allianceMemberEnd', 'x', by.lead, reason)],
      ['BAD_USER_INPUT', () => step('allianceLeave', 'x', by.lead)],
      ['ALLIANCE_UNKNOWN', () => step('allianceLeave', newId('AllianceMembership'), by.firm)],
      ['ALLIANCE_UNKNOWN', () => step('allianceMemberEnd', newId('AllianceMembership'), by.lead, reason)],
    ]);
  });

  test('in vain is between the two sides and auditors, counted for nobody else; so is the reason', async () => {
    const allianceId = await founded();
    const id = await applied(allianceId);
    await step('allianceRefuse', id, by.lead, { reason: 'Marked reason.' });
    const query = `{ alliance(id: "${allianceId}") { memberships(state: REFUSED) {
      totalCount edges { node { reason } } } } }`;
    const seen = async (viewer: Viewer | null) => (await graph.ask(query, { viewer })).data;
    const none = { alliance: { memberships: { totalCount: 0, edges: [] } } };
    for (const viewer of [null, by.second, by.other]) expect(await seen(viewer)).toEqual(none);
    const one = { totalCount: 1, edges: [{ node: { reason: 'Marked reason.' } }] };
    for (const viewer of [by.lead, by.leadMember, by.firm, by.firmMember, by.auditor])
      expect(await seen(viewer)).toEqual({ alliance: { memberships: one } });
    const ended = await member(allianceId);
    await step('allianceMemberEnd', ended, by.lead, { reason: 'Marked end.' });
    const former = await graph.ask(query.replace('REFUSED', 'ENDED'), { viewer: by.second });
    expect(former.data).toEqual({
      alliance: { memberships: { totalCount: 1, edges: [{ node: { reason: null } }] } },
    });
    expect(former.extensions.denied?.map(({ coordinate }) => coordinate)).toEqual([
      'AllianceMembership.reason',
    ]);
  });

  test('that nobody answers lapses after 60 days, and stands in the way no longer at once', async () => {
    const allianceId = await founded();
    const id = await applied(allianceId);
    await shiftedBy('61 days', async () => {
      expect((await step('allianceAdmit', id, by.lead)).is).toBe('ALLIANCE_STEP_CLOSED');
      expect((await apply(allianceId)).is).toBe('AllianceApplySuccess');
    });
    expect((await eventsOf(graph, id)).at(-1)!.kind).toBe('allianceMembership.lapsed');
    const other = await founded();
    const second = await applied(other);
    await shiftedBy('61 days', async () => {
      await graph.database.write((tx) => lapseAlliances(tx, new Date()));
    });
    expect((await eventsOf(graph, second)).at(-1)!.kind).toBe('allianceMembership.lapsed');
  });
});
