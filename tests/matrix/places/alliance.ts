import { newId } from '../../../schema/ids.ts';
import { cancelActivity } from '../../../subgraphs/actors/alliance/activity.store.ts';
import { moveMembership, openMembership } from '../../../subgraphs/actors/alliance/membership.store.ts';
import { place } from '../place.ts';
import { allianceDeeds } from './alliance.deeds.ts';
import { allianceJoiningDeeds } from './alliance.joining.ts';
import { announce, found, nominate, organize, propose } from './alliance.rows.ts';

const reason = 'MARKENDREASON5R8';
const industry = 'C27';

/** An alliance led by the institute with everything that can be said of one, and another that waits. The firm
 *  was a member until the secretariat ended it, and has applied again; the verified firm observes. */
export const alliance = place({
  markers: { 'AllianceMembership.reason': [reason] },
  write: async (context, base) => {
    const { provider, other, participant, verified } = base.organization;
    const main = await found(context, base, [provider, other], {
      ...{ industry, region: '420500', fields: ['matrices'], website: 'https://alliance.example/' },
      admission: 'INVITATION',
    });
    const FOUNDING = await propose(context, base, [provider, other], { industry });
    const firm = { allianceId: main, organizationId: participant, kind: 'FULL' as const };
    const ended = { ...firm, id: await openMembership(context, firm, 'APPLIED') };
    await moveMembership(context, ended, ['admit']);
    await moveMembership(context, ended, ['end'], reason);
    const JOINING = await openMembership(context, firm, 'APPLIED');
    await openMembership(context, { ...firm, organizationId: verified, kind: 'OBSERVER' }, 'PRESENT');
    const organ = await organize(context, main);
    await nominate(context, organ, provider, base.person.member);
    await nominate(context, organ, other, base.person.otherProvider);
    const open = await announce(context, main, 'PUBLIC');
    await cancelActivity(context, { id: open, allianceId: main });
    const ACTIVITY = await announce(context, main, 'MEMBERS');
    return { main, open, FOUNDING, JOINING, ACTIVITY };
  },
  meet: ({ main, open, FOUNDING, JOINING, ACTIVITY }, base) => {
    const own = { entity: 'Alliance', id: main };
    const inMain = (inside: string) => ({ ...own, inside });
    const held = ['id', 'organization', 'person', 'state', 'startsOn', 'endsOn', 'viewerMay'];
    const listed = (name: string, query: string, always: string[], hidden: Record<string, string>) => ({
      ...{ name, query, always, hidden },
    });
    const seats = `alliance(id: "${main}") { organs { seats { % } } }`;
    return {
      anchors: {
        Alliance: [inMain('%')],
        AllianceFounder: [inMain('founders { % }')],
        AllianceCharter: [inMain('charter { % }'), inMain('charters { edges { node { % } } }')],
        AllianceMemberTerms: [inMain('whatJoiningOpens { % }')],
        AllianceMemberCount: [inMain('memberCounts { % }')],
        AllianceMembership: [inMain('memberships(state: ENDED) { edges { node { % } } }')],
        AllianceOrgan: [inMain('organs { % }')],
        AllianceSeat: [
          { ...inMain('organs { seats { % } }'), only: held },
          // Only of a nomination is an answer waited for, and that is there for the two sides alone.
          { entity: 'Query', id: '', inside: seats, only: ['answerBy'], isHidden: true as const },
        ],
        AllianceActivity: [inMain('activities { edges { node { % } } }')],
      },
      routes: {
        Alliance: [
          { name: 'root', query: `{ alliance(id: "${main}") { % } }` },
          {
            name: 'list',
            query: `{ alliances(last: 1, filter: { industry: "${industry}" }) { edges { node { % } } } }`,
          },
        ],
      },
      arguments: {
        'Query.alliance': `(id: "${main}")`,
        'Alliance.memberships': '(state: ENDED)',
      },
      deeds: [
        ...allianceDeeds(base),
        ...allianceJoiningDeeds(base),
        {
          meets: 'AllianceUnknown',
          query: () => `allianceAdmit(input: { membershipId: "${newId('AllianceMembership')}" })`,
        },
        {
          meets: 'AllianceUnusable',
          query: () =>
            `allianceOrganCreate(input: { allianceId: "${main}", kind: COUNCIL, name: { en: " " } })`,
        },
        {
          meets: 'AllianceStepClosed',
          query: () =>
            `allianceFoundingConfirm(input: { allianceId: "${main}",
              organizationId: "${base.organization.provider}" })`,
        },
        {
          meets: 'AllianceMemberAlready',
          query: () =>
            `allianceInvite(input: { allianceId: "${main}", kind: FULL,
              organizationId: "${base.organization.other}" })`,
        },
        {
          meets: 'AllianceByInvitation',
          query: () =>
            `allianceApply(input: { allianceId: "${main}", kind: FULL,
              organizationId: "${base.organization.participant}" })`,
        },
      ],
      rows: [
        {
          ...{ type: 'Alliance', subgraph: 'actors', root: 'alliance', ids: { FOUNDING }, others: [] },
          own: `id name { en } charter { text { en } } founders { organization { id } confirmedAt }
            memberCounts { count } viewerMay { allowed }`,
        },
      ],
      lists: [
        listed('Query.alliances', `{ alliances(filter: { industry: "${industry}" }) { % } }`, [main], {
          FOUNDING,
        }),
        listed(
          'Alliance.memberships',
          `{ alliance(id: "${main}") { memberships(state: APPLIED) { % } } }`,
          [],
          { JOINING },
        ),
        listed('Alliance.activities', `{ alliance(id: "${main}") { activities { % } } }`, [open], {
          ACTIVITY,
        }),
      ],
    };
  },
});
