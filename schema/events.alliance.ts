import type { Id } from './ids.ts';

export type AllianceKind = 'ALLIANCE' | 'COMMUNITY';
/** Kinds of member; what each is opened, each alliance says itself. */
export type AllianceMemberKind = 'FULL' | 'ASSOCIATE' | 'OBSERVER';
/** Where a membership of an alliance stands: an application or invitation waits, all else is settled. */
export type AllianceMembershipState =
  'APPLIED' | 'INVITED' | 'PRESENT' | 'REFUSED' | 'WITHDRAWN' | 'DECLINED' | 'LAPSED' | 'ENDED';

/** Whose membership of which alliance an event is about. */
export interface AllianceMembershipFacts {
  allianceId: Id<'Alliance'>;
  organizationId: Id<'Organization'>;
  kind: AllianceMemberKind;
}

/** What a partnership is for. */
export type PartnershipScope = 'RESEARCH' | 'TESTING' | 'TRAINING' | 'SUPPLY' | 'LICENSING' | 'DATA_SHARING';

/** Who supplies whom. */
export interface SupplyFacts {
  supplierId: Id<'Organization'>;
  customerId: Id<'Organization'>;
}

/** What events tell of alliances, partnerships and industry chains, by kind; part of `EventData`. */
export interface AllianceEventData {
  'alliance.proposed': {
    kind: AllianceKind;
    industry: string | null;
    region: string | null;
    secretariatId: Id<'Organization'>;
    founderIds: Id<'Organization'>[];
  };
  'alliance.foundingConfirmed': { organizationId: Id<'Organization'> };
  'alliance.founded': { founderIds: Id<'Organization'>[] };
  'alliance.lapsed': Record<string, never>;
  'alliance.charterAdopted': { version: number };
  'allianceMembership.applied': AllianceMembershipFacts;
  'allianceMembership.invited': AllianceMembershipFacts;
  'allianceMembership.begun': AllianceMembershipFacts;
  'allianceMembership.refused': AllianceMembershipFacts;
  'allianceMembership.withdrawn': AllianceMembershipFacts;
  'allianceMembership.declined': AllianceMembershipFacts;
  'allianceMembership.lapsed': AllianceMembershipFacts;
  'allianceMembership.ended': AllianceMembershipFacts;
  'allianceOrgan.created': { allianceId: Id<'Alliance'>; kind: string };
  'allianceSeat.nominated': { organId: Id<'AllianceOrgan'>; organizationId: Id<'Organization'> };
  'allianceSeat.begun': { organId: Id<'AllianceOrgan'>; organizationId: Id<'Organization'> };
  'allianceSeat.ended': { organId: Id<'AllianceOrgan'>; organizationId: Id<'Organization'> };
  'allianceSeat.lapsed': { organId: Id<'AllianceOrgan'>; organizationId: Id<'Organization'> };
  'allianceActivity.announced': { allianceId: Id<'Alliance'>; visibility: 'PUBLIC' | 'MEMBERS' };
  'allianceActivity.cancelled': { allianceId: Id<'Alliance'> };
  'partnership.proposed': {
    proposerId: Id<'Organization'>;
    partyIds: Id<'Organization'>[];
    scopes: PartnershipScope[];
    startsOn: string;
    endsOn: string;
  };
  'partnership.confirmed': { organizationId: Id<'Organization'> };
  'partnership.agreed': Record<string, never>;
  'partnership.declined': { organizationId: Id<'Organization'> };
  'partnership.lapsed': Record<string, never>;
  'partnership.ended': { organizationId: Id<'Organization'> };
  'partnership.expired': Record<string, never>;
  'industryChain.created': {
    keeperId: Id<'Organization'>;
    industry: string;
    region: string | null;
  };
  'industryChain.extended': { positions: number; links: number };
  'chainPosition.taken': { key: string; organizationId: Id<'Organization'> };
  'chainPosition.confirmed': { key: string; organizationId: Id<'Organization'> };
  'chainPosition.left': { key: string; organizationId: Id<'Organization'> };
  'supplyRelation.stated': SupplyFacts;
  'supplyRelation.confirmed': SupplyFacts;
  'supplyRelation.declined': SupplyFacts;
  'supplyRelation.lapsed': SupplyFacts;
  'supplyRelation.ended': SupplyFacts;
}
