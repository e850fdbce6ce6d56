import { newId } from '../../../schema/ids.ts';
import type { Base } from '../base/base.ts';
import type { Deed } from '../place.ts';
import { found, join, led, ownOr } from './alliance.rows.ts';

/** How one becomes a member of an alliance, and ceases to be one. */
export function allianceJoiningDeeds(base: Base): Deed[] {
  const { organization } = base;
  // Whoever administers an organisation applies with it, so the answer depends on who asks.
  let applicant: string = organization.participant;
  const why = 'reason: "Because."';
  const steps: [name: string, from: 'APPLIED' | 'INVITED' | 'PRESENT', more?: string][] = [
    ['allianceAdmit', 'APPLIED'],
    ['allianceRefuse', 'APPLIED', why],
    ['allianceInvitationAccept', 'INVITED'],
    ['allianceLeave', 'APPLIED'],
    ['allianceMemberEnd', 'PRESENT', why],
  ];
  return [
    {
      meets: 'Mutation.allianceApply',
      prepare: (context, viewer) => {
        applicant = ownOr(viewer, organization.participant);
        return found(context, base, [organization.operator, organization.fellow]);
      },
      query: (id) =>
        `allianceApply(input: { allianceId: "${id}", organizationId: "${applicant}", kind: FULL })`,
      succeedsAs: 'AllianceApplySuccess',
      unknownAs: { refusal: 'AllianceUnknown', absent: newId('Alliance') },
    },
    {
      meets: 'Mutation.allianceInvite',
      prepare: (context) => led(context, base),
      query: (id) =>
        `allianceInvite(input: { allianceId: "${id}", organizationId: "${organization.fellow}", kind: FULL })`,
      succeedsAs: 'AllianceInviteSuccess',
      unknownAs: { refusal: 'AllianceUnknown', absent: newId('Alliance') },
    },
    ...steps.map(([name, from, more = '']): Deed => ({
      meets: `Mutation.${name}`,
      prepare: (context) => join(context, base, from),
      query: (id) => `${name}(input: { membershipId: "${id}" ${more} })`,
      succeedsAs: `${name[0]!.toUpperCase()}${name.slice(1)}Success`,
      unknownAs: {
        ...{ refusal: 'AllianceUnknown', absent: newId('AllianceMembership') },
        // Who is a member is public; who waits to be one is not.
        ...(from === 'PRESENT' ? {} : { row: 'JOINING' }),
      },
    })),
  ];
}
