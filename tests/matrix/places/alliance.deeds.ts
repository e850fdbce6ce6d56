import type { Context } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { setActive } from '../base/active.ts';
import type { Base } from '../base/base.ts';
import type { Deed } from '../place.ts';
import { announce, found, led, nominate, organize, propose } from './alliance.rows.ts';

const unknown = (absent: string, row?: string): Pick<Deed, 'unknownAs'> => ({
  unknownAs: { refusal: 'AllianceUnknown', absent, ...(row ? { row } : {}) },
});

/** Founding, charter, organs, seats and activities. */
export function allianceDeeds(base: Base): Deed[] {
  const { provider, other } = base.organization;
  const founded = (context: Context) => led(context, base);
  const activity = `title: { en: "Meeting" }, startsAt: "2096-05-01T08:00:00Z",
    endsAt: "2096-05-01T09:00:00Z",
    place: "Hall", visibility: PUBLIC`;
  return [
    {
      meets: 'Mutation.allianceFound',
      prepare: async (context) => {
        await setActive(context, provider, true);
        return '';
      },
      undo: (context) => setActive(context, provider, false),
      query: () =>
        `allianceFound(input: { secretariatId: "${provider}", founderIds: ["${other}"], kind: ALLIANCE,
          name: { en: "New" }, charter: { en: "Charter" }, admission: OPEN,
          memberKinds: [{ kind: FULL, opens: { en: "All" }, rights: [] }] })`,
      succeedsAs: 'AllianceFoundSuccess',
    },
    {
      meets: 'Mutation.allianceFoundingConfirm',
      prepare: (context) => propose(context, base, [other, provider]),
      query: (id) => `allianceFoundingConfirm(input: { allianceId: "${id}", organizationId: "${provider}" })`,
      succeedsAs: 'AllianceFoundingConfirmSuccess',
      ...unknown(newId('Alliance'), 'FOUNDING'),
    },
    {
      meets: 'Mutation.allianceCharterAdopt',
      prepare: founded,
      query: (id) => `allianceCharterAdopt(input: { allianceId: "${id}", text: { en: "Charter" } })`,
      succeedsAs: 'AllianceCharterAdoptSuccess',
      ...unknown(newId('Alliance')),
    },
    {
      meets: 'Mutation.allianceActivityAnnounce',
      prepare: founded,
      query: (id) => `allianceActivityAnnounce(input: { allianceId: "${id}", ${activity} })`,
      succeedsAs: 'AllianceActivityAnnounceSuccess',
      ...unknown(newId('Alliance')),
    },
    {
      meets: 'Mutation.allianceActivityCancel',
      prepare: async (context) => announce(context, await led(context, base), 'MEMBERS'),
      query: (id) => `allianceActivityCancel(input: { activityId: "${id}" })`,
      succeedsAs: 'AllianceActivityCancelSuccess',
      ...unknown(newId('AllianceActivity'), 'ACTIVITY'),
    },
    {
      meets: 'Mutation.allianceOrganCreate',
      prepare: founded,
      query: (id) =>
        `allianceOrganCreate(input: { allianceId: "${id}", kind: COUNCIL, name: { en: "Council" } })`,
      succeedsAs: 'AllianceOrganCreateSuccess',
      ...unknown(newId('Alliance')),
    },
    ...seatDeeds(base),
  ];
}

function seatDeeds(base: Base): Deed[] {
  const { provider, other } = base.organization;
  const { member, otherProvider } = base.person;
  const organ = async (context: Context) => organize(context, await led(context, base));
  return [
    {
      meets: 'Mutation.allianceSeatNominate',
      prepare: organ,
      query: (id) => `allianceSeatNominate(input: { organId: "${id}", organizationId: "${provider}" })`,
      succeedsAs: 'AllianceSeatNominateSuccess',
      ...unknown(newId('AllianceOrgan')),
    },
    {
      meets: 'Mutation.allianceSeatConfirm',
      prepare: async (context) => nominate(context, await organ(context), other, otherProvider),
      query: (id) => `allianceSeatConfirm(input: { seatId: "${id}" })`,
      succeedsAs: 'AllianceSeatConfirmSuccess',
      ...unknown(newId('AllianceSeat'), 'NOMINATION'),
    },
    {
      // The other institute leads, the institute named, and the member sits: each may end it.
      meets: 'Mutation.allianceSeatEnd',
      prepare: async (context) => {
        const at = await organize(context, await found(context, base, [other, provider]));
        return nominate(context, at, provider, member);
      },
      query: (id) => `allianceSeatEnd(input: { seatId: "${id}" })`,
      succeedsAs: 'AllianceSeatEndSuccess',
      ...unknown(newId('AllianceSeat'), 'NOMINATION'),
    },
  ];
}
