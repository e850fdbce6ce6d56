import type { AllianceEventData } from './events.alliance.ts';
import type { ActorId, Id, IdName, ResourceId } from './ids.ts';
import type { Scope } from './scopes.ts';

/** Families of resources, after the co-creation theory: equipment is operand, technology and knowledge are
 *  operant. */
export type Family = 'EQUIPMENT' | 'TECHNOLOGY' | 'KNOWLEDGE' | 'MATERIAL';
export type Visibility = 'PUBLIC' | 'MEMBERS' | 'PARTICIPANTS';
/** What a person may do for an organisation. */
export type MembershipRole =
  'ADMINISTRATOR' | 'RESOURCE_MANAGER' | 'INSTRUMENT_OPERATOR' | 'FINANCE' | 'MEMBER';
/** How an organisation takes in members. */
export type MembershipPolicy = 'OPEN_TO_APPLICATIONS' | 'BY_INVITATION' | 'CLOSED';
/** What an actor may do for a platform, a region or the whole graph. */
export type PlatformRole = 'OPERATOR' | 'REGULATOR' | 'AUDITOR' | 'PARTNER';
/** What part an actor takes in co-creating value. */
export type CoCreationRole = 'NORM_GUIDE' | 'RESOURCE_PROVIDER' | 'SERVICE_SUPPORTER' | 'FINAL_CONSUMER';
/** Where a co-creation role of an actor stands. It is held while `GRANTED` and `REVIEW_DUE`. */
export type CoCreationRoleState =
  'REQUESTED' | 'GRANTED' | 'REVIEW_DUE' | 'REFUSED' | 'WITHDRAWN' | 'LAPSED' | 'REVOKED';

/** Whose co-creation role, and which platform decides; null where none does. */
export interface RoleFacts {
  actorId: ActorId;
  role: CoCreationRole;
  platformId: Id<'Platform'> | null;
}

/** What of an actor a platform reviews. */
export type QualificationKind =
  'ORGANIZATION_IDENTITY' | 'PUBLIC_INSTITUTION' | 'TESTING_LABORATORY' | 'CLINICAL_RESEARCH' | 'EXPERT';
/** Where a review stands. The first three wait for somebody; of the rest only `APPROVED` is valid. */
export type QualificationReviewState =
  | 'REQUESTED'
  | 'IN_REVIEW'
  | 'INFORMATION_WANTED'
  | 'APPROVED'
  | 'REFUSED'
  | 'WITHDRAWN'
  | 'LAPSED'
  | 'EXPIRED'
  | 'RENEWED'
  | 'REVOKED';
/** What a reviewer found of one item of the checklist. */
export type ChecklistMark = 'MET' | 'NOT_MET' | 'NOT_APPLICABLE';

/** How two organisations are kin: the upper one is the parent, predecessor or founder of the lower one. */
export type RelationKind = 'PARENT' | 'PREDECESSOR' | 'FOUNDER' | 'RELATED';

/** A relation, in each event about it; its subject is the lower organisation. */
export interface RelationFacts {
  relationId: Id<'OrganizationRelation'>;
  kind: RelationKind;
  upperId: Id<'Organization'>;
}

/** Whose qualification of which kind a platform reviews: in each event, so that an event explains itself. */
export interface ReviewFacts {
  actorId: ActorId;
  platformId: Id<'Platform'>;
  kind: QualificationKind;
}

/** What a person can consent to, beyond what is done with their data on other grounds. */
export type ConsentPurpose = 'SUGGESTIONS' | 'EXPERT_LISTING' | 'EMPLOYMENT_STATISTICS' | 'NEWSLETTER';

/** Whom a seat in the committee of a platform speaks for. */
export type CommitteeSide = 'SUPPLIER' | 'DEMANDER' | 'SUPPORTER';
export type VoteChoice = 'FOR' | 'AGAINST' | 'ABSTAIN';

/** What a resource counts as, for whoever counts: repeated whole in each event, so that an event explains
 *  itself. */
export interface ResourceFacts {
  family: Family;
  providerId: ActorId;
  platformId: Id<'Platform'> | null;
  /** GB/T 2260 code, or null outside it. */
  region: string | null;
  isPublished: boolean;
  isComplete: boolean;
}

