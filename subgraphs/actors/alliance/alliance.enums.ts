import { builder } from '../builder.ts';
import { memberGroups } from './alliance.groups.ts';

export const AllianceKindEnum = builder.enumType('AllianceKind', {
  description: 'What sort of community it is.',
  values: {
    ALLIANCE: { description: 'An alliance of an industry or a field (产业联盟).' },
    COMMUNITY: { description: 'A knowledge and innovation community (知识与创新社区).' },
  } as const,
});

export const AllianceStateEnum = builder.enumType('AllianceState', {
  description: 'How far an alliance has come.',
  values: {
    PROPOSED: { description: 'Waits for the word of its founders; only they and auditors know of it.' },
    FOUNDED: { description: 'Every founder confirmed.' },
    LAPSED: { description: 'Not every founder confirmed in time; only they and auditors know of it.' },
  } as const,
});

export const AllianceAdmissionEnum = builder.enumType('AllianceAdmission', {
  description: 'How one becomes a member.',
  values: {
    OPEN: { description: 'Who applies is a member at once.' },
    APPLICATION: { description: 'The secretariat decides on each application.' },
    INVITATION: { description: 'The secretariat invites; nobody applies.' },
  } as const,
});

export const AllianceMemberKindEnum = builder.enumType('AllianceMemberKind', {
  description:
    'Kinds of member. What each is opened, every alliance says itself: `Alliance.whatJoiningOpens`.',
  values: {
    FULL: { description: 'Full member (正式成员); founders are.' },
    ASSOCIATE: { description: 'Associate member (联系成员).' },
    OBSERVER: { description: 'Observer (观察员).' },
  } as const,
});

export const AllianceRightEnum = builder.enumType('AllianceRight', {
  description: 'What a kind of member may do here.',
  values: {
    READ_ACTIVITIES: { description: 'Its people know of activities that are for members only.' },
    NOMINATE: { description: 'Its administrators name who is to sit in organs.' },
  } as const,
});

export const AllianceMembershipStateEnum = builder.enumType('AllianceMembershipState', {
  description: 'Where a membership stands.',
  values: {
    APPLIED: { description: 'Waits for the secretariat; lapses after 60 days.' },
    INVITED: { description: 'Waits for the organisation; lapses after 60 days.' },
    PRESENT: { description: 'A member.' },
    REFUSED: { description: 'The secretariat refused the application.' },
    WITHDRAWN: { description: 'The organisation took its application back.' },
    DECLINED: { description: 'The organisation turned the invitation down.' },
    LAPSED: { description: 'Nobody answered in time.' },
    ENDED: { description: 'A former member.' },
  } as const,
});

export const MemberGroupEnum = builder.enumType('AllianceMemberGroup', {
  description: 'In which groups members are counted, by their kind of organisation.',
  values: Object.fromEntries(
    Object.entries(memberGroups).map(([name, description]) => [name, { description }]),
  ) as Record<keyof typeof memberGroups, { description: string }>,
});

export const AllianceOrganKindEnum = builder.enumType('AllianceOrganKind', {
  description: 'What an organ is.',
  values: {
    COUNCIL: { description: 'Council (理事会).' },
    SECRETARIAT: { description: 'Secretariat (秘书处).' },
    EXPERT_COMMITTEE: { description: 'Expert committee (专家委员会).' },
    OTHER: { description: 'Another organ; its name says which.' },
  } as const,
});

export const AllianceSeatStateEnum = builder.enumType('AllianceSeatState', {
  description: 'Where a seat stands.',
  values: {
    NOMINATED: {
      description: 'A member named somebody; waits for the secretariat and lapses after 60 days.',
    },
    HELD: { description: 'Held.' },
    ENDED: { description: 'Its term is over, or it was ended before.' },
    LAPSED: { description: 'The secretariat did not confirm in time.' },
  } as const,
});

export const AllianceAudienceEnum = builder.enumType('AllianceAudience', {
  description: 'Who may know of an activity.',
  values: {
    PUBLIC: { description: 'Everybody.' },
    MEMBERS: { description: 'Members of a kind that reads activities, the secretariat and auditors.' },
  } as const,
});
