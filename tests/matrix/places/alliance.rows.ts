import type { Context, Viewer } from '../../../schema/context.ts';
import { administered } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { announceActivity } from '../../../subgraphs/actors/alliance/activity.store.ts';
import { type AllianceAsked, checkAlliance } from '../../../subgraphs/actors/alliance/alliance.wish.ts';
import { confirmFounding, proposeAlliance } from '../../../subgraphs/actors/alliance/founding.store.ts';
import { openMembership } from '../../../subgraphs/actors/alliance/membership.store.ts';
import { createOrgan, organById } from '../../../subgraphs/actors/alliance/organ.store.ts';
import { nominateSeat } from '../../../subgraphs/actors/alliance/seat.store.ts';
import { setActive } from '../base/active.ts';
import type { Base } from '../base/base.ts';

type OrganizationId = Id<'Organization'>;
/** Whoever sees everything, so that what is written can be read again. */
const auditor: Viewer = {
  ...{ actorId: 'per_00000000000000000000000000' as Viewer['actorId'], organizations: [], scopes: null },
  roles: [{ role: 'AUDITOR', platformId: null, region: null }],
};

/** Proposes an alliance of these founders, the secretariat first; full members read and name, observers do
 *  neither. */
export async function propose(
  context: Context,
  base: Base,
  [secretariatId, ...founderIds]: [OrganizationId, ...OrganizationId[]],
  more: Partial<AllianceAsked> = {},
): Promise<Id<'Alliance'>> {
  const wish = checkAlliance({
    ...{ kind: 'ALLIANCE', name: { en: 'Alliance' }, charter: { en: 'Charter' }, admission: 'APPLICATION' },
    ...{ secretariatId, founderIds },
    memberKinds: [
      { kind: 'FULL', opens: { en: 'All' }, rights: ['READ_ACTIVITIES', 'NOMINATE'] },
      { kind: 'OBSERVER', opens: { en: 'Little' }, rights: [] },
    ],
    ...more,
  });
  // The institute founds while it is active.
  await setActive(context, base.organization.provider, true);
  const id = await proposeAlliance(context, wish);
  await setActive(context, base.organization.provider, false);
  return id;
}

/** The same, founded. */
export async function found(
  context: Context,
  base: Base,
  founders: [OrganizationId, ...OrganizationId[]],
  more: Partial<AllianceAsked> = {},
): Promise<Id<'Alliance'>> {
  const id = await propose(context, base, founders, more);
  for (const founder of founders.slice(1)) await confirmFounding(context, id, founder);
  return id;
}

/** An alliance led by the institute, with the other institute a full member. */
export const led = (context: Context, base: Base): Promise<Id<'Alliance'>> =>
  found(context, base, [base.organization.provider, base.organization.other]);

/** A membership of the firm in an alliance led by the institute. */
export async function join(
  context: Context,
  base: Base,
  state: 'APPLIED' | 'INVITED' | 'PRESENT',
): Promise<Id<'AllianceMembership'>> {
  const organizationId = base.organization.participant;
  return openMembership(
    context,
    { allianceId: await led(context, base), organizationId, kind: 'FULL' },
    state,
  );
}

/** An organ of an alliance. */
export const organize = (context: Context, allianceId: Id<'Alliance'>) =>
  createOrgan(context, { allianceId, kind: 'COUNCIL', name: { zh: null, en: 'Council' } });

/** Names a person of an organisation for an organ: with effect where it is the secretariat. */
export async function nominate(
  context: Context,
  organId: Id<'AllianceOrgan'>,
  organizationId: OrganizationId,
  personId: Id<'Person'>,
): Promise<Id<'AllianceSeat'>> {
  const organ = (await organById({ ...context, viewer: auditor }).load(organId))!;
  const startsOn = context.now.toISOString().slice(0, 10);
  const term = { startsOn, endsOn: `${Number(startsOn.slice(0, 4)) + 2}-06-30` };
  return nominateSeat(context, { organ, organizationId, personId, ...term });
}

/** Announces a meeting of an alliance. */
export const announce = (
  context: Context,
  allianceId: Id<'Alliance'>,
  visibility: 'PUBLIC' | 'MEMBERS',
): Promise<Id<'AllianceActivity'>> => {
  const later = (hours: number) => new Date(context.now.getTime() + hours * 3_600_000);
  return announceActivity(context, {
    ...{ allianceId, visibility, title: { zh: null, en: 'Meeting' } },
    ...{ startsAt: later(24), endsAt: later(26), place: 'Hall', url: 'https://meeting.example/' },
  });
};

/** The organisation that this viewer administers, or one that they do not. */
export const ownOr = (viewer: Viewer | null, organizationId: OrganizationId): OrganizationId =>
  administered(viewer)[0] ?? organizationId;