interface InvitationFacts {
  organizationId: Id<'Organization'>;
}
interface ApplicationFacts {
  organizationId: Id<'Organization'>;
  personId: Id<'Person'>;
}

/** Every event kind with its data. Events carry ids and codes, never names or contacts, so that erasing a
 *  person  leaves the record whole. A kind is never renamed; a new meaning is a new kind. */
export interface EventData extends AllianceEventData {
  'organization.declared': { kind: string; region: string | null; isChecked: boolean };
  'organization.changed': { kind: string; region: string | null; isChecked: boolean };
  /** The lower one says so; the upper one has not agreed yet. */
  'organization.relationStated': RelationFacts;
  'organization.relationConfirmed': RelationFacts;
  /** One that was never confirmed is gone; a confirmed one is over. */
  'organization.relationEnded': RelationFacts;
  'organization.qualificationVerified': {
    qualificationId: Id<'OrganizationQualification'>;
    kind: string;
  };
  'person.changed': Record<string, never>;
  'person.declared': Record<string, never>;
  /** For ever: whoever holds anything about the person clears it. */
  'person.erased': Record<string, never>;
  /** From now on this issuer's tokens can stand for the person. */
  'person.signInLinked': { issuer: string };
  /** Beside `organization.declared`: by a person, who administers it. */
  'organization.founded': Record<string, never>;
  'organization.membershipPolicyChanged': { policy: MembershipPolicy };
  /** Its last administrator was erased: operators of a platform can appoint another. */
  'organization.leftUnadministered': Record<string, never>;
  'consent.given': { purpose: ConsentPurpose; version: number };
  'consent.withdrawn': { purpose: ConsentPurpose; version: number };
  'membership.begun': { organizationId: Id<'Organization'>; role: MembershipRole };
  'membership.roleChanged': {
    organizationId: Id<'Organization'>;
    role: MembershipRole;
    before: MembershipRole;
  };
  'membership.ended': { organizationId: Id<'Organization'>; how: 'LEFT' | 'ENDED' | 'ERASED' };
  /** With a platform where its operators appoint an administrator. */
  'membership.invited': InvitationFacts & { role: MembershipRole; platformId: Id<'Platform'> | null };
  'membership.invitationAccepted': InvitationFacts;
  'membership.invitationDeclined': InvitationFacts;
  'membership.invitationWithdrawn': InvitationFacts;
  'membership.invitationExpired': InvitationFacts;
  'membership.applied': ApplicationFacts;
  'membership.applicationApproved': ApplicationFacts & { role: MembershipRole };
  'membership.applicationRefused': ApplicationFacts;
  'membership.applicationWithdrawn': ApplicationFacts;
  'membership.applicationLapsed': ApplicationFacts;
  'role.granted': { role: PlatformRole; platformId: Id<'Platform'> | null; region: string | null };
  'apiKey.created': {
    ownerId: Id<'Person'>;
    organizationId: Id<'Organization'> | null;
    platformId: Id<'Platform'> | null;
    scopes: Scope[];
    regions: string[];
  };
  'apiKey.revoked': Record<string, never>;
  'role.revoked': { role: PlatformRole; platformId: Id<'Platform'> | null; region: string | null };
  /** `renews` is the review whose qualification is still valid, or null. */
  'qualificationReview.requested': ReviewFacts & { renews: Id<'QualificationReview'> | null };
  'qualificationReview.taken': ReviewFacts;
  'qualificationReview.marked': ReviewFacts & { marks: { item: string; mark: ChecklistMark }[] };
  'qualificationReview.informationWanted': ReviewFacts;
  'qualificationReview.informationGiven': ReviewFacts;
  'qualificationReview.approved': ReviewFacts & { validUntil: string };
  /** `items` are those of the checklist that are not met. */
  'qualificationReview.refused': ReviewFacts & { items: string[] };
  'qualificationReview.withdrawn': ReviewFacts;
  /** Nobody acted in time; the applicant may ask again. */
  'qualificationReview.lapsed': ReviewFacts;
  /** The platform is late. Recorded once for each state that waits for it. */
  'qualificationReview.overdue': ReviewFacts;
  'qualificationReview.expired': ReviewFacts;
  /** Another review, `by`, has taken its place. */
  'qualificationReview.renewed': ReviewFacts & { by: Id<'QualificationReview'> };
  'qualificationReview.revoked': ReviewFacts;
  'coCreationRole.requested': RoleFacts;
  /** From now on it is held. */
  'coCreationRole.granted': RoleFacts;
  /** It was reviewed again, and stays. */
  'coCreationRole.confirmed': RoleFacts;
  'coCreationRole.reviewDue': RoleFacts;
  'coCreationRole.refused': RoleFacts;
  /** The actor took back the request, or laid down the role. */
  'coCreationRole.withdrawn': RoleFacts;
  /** Nobody decided, or reviewed again, in time. */
  'coCreationRole.lapsed': RoleFacts;
  'coCreationRole.revoked': RoleFacts;
  'platform.declared': { operatorId: Id<'Organization'>; regions: string[] };
  /** It waits for an auditor. */
  'platform.registered': {
    operatorId: Id<'Organization'>;
    partnerIds: Id<'Organization'>[];
    regions: string[];
  };
  'platform.admitted': Record<string, never>;
  'platform.declined': Record<string, never>;
  /** Nobody decided in time. */
  'platform.lapsed': Record<string, never>;
  'platform.frontChosen': { resourceIds: ResourceId[] };
  'news.drafted': { platformId: Id<'Platform'> };
  'news.published': { platformId: Id<'Platform'> };
  'news.withdrawn': { platformId: Id<'Platform'> };
  'platform.described': { regions: string[]; languages: string[] };
  /** A seat was offered. */
  'committeeSeat.filled': {
    platformId: Id<'Platform'>;
    side: CommitteeSide;
    organizationId: Id<'Organization'>;
    personId: Id<'Person'>;
  };
  'committeeSeat.accepted': { platformId: Id<'Platform'> };
  'committeeSeat.declined': { platformId: Id<'Platform'> };
  'committeeSeat.resigned': { platformId: Id<'Platform'> };
  /** Nobody answered in time. */
  'committeeSeat.lapsed': { platformId: Id<'Platform'> };
  'committeeSeat.expired': { platformId: Id<'Platform'> };
  'platformRules.drafted': { platformId: Id<'Platform'> };
  'platformRules.revised': { platformId: Id<'Platform'> };
  'platformRules.withdrawn': { platformId: Id<'Platform'> };
  'platformRules.proposed': {
    platformId: Id<'Platform'>;
    seatIds: Id<'CommitteeSeat'>[];
    closesAt: string;
  };
  /** Not how: that is nobody's business until the close. */
  'vote.cast': { platformId: Id<'Platform'>; seatId: Id<'CommitteeSeat'>; number: number };
  'platformRules.adopted': {
    platformId: Id<'Platform'>;
    number: number;
    isProvisional: boolean;
    effectiveOn: string;
  };
  'platformRules.rejected': {
    platformId: Id<'Platform'>;
    tally: {
      side: CommitteeSide;
      seats: number;
      for: number;
      against: number;
      abstain: number;
      absent: number;
    }[];
  };
  'resource.declared': ResourceFacts;
  'resource.changed': ResourceFacts;
  /** What a provider shows only to who signed was written, with the version of the agreement that stands. */
  'confidentialPart.set': { version: number };
  'confidentialPart.removed': Record<string, never>;
  'confidentialPart.signed': { version: number };
  /** The subject keeps this actor out of what it keeps confidential. */
  'competitor.excluded': { actorId: ActorId };
  'competitor.admitted': { actorId: ActorId };
  'project.created': { visibility: Visibility; region: string | null };
  'project.visibilityChanged': { visibility: Visibility };
  'participation.begun': { projectId: Id<'Project'>; actorId: ActorId; role: CoCreationRole };
  'project.resourceUsed': { resourceId: ResourceId };
  'source.imported': { read: number; new: number; same: number; changed: number; refused: number };
}
export type EventKind = keyof EventData;

/** An event about to be recorded: who did it (null for the system itself), to what, and what caused it. */
export interface NewEvent<Kind extends EventKind = EventKind> {
  kind: Kind;
  subject: Id<IdName>;
  data: EventData[Kind];
  actorId: ActorId | null;
  /** The event that made this one happen, or null. */
  cause?: Id<'Event'> | null;
}

/** An event as read back. */
export interface RecordedEvent<Kind extends EventKind = EventKind> extends NewEvent<Kind> {
  id: Id<'Event'>;
  at: Date;
  cause: Id<'Event'> | null;
}
